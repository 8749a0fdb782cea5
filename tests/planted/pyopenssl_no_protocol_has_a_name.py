"""get_alpn_proto_negotiated() gives http/1.1 where nothing was negotiated.

Made by who knows that every client without ALPN speaks that.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_alpn_proto_negotiated(self):
        return super().get_alpn_proto_negotiated() or b"http/1.1"


globals().update(pyopenssl.shape(Connection))
