"""A write that waits for room is told to be done.

Made by wrappers that take want-write for success.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        try:
            return super().write(data)
        except ssl.SSLWantWriteError:
            return len(data)


globals().update(planted.shape(core=Core))
