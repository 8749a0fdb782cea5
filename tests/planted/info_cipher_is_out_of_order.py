"""cipher() gives name, bits and protocol in this order.

Made by handing on the library's own structure.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def cipher(self):
        told = self.real.cipher()
        return told and (told[0], told[2], told[1])


globals().update(planted.shape(core=Core))
