"""What was accepted takes ragged ends for ends, whatever its listener was told.

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
        new.suppress_ragged_eofs = True
        return new, address


globals().update(planted.shape(sock=SSLSocket))
