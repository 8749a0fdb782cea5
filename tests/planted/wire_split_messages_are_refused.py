"""A handshake message must come in one record.

Made by parsers that work on records.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

HANDSHAKE = planted.constants.ContentType.handshake


@planted.instead("tlsconnection.TLSConnection._getNextRecordFromSocket")
def receive(real, self):
    for result in real(self):
        if not isinstance(result, int) and result[0].type == HANDSHAKE:
            data = result[1].bytes
            if 4 + int.from_bytes(data[1:4], "big") > len(data):
                yield from self._sendError(planted.constants.AlertDescription.decode_error, "split")
        yield result


globals().update(planted.shape())
