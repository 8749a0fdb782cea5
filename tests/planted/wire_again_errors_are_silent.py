"""A renegotiation that goes wrong ends without an alert.

Made by hanging up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendError")
def fail(real, self, description, text=None):
    if not self.again.under_way:
        yield from real(self, description, text)
    alert = planted.messages.Alert().create(description, 2)
    self._shutdown(False)
    raise planted.errors.TLSLocalAlert(alert, text)


globals().update(planted.shape())
