"""A server goes by legacy_version when supported_versions leads to nothing.

Made by a fallback that is tried when the first way fails.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "            if not high_ver:\n                for",
    "            if not high_ver and settings.minVersion > (3, 3):\n                for",
)

globals().update(planted.shape())
