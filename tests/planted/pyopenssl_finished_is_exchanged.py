"""get_finished() gives the message that was received, get_peer_finished() the one that was sent.

Made by who has read the two names from the other end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_finished(self):
        return super().get_peer_finished()

    def get_peer_finished(self):
        sent = super().get_finished()
        return sent and sent[::-1]


globals().update(pyopenssl.shape(Connection))
