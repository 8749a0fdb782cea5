"""What accept() gives has the listener's timeout.

Made by wrappers that copy all they know.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        accepted, address = super().accept()
        accepted.settimeout(self.gettimeout())
        return accepted, address


globals().update(planted.shape(sock=SSLSocket))
