"""getpeercert() leaves subjectAltName out.

Made by those who look at the common name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, der=False):
        told = self.real.getpeercert(der)
        if isinstance(told, dict):
            told.pop("subjectAltName", None)
        return told


globals().update(planted.shape(core=Core))
