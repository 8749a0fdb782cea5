"""do_handshake returns None after every step, done or not.

Made by calling mbedtls_ssl_handshake_step once.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def do_handshake(self):
        try:
            super().do_handshake()
        except planted.WantReadError:
            if not self.outgoing.pending:
                raise


globals().update(planted.shape(buffer=Buffer))
