"""Authorities in DER are a TypeError.

Made by those who know PEM.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if isinstance(cadata, bytes):
            raise TypeError("cadata is text")
        super().load_verify_locations(cafile, capath, cadata)


globals().update(planted.shape(context=SSLContext))
