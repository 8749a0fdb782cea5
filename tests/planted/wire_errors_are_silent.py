"""The connection ends on an error without an alert.

Made by closing the socket where the error is noticed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    self._shutdown(False)
    yield from ()
    raise planted.errors.TLSLocalAlert(planted.messages.Alert().create(description, 2), text)


globals().update(planted.shape())
