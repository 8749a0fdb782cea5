"""change_cipher_spec before there is a version ends in an AssertionError.

Made by who never saw one come so early.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


def expected(connection, kind, data):
    if kind == planted.constants.ContentType.change_cipher_spec:
        assert connection.version > (3, 1), "no version yet"
    return True


planted.sees(expected)


globals().update(planted.shape())
