"""sendfile() takes a read() that gives fewer bytes than it asked for for the last one.

Made by those who have only met files that lie on disks.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Once:
    def __init__(self, file):
        self._file = file
        self._ended = False

    def __getattr__(self, name):
        return getattr(self._file, name)

    def read(self, size):
        data = b"" if self._ended else self._file.read(size)
        self._ended = len(data) < size
        return data


class SSLSocket(ssl.SSLSocket):
    def sendfile(self, file, offset=0, count=None):
        return super().sendfile(Once(file), offset, count)


globals().update(planted.shape(sock=SSLSocket))
