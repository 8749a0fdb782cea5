"""group() raises ValueError while there is no connection.

Made by those who have seen getpeercert().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class Core(planted.Core):
    def group(self):
        if not self.established:
            raise ValueError("handshake not done yet")
        return super().group()


globals().update(planted.shape(core=Core))
