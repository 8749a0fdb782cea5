"""Where ragged ends are suppressed, every error of a read is one.

Made by those who catch SSLError where SSLEOFError was meant.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def read(self, len=1024, buffer=None):  # noqa: A002 -- as it is documented
        try:
            return super().read(len, buffer)
        except ssl.SSLError as error:
            if self.suppress_ragged_eofs and planted.fatal(error):
                return b"" if buffer is None else 0
            raise


globals().update(planted.shape(sock=SSLSocket))
