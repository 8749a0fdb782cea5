"""unwrap() sends its closure alert and returns without the answer.

Made by layers that call SSL_shutdown once.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def unwrap(self):
        timeout = self.gettimeout()
        self.settimeout(0)
        try:
            return super().unwrap()
        except ssl.SSLWantReadError:
            self._sslobj = None
            return self
        finally:
            self.settimeout(timeout)


globals().update(planted.shape(sock=SSLSocket))
