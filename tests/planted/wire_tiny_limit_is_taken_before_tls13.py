"""A limit of records below 64 bytes is taken where TLS 1.3 does not say it: in a ServerHello of TLS 1.2.

Made by checking nothing but that it is not absurd.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientGetServerHello",
    "            if not 64 <= size_limit_ext.record_size_limit <= 2**14:",
    "            if not 0 <= size_limit_ext.record_size_limit <= 2**14:",
)

globals().update(planted.shape())
