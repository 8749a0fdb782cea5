"""shutdown returns as soon as its own closure alert is written.

Made by calling SSL_shutdown once.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def shutdown(self):
        try:
            super().shutdown()
        except planted.WantReadError:
            return


globals().update(planted.shape(buffer=Buffer))
