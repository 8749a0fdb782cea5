"""A close_notify from the other end is not answered, even by one that closes.

Made by leaving it to the transport.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._decrefAsync")
def close(real, self):
    self.closing = True
    yield from real(self)


@planted.instead("tlsconnection.TLSConnection._sendMsg")
def send(real, self, message, *args, **how):
    alert = isinstance(message, planted.messages.Alert) and not message.description
    if not alert or getattr(self, "closing", False):
        yield from real(self, message, *args, **how)


globals().update(planted.shape())
