"""A server refuses protocols whose names are no words.

Made by reading them as text.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ClientHello.parse")
def parse(real, self, parser):
    real(self, parser)
    extension = self.getExtension(16)
    names = extension.protocol_names if extension is not None else None
    if any(not bytes(name).isascii() or not bytes(name).decode().isprintable() for name in names or ()):
        raise SyntaxError("not a name")
    return self


globals().update(planted.shape())
