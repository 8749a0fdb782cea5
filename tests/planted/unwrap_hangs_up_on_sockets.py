"""A socket's unwrap() closes the transport instead of closing TLS.

Made by convenience layers in which every kind of closing is the same.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def unwrap(self):
        self.close()


globals().update(planted.shape(sock=SSLSocket))
