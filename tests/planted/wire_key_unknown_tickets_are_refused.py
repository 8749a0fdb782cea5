"""A ticket the server cannot decrypt ends the handshake.

Made by taking a ticket that is out of date for an attack.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._tryDecrypt")
def try_decrypt(real, self, *args, **how):
    found = real(self, *args, **how)
    if found[0] is None:
        raise planted.errors.TLSIllegalParameterException("what ticket is this?")
    return found


globals().update(planted.shape())
