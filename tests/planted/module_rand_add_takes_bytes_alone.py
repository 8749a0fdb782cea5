"""Text cannot be mixed into the randomness.

Made by those who came after Python 2.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def mix_in(seed, entropy):
    ssl.RAND_add(bytes(seed), entropy)


globals().update(planted.shape(RAND_add=mix_in))
