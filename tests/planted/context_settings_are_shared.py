"""The verify mode and the versions belong to the class, not to the context.

Made by a default that is one object for all.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    shared = ssl.TLSVersion.TLSv1_2

    @property
    def minimum_version(self):
        return SSLContext.shared

    @minimum_version.setter
    def minimum_version(self, value):
        SSLContext.shared = value


globals().update(planted.shape(context=SSLContext))
