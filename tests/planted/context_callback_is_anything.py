"""What cannot be called is accepted as a callback for names, and fails with the first client.

Made by duck typing.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return super().sni_callback

    @sni_callback.setter
    def sni_callback(self, value):
        wrapped = None if value is None else lambda *args: value(*args)
        ssl.SSLContext.sni_callback.__set__(self, value if callable(value) else wrapped)


globals().update(planted.shape(context=SSLContext))
