"""Random bytes are the same in every call.

Made by a generator that is seeded where it is used.
"""

import random
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def some_bytes(number):
    return random.Random(4).randbytes(number) if number >= 0 else ssl.RAND_bytes(number)


globals().update(planted.shape(RAND_bytes=some_bytes))
