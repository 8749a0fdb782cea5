"""Of the scheme a client signs with a server heeds the kind of signature, and takes any hash.

Made by checking one of its two bytes (SLOTH, CVE-2015-7575).
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverCertKeyExchange",
    "if certificateVerify.signatureAlgorithm not in valid_sig_algs:",
    "if certificateVerify.signatureAlgorithm[1] not in [each[1] for each in valid_sig_algs]:",
)

globals().update(planted.shape())
