"""A server takes an answer under any context for that to its latest request.

Made by not looking the context up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


class Requests(dict):
    def pop(self, context):
        return self.popitem()[1]


@planted.instead("tlsconnection.TLSConnection.request_post_handshake_auth")
def request(real, self, settings=None):
    self._cert_requests = Requests(self._cert_requests)
    yield from real(self, settings)


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_srv_pha")
def verify(real, self, certificate):
    certificate.certificate_request_context = certificate.certificate_request_context or b"none"
    yield from real(self, certificate)


globals().update(planted.shape())
