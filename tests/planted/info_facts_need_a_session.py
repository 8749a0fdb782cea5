"""session raises ValueError until the handshake is done.

Made by following the example of getpeercert().
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    @property
    def session(self):
        if self.real.version() is None:
            raise ValueError("handshake not done yet")
        return self.real.session

    @session.setter
    def session(self, value):
        self.real.session = value


globals().update(planted.shape(core=Core))
