"""getpeercert() gives b"" where there is no certificate.

Made by encoding whatever is there.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    def getpeercert(self):
        return super().getpeercert() or b""


globals().update(planted.shape(buffer=Buffer))
