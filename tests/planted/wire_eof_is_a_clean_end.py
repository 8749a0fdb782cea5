"""The end of the transport counts as the end of the stream.

Made by options like tlslite's ignoreAbruptClose.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection.__init__")
def begin(real, self, sock):
    real(self, sock)
    self.ignoreAbruptClose = True


globals().update(planted.shape())
