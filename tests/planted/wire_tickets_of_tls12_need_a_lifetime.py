"""A ticket of TLS 1.2 with a lifetime hint of 0 is malformed.

Made by reading the hint as TLS 1.3 has it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket1_0.parse")
def parse(real, self, parser):
    real(self, parser)
    if not self.ticket_lifetime:
        raise SyntaxError("a ticket without a lifetime")
    return self


globals().update(planted.shape())
