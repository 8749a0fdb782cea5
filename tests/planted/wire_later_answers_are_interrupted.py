"""A client sends data between the messages of an answer after the handshake.

Made by writing whatever is due between any two messages.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._sendMsgs")
def send(real, self, messages):
    for message in messages:
        yield from real(self, [message])
        if not self.closed:
            yield from self._sendMsg(planted.messages.ApplicationData().create(bytearray(b"due")))


globals().update(planted.shape())
