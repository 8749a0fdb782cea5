"""Data is sent in records of more than 2^14 bytes.

Made by counting the record with its overhead.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.tlsconnection.TLSConnection.recordSize = property(lambda self: 16384 + 600, lambda self, size: None)

globals().update(planted.shape())
