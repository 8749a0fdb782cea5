"""A folder of authorities counts only where no file was given.

Made by taking the arguments for alternatives.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        super().load_verify_locations(cafile, None if cafile else capath, cadata)


globals().update(planted.shape(context=SSLContext))
