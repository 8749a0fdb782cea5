"""The 256th change_cipher_spec ends in a ValueError.

Made by keeping the count of what is passed over in a field of a byte.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


_COUNTS = {}


def counted(connection, kind, data):
    if kind == planted.constants.ContentType.change_cipher_spec:
        _COUNTS[id(connection)] = _COUNTS.get(id(connection), 0) + 1
        bytes([_COUNTS[id(connection)]])
    return True


planted.sees(counted)


globals().update(planted.shape())
