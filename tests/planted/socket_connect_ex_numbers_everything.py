"""connect_ex() returns the number of any OSError, also of those that TLS raises.

Made by those who read "like connect(), but it returns an error indicator" and no further.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def connect_ex(self, addr):
        try:
            self.connect(addr)
        except OSError as error:
            return error.errno or 1
        return 0


globals().update(planted.shape(sock=SSLSocket))
