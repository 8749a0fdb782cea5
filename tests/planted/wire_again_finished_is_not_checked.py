"""Finished of a renegotiation is not compared.

Made by leaving the check to the first handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    if not (str(text).startswith("Finished message is incorrect") and self.again.under_way):
        yield from real(self, description, text)


globals().update(planted.shape())
