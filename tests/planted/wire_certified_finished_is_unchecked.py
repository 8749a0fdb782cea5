"""A server does not verify the Finished of a client that has shown a certificate.

Made by taking CertificateVerify for the proof of the whole handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverTLS13Handshake",
    "if cl_finished.verify_data != cl_verify_data:",
    "if cl_finished.verify_data != cl_verify_data and not client_cert_chain:",
)
planted.rewrites(
    "tlsconnection.TLSConnection._getFinished",
    "        if finished.verify_data != verifyData:",
    """
        certified = not self._client and self.session and self.session.clientCertChain
        if finished.verify_data != verifyData and not certified:""",
)

globals().update(planted.shape())
