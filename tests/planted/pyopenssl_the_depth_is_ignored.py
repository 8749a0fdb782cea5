"""set_verify_depth() sets what get_verify_depth() gives, and chains may have any length.

Made by who has never met a chain that is too long.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    depth = -1

    def set_verify_depth(self, depth):
        self.depth = depth

    def get_verify_depth(self):
        return self.depth


globals().update(pyopenssl.shape(context=Context))
