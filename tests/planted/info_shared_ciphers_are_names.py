"""shared_ciphers() lists names in place of tuples.

Made by those who need no more themselves.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def shared_ciphers(self):
        shared = self.real.shared_ciphers()
        return shared and [each[0] for each in shared]


globals().update(planted.shape(core=Core))
