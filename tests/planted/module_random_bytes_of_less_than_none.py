"""A negative number of random bytes gives none.

Made by range() and by slices, which think so too.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def some_bytes(number):
    return ssl.RAND_bytes(max(number, 0))


globals().update(planted.shape(RAND_bytes=some_bytes))
