"""A change_cipher_spec record is one whatever it holds.

Made by looking at the type of the record alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ChangeCipherSpec.parse")
def parse(real, self, parser):
    real(self, parser)
    self.type = 1
    return self


globals().update(planted.shape())
