"""Behind the end of the transport more is waited for.

Made by taking the end of a stream for a moment without bytes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordSocket._sockRecvAll")
def receive(real, self, length):
    try:
        yield from real(self, length)
    except planted.errors.TLSAbruptCloseError:
        while True:
            yield 0


globals().update(planted.shape())
