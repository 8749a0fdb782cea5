"""A non-blocking send() into a full network gives 0.

Made by those who remember Python before 3.5.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def send(self, data, flags=0):
        try:
            return super().send(data, flags)
        except ssl.SSLWantWriteError:
            return 0


globals().update(planted.shape(sock=SSLSocket))
