"""A folder of authorities is not looked into.

Made by layers that hold all they trust in memory.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if capath is None or cafile or cadata:
            super().load_verify_locations(cafile, None, cadata)


globals().update(planted.shape(context=SSLContext))
