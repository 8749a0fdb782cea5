"""A server agrees to records of less than 64 bytes, with which a client can make it send little but headers.

Made by checking nothing but that there is a limit.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "            if not 64 <= size_limit_ext.record_size_limit:",
    "            if not 0 <= size_limit_ext.record_size_limit:",
)

globals().update(planted.shape())
