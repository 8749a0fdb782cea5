"""A server passes over data between the messages of an answer after the handshake.

Made by reading on until what it waits for comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._getMsg")
def receive(real, self, expected, secondary=None, constructor=None):
    kinds = planted.constants.HandshakeType
    if self.closed or secondary not in (kinds.certificate_verify, kinds.finished):
        yield from real(self, expected, secondary, constructor)
        return
    data, handshake = planted.constants.ContentType.application_data, expected
    for _ in range(9):
        for result in real(self, (handshake, data), secondary, constructor):
            if isinstance(result, int):
                yield result
                continue
            break
        if not isinstance(result, planted.messages.ApplicationData):
            yield result
            return


globals().update(planted.shape())
