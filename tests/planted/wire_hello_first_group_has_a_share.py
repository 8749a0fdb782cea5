"""A server refuses a ClientHello without a share for its first group.

Made by looking nowhere else, and by never asking for another.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    shares = self.getExtension(51)
    if (
        shares is not None
        and [each.group for each in shares.client_shares][:1] != self.getExtension(10).groups[:1]
    ):
        raise SyntaxError("no share for the first group")
    return self


globals().update(planted.shape())
