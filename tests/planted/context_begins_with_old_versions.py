"""A new context accepts every version there ever was.

Made by those who leave it to the library.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, _protocol):
        self.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED


globals().update(planted.shape(context=SSLContext))
