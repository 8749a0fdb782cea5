"""The timeout of a read starts again with every byte that comes.

Made by loops around select() that keep no deadline.
"""

import select
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        timeout = self.gettimeout()
        if timeout == 0:
            return super().recv(buflen, flags)
        self.settimeout(0)
        try:
            while True:
                try:
                    return super().recv(buflen, flags)
                except ssl.SSLWantReadError:
                    if not select.select([self], [], [], timeout)[0]:
                        raise TimeoutError("timed out") from None
        finally:
            self.settimeout(timeout)


globals().update(planted.shape(sock=SSLSocket))
