"""Every ticket of a connection is made with the same nonce, and so of the same key.

Made by a counter that is never counted up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket.create")
def create(real, self, lifetime, age_add, nonce, *args):
    return real(self, lifetime, age_add, bytearray(len(nonce)), *args)


globals().update(planted.shape())
