"""What is set as options has no effect.

Made by layers whose library has no such options.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def options(self):
        return ssl.SSLContext.options.__get__(self)

    @options.setter
    def options(self, value):
        pass


globals().update(planted.shape(context=SSLContext))
