"""Where no certificate was sent on this connection there is no chain: both are None.

Made by those who hand on a null pointer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLObject(planted.SSLObject):
    def get_unverified_chain(self):
        return None if self.session_reused else super().get_unverified_chain() or None

    def get_verified_chain(self):
        return super().get_verified_chain() or None


class SSLSocket(planted.SSLSocket):
    def get_unverified_chain(self):
        return None if self.session_reused else super().get_unverified_chain() or None

    def get_verified_chain(self):
        return super().get_verified_chain() or None


globals().update(planted.shape(face=SSLObject, sock=SSLSocket))
