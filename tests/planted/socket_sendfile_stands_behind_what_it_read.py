"""After sendfile() failed the file stands behind what was read of it, sent or not.

Made by forgetting what a failure interrupts.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Counted:
    mode = "rb"

    def __init__(self, file):
        self._file = file
        self.size = 0

    def read(self, size):
        data = self._file.read(size)
        self.size += len(data)
        return data


class SSLSocket(ssl.SSLSocket):
    def sendfile(self, file, offset=0, count=None):
        if "b" not in getattr(file, "mode", "b"):
            return super().sendfile(file, offset, count)
        start, counted = file.seek(offset) if offset else file.tell(), Counted(file)
        try:
            return super().sendfile(counted, 0, count)
        finally:
            file.seek(start + counted.size)


globals().update(planted.shape(sock=SSLSocket))
