"""Handshake messages of an unknown type are passed over.

Made by leniency towards new protocols.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

TYPES = [number for number in vars(planted.constants.HandshakeType).values() if isinstance(number, int)]
HANDSHAKE = planted.constants.ContentType.handshake


@planted.instead("tlsconnection.TLSConnection._getNextRecord")
def receive(real, self):
    for result in real(self):
        if isinstance(result, int) or result[0].type != HANDSHAKE or result[1].bytes[0] in TYPES:
            yield result


globals().update(planted.shape())
