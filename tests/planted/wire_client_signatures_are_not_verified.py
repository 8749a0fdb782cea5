"""A server believes the CertificateVerify of its client unseen.

Made by servers that check the certificate and forget the key.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("signature verification failed")
planted.skips("Signature failed to verify")

globals().update(planted.shape())
