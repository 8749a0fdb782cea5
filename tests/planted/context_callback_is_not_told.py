"""The name callback cannot be read back.

Made by setters whose getter came later, or never.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return None

    @sni_callback.setter
    def sni_callback(self, value):
        ssl.SSLContext.sni_callback.__set__(self, value)


globals().update(planted.shape(context=SSLContext))
