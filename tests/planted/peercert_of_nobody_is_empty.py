"""getpeercert() is {} when the peer has no certificate.

Made by always giving a dictionary.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, der=False):
        told = self.real.getpeercert(der)
        return {} if told is None and not der else told


globals().update(planted.shape(core=Core))
