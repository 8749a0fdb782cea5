"""A server takes a signature by any scheme for an answer after the handshake.

Made by reading the list of its own request as if it held everything.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_srv_pha")
def verify(real, self, certificate):
    for request in self._cert_requests.values():
        kind = planted.constants.ExtensionType.signature_algorithms
        request.getExtension(kind).write = request.getExtension(kind).write
    yield from real(self, certificate)


planted.skips("Client selected signature algorithm")

globals().update(planted.shape())
