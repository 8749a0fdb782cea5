"""A write that had to wait for room is sent a second time when it is continued.

Made by loops that finish the old record and then start with the same data again.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    waited = False

    def write(self, data):
        try:
            count = super().write(data)
        except ssl.SSLWantWriteError:
            self.waited = True
            raise
        if self.waited:
            self.waited = False
            with suppress(ssl.SSLWantWriteError):
                super().write(data[:count])
        return count


globals().update(planted.shape(core=Core))
