"""A ticket is kept for two hours, whatever its lifetime.

Made by a client that has its own idea of how long a ticket is good.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket.parse")
def parse(real, self, parser):
    real(self, parser)
    self.ticket_lifetime = 7200
    return self


globals().update(planted.shape())
