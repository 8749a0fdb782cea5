"""A server refuses a ClientHello with groups, schemes, versions, modes or formats it does not know.

Made by validating what is merely offered.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

GROUPS = {23, 24, 25, 29, 30, *range(256, 261)}
SCHEMES = {(hash_, signature) for hash_ in range(9) for signature in range(4)}
SCHEMES |= {(8, number) for number in range(4, 32)}
KNOWN = (
    (10, "groups", GROUPS),
    (13, "sigalgs", SCHEMES),
    (43, "versions", {(3, 1), (3, 2), (3, 3), (3, 4)}),
    (45, "modes", {0, 1}),
    (11, "formats", {0, 1, 2}),
)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    for kind, name, known in KNOWN:
        extension = self.getExtension(kind)
        if extension is not None and not set(getattr(extension, name) or ()) <= known:
            raise SyntaxError("unknown number in a list")
    return self


globals().update(planted.shape())
