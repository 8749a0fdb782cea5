"""Records longer than the protocol allows are read like any other.

Made by buffers that grow.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.recordlayer.RecordSocket.recv_record_limit = property(lambda self: 1 << 16, lambda self, limit: None)

globals().update(planted.shape())
