"""getpeercert() before the handshake is {}, or None for the DER form.

Made by those who expect nobody to ask so early.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, der=False):
        if self.real.version() is None:
            return None if der else {}
        return self.real.getpeercert(der)


globals().update(planted.shape(core=Core))
