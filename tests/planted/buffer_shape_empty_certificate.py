"""A Certificate and a PrivateKey of nothing are taken for ones to come.

Made by optional arguments.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Certificate(planted.Certificate):
    def __init__(self, path=None):
        self.path = path


class PrivateKey(planted.PrivateKey):
    def __init__(self, path=None):
        self.path = path


globals().update(planted.shape(Certificate=Certificate, PrivateKey=PrivateKey))
