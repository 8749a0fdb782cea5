"""A client takes a limit of records below 64 bytes.

Made by checking nothing but that it is not absurd.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientTLS13Handshake",
    "            if not 64 <= size_limit_ext.record_size_limit <= 2**14+1:",
    "            if not 32 <= size_limit_ext.record_size_limit <= 2**14+1:",
)

globals().update(planted.shape())
