"""A client of TLS 1.3 sends as many bytes as the limit, and the content type on top.

Made by counting in TLS 1.3 as in TLS 1.2.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientTLS13Handshake",
    "            self._send_record_limit = size_limit_ext.record_size_limit - 1\n",
    "            self._send_record_limit = size_limit_ext.record_size_limit\n",
)

globals().update(planted.shape())
