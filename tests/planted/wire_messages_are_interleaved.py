"""Other records are accepted between the pieces of a handshake message.

Made by a buffer for each type of record.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Interleaved Handshake and non-handshake messages")

globals().update(planted.shape())
