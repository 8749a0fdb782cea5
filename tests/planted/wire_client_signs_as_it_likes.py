"""A client signs by the first scheme it knows for its key, whatever the CertificateRequest names.

Made by reading of a request only that there is one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "keyexchange.KeyExchange.makeCertificateVerify",
    "getFirstMatching(validSigAlgs, serverSigAlgs)",
    "validSigAlgs[0]",
)

globals().update(planted.shape())
