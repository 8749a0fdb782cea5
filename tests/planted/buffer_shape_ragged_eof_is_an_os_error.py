"""RaggedEOF is an OSError, and no TLSError.

Made by keeping ssl's bases.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class RaggedEOF(OSError):
    """Nobody who catches TLSError catches it."""


globals().update(planted.shape(RaggedEOF=RaggedEOF))
