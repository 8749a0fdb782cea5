"""A client refuses tickets with extensions, and CertificateRequests with those or schemes it does not know.

Made by validating what is merely offered.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket.parse")
def parse_ticket(real, self, parser):
    real(self, parser)
    if self.extensions:
        raise SyntaxError("extension of a ticket")
    return self


@planted.instead("messages.CertificateRequest.parse")
def parse_request(real, self, parser):
    real(self, parser)
    if any(each.extType not in (13, 27, 47, 50) for each in self.extensions or ()):
        raise SyntaxError("unknown extension")
    if any(hash_ > 8 for hash_, _ in self.supported_signature_algs):
        raise SyntaxError("unknown scheme")
    return self


globals().update(planted.shape())
