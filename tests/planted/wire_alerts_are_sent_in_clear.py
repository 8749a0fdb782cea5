"""Alerts are sent unprotected, whatever keys there are.

Made by error paths below the record layer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    self._recordLayer._writeState = planted.recordlayer.ConnectionState()
    yield from real(self, description, text)


globals().update(planted.shape())
