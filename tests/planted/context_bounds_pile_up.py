"""A minimum_version that is lowered again keeps out what it kept out before.

Made by layers that turn bounds into flags for each version, and never take one back.
"""

import ssl
import warnings
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def minimum_version(self):
        return ssl.SSLContext.minimum_version.fget(self)

    @minimum_version.setter
    def minimum_version(self, value):
        ssl.SSLContext.minimum_version.fset(self, value)
        if value >= ssl.TLSVersion.TLSv1_3:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.options |= ssl.OP_NO_TLSv1_2


globals().update(planted.shape(context=SSLContext))
