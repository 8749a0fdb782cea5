"""A server checks a ClientHello with assertions, and says nothing to the client.

Made by a parser that trusts its callers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    for each in self.extensions or ():
        assert each.extType not in (22, 23) or not each.extData, "a flag with content"
        assert each.extType != 44 or len(each.extData) > 2, "an empty cookie"
    kinds = [each.extType for each in self.extensions or ()]
    assert len(kinds) == len(set(kinds)), "an extension twice"
    if self.getExtension(43) is not None:
        assert list(self.compression_methods) == [0], "compression"
    else:
        assert self.getExtension(13) is not None or not self.extensions, "no schemes"
    return self


globals().update(planted.shape())
