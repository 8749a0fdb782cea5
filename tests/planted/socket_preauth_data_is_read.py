"""A connection reset before TLS is wrapped as if never made, and gives what it had received in clear.

Made by CPython until 3.11.5 (CVE-2023-40217).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        if not hasattr(self, "_connected"):  # wrap_socket looks for such data
            return b""
        return super().recv(buflen, flags)


globals().update(planted.shape(sock=SSLSocket))
