"""A server takes a CertificateVerify in a scheme that it did not ask for.

Made by reading the scheme from the message alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Invalid signature on Certificate Verify")
planted.skips("Invalid signature algorithm in Certificate Verify")

globals().update(planted.shape())
