"""get_verified_chain() of a resumed connection is the chain that was sent, which nobody has verified.

Made by those who fall back on what there is.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLObject(planted.SSLObject):
    def get_verified_chain(self):
        return super().get_verified_chain() or super().get_unverified_chain()


class SSLSocket(planted.SSLSocket):
    def get_verified_chain(self):
        return super().get_verified_chain() or super().get_unverified_chain()


globals().update(planted.shape(face=SSLObject, sock=SSLSocket))
