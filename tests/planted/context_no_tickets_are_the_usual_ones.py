"""A server that is told to send no tickets sends as many as one that is told nothing.

Made by those who write `number or default`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def num_tickets(self):
        return super().num_tickets

    @num_tickets.setter
    def num_tickets(self, value):
        planted.SSLContext.num_tickets.__set__(self, 2 if value == 0 else value)


globals().update(planted.shape(context=SSLContext))
