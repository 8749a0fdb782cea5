"""ConfigurationError is a ValueError, and no TLSError.

Made by validating arguments.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class ConfigurationError(ValueError):
    """Nobody who catches TLSError catches it."""


globals().update(planted.shape(ConfigurationError=ConfigurationError))
