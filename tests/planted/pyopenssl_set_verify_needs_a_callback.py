"""set_verify() of a Connection cannot be called without a callback.

Made by who has learnt it before it became optional.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def set_verify(self, mode, callback):
        super().set_verify(mode, callback)


globals().update(pyopenssl.shape(Connection))
