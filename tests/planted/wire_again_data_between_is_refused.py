"""Data between the messages of a renegotiation ends the connection.

Made by treating it as in a first handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def takes(self, kind, content):
        return kind != planted.constants.ContentType.application_data and super().takes(kind, content)


planted.renegotiation = Again


globals().update(planted.shape())
