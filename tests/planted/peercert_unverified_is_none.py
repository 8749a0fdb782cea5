"""getpeercert() of an unverified certificate is None, as if there were none.

Made by taking an empty dictionary for nothing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, der=False):
        return self.real.getpeercert(der) or None


globals().update(planted.shape(core=Core))
