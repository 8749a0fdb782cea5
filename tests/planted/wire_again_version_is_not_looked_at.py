"""A client that renegotiates does not look at the version of the ServerHello.

Made by knowing it already.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def received(self, message):
        if self.under_way and isinstance(message, planted.messages.ServerHello):
            message.extensions = [each for each in message.extensions if each.extType != 43]
            message.server_version = (3, 3)
        yield from super().received(message)


planted.renegotiation = Again


globals().update(planted.shape())
