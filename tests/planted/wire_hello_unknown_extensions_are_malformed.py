"""A server refuses a ClientHello with an extension it does not know.

Made by looking every one of them up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    kinds = planted.constants.ExtensionType
    if any(kinds.toRepr(each.extType) is None for each in self.extensions or ()):
        raise SyntaxError("unknown extension")
    return self


globals().update(planted.shape())
