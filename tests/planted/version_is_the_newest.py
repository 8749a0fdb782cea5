"""version() tells the newest version supported, not the one spoken.

Made by adapters that ask the context instead of the connection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def version(self):
        return self.real.version() and "TLSv1.3"


globals().update(planted.shape(core=Core))
