"""SigningChain of no intermediates has None for its chain.

Made by leaving out the default.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class SigningChain(planted.SigningChain):
    def __init__(self, leaf, chain=None):
        super().__init__(leaf)
        self.chain = chain


globals().update(planted.shape(SigningChain=SigningChain))
