"""A server takes a Certificate that nobody asked for, and answers what was answered before.

Made by passing over what it has no use for.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._getNextRecord")
def receive(real, self):
    kinds = planted.constants
    for result in real(self):
        if isinstance(result, tuple) and not self.closed and not self._cert_requests:
            header, parser = result
            if (
                header.type == kinds.ContentType.handshake
                and parser.bytes[0] == kinds.HandshakeType.certificate
            ):
                yield 0
                continue
        yield result


globals().update(planted.shape())
