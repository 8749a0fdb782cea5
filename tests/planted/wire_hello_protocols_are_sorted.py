"""A client sends its protocols in alphabetical order.

Made by keeping them in a set.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("extensions.ALPNExtension.create")
def create(real, self, names=None):
    return real(self, names and sorted(names, key=bytes))


globals().update(planted.shape())
