"""Tickets live for thirty days, four times as long as any may.

Made by a lifetime that comes from a configuration file unchecked.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket.create")
def create(real, self, lifetime, *args):
    return real(self, 30 * 24 * 3600, *args)


globals().update(planted.shape())
