"""getpeercert() gives None, as if the peer had shown none.

Made by adapters that fill the certificate in only on request.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def getpeercert(self, binary_form=False):
        return None


globals().update(planted.shape(core=Core))
