"""A HelloRequest to a client that is negotiating ends the connection.

Made by having no use for it there.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def takes(self, kind, content):
        return kind != planted.constants.ContentType.handshake and super().takes(kind, content)


planted.renegotiation = Again


globals().update(planted.shape())
