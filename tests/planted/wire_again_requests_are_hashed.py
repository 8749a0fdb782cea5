"""A HelloRequest to a client that is negotiating is ignored, and hashed.

Made by hashing every handshake message as it comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def takes(self, kind, content):
        taken = super().takes(kind, content)
        if taken and kind == planted.constants.ContentType.handshake:
            self._connection._handshake_hash.update(content)
        return taken


planted.renegotiation = Again


globals().update(planted.shape())
