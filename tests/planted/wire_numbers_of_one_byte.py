"""The sequence number of records sent wraps at 256.

Made by a counter of one byte.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer._encryptThenSeal")
def seal(real, self, buf, content_type):
    self._writeState.seqnum %= 256
    return real(self, buf, content_type)


globals().update(planted.shape())
