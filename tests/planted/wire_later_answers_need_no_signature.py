"""A server takes Finished in place of the CertificateVerify of an answer after the handshake.

Made by treating the signature as optional, and what comes in its place as the end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._getMsg")
def receive(real, self, expected, secondary=None, constructor=None):
    kinds = planted.constants.HandshakeType
    if secondary == kinds.certificate_verify and not self.closed:
        secondary, sha384 = (secondary, kinds.finished), planted.constants.CipherSuite.sha384PrfSuites
        constructor = 48 if self.session.cipherSuite in sha384 else 32
    for result in real(self, expected, secondary, constructor):
        if isinstance(result, planted.messages.Finished) and isinstance(secondary, tuple):
            raise Shown
        yield result


class Shown(Exception):
    pass


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_srv_pha")
def verify(real, self, certificate):
    try:
        yield from real(self, certificate)
    except Shown:
        self.session.clientCertChain = certificate.cert_chain


globals().update(planted.shape())
