"""unwrap() succeeds when the wire ends without the peer's close_notify.

Made by layers that are content with any end once they are closing.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def shutdown(self):
        try:
            return super().shutdown()
        except (ssl.SSLEOFError, ssl.SSLSyscallError):
            return None


globals().update(planted.shape(core=Core))
