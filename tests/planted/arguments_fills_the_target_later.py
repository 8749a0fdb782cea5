"""Data that comes behind a read that waited goes into that read's buffer.

Made by completing an operation in the background.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    target = None

    def read(self, size, buffer=None):
        try:
            data = super().read(size, buffer)
        except ssl.SSLWantReadError:
            self.target = buffer
            raise
        if buffer is None and self.target is not None and data:
            self.target[:1] = data[:1]
        return data


globals().update(planted.shape(core=Core))
