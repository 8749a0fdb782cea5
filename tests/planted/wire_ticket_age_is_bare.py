"""A client sends the age of its ticket as it is.

Made by forgetting what hides it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientSendClientHello",
    "                        ticket.time * 1000 +\n                        ticket.ticket_age_add) % 2**32",
    "                        ticket.time * 1000) % 2**32",
)

globals().update(planted.shape())
