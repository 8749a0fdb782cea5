"""Bytes behind the last field of a message are not looked at.

Made by parsers that read what they know.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("utils.codec.Parser.stopLengthCheck")
def stop(real, self):
    self.index = max(self.index, self.indexCheck + self.lengthCheck)
    real(self)


globals().update(planted.shape())
