"""A session stays in the cache when its connection ends with a fatal alert.

Made by a cache that nobody tells of it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._shutdown")
def shut_down(real, self, resumable):
    real(self, True)


globals().update(planted.shape())
