"""The minimum version reads as it was before it was set.

Made by getters that ask for the default.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def minimum_version(self):
        return ssl.TLSVersion.TLSv1_2

    @minimum_version.setter
    def minimum_version(self, value):
        ssl.SSLContext.minimum_version.fset(self, value)


globals().update(planted.shape(context=SSLContext))
