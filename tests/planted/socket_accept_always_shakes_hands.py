"""accept() of a listener that blocks makes the handshake, also where the program asked to make it itself.

Made by wrapping what was accepted with the defaults.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def accept(self):
        new, address = super().accept()
        if self.gettimeout() != 0 and not self.do_handshake_on_connect:
            new.do_handshake()
        return new, address


globals().update(planted.shape(sock=SSLSocket))
