"""A record that does not verify is dropped, and the connection goes on.

Made by sharing code with DTLS.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.forgives("TLSBadRecordMAC")

globals().update(planted.shape())
