"""A client takes signatures with SHA-1, and says so.

Made by clients whose security level was lowered for one old server.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        if not how["server_side"]:
            self.set_ciphers("DEFAULT:@SECLEVEL=0")
        return super().wrap(make, *ends, **how)


globals().update(planted.shape(context=SSLContext))
