"""Records of a type that does not exist are passed over.

Made by leniency towards new protocols.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordSocket._recvHeader")
def receive(real, self):
    for result in self._sockRecvAll(5):
        if isinstance(result, int):
            yield result
        else:
            break
    yield planted.messages.RecordHeader3().parse(planted.utils.codec.Parser(result))


@planted.instead("recordlayer.RecordLayer.recvRecord")
def skip(real, self):
    while True:
        for result in real(self):
            if not isinstance(result, int) and result[0].type not in planted.constants.ContentType.all:
                break
            yield result


globals().update(planted.shape())
