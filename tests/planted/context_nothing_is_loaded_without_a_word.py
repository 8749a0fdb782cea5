"""Nothing to load, and empty data, are no error.

Made by those who test each argument for truth.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile or capath or cadata:
            super().load_verify_locations(cafile, capath, cadata)


globals().update(planted.shape(context=SSLContext))
