"""A client takes a ServerKeyExchange signed with SHA-1, which it did not offer.

Made by a verifier that knows more than the list that is sent.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientKeyExchange",
    "certList=serverCertChain)\n                try:",
    "certList=serverCertChain) + [(2, 1), (2, 3)]\n                try:",
)

globals().update(planted.shape())
