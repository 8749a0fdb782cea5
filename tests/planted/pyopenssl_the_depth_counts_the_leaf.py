"""set_verify_depth() counts the certificate itself among those of its chain.

Made by who counts certificates where authorities between are meant.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_verify_depth(self, depth):
        super().set_verify_depth(depth - 1)

    def get_verify_depth(self):
        return super().get_verify_depth() + 1


globals().update(pyopenssl.shape(context=Context))
