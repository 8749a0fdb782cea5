"""getpeercert() makes a name of every part of a name.

Made by those who have never met a name of two parts.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, der=False):
        told = self.real.getpeercert(der)
        if isinstance(told, dict) and "subject" in told:
            told["subject"] = tuple((part,) for name in told["subject"] for part in name)
        return told


globals().update(planted.shape(core=Core))
