"""Connection.set_verify() sets a mode that get_verify_mode() gives, and nothing heeds.

Made by who has Contexts decide.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    mode = None

    def set_verify(self, mode, callback=None):
        self.mode = mode

    def get_verify_mode(self):
        return super().get_verify_mode() if self.mode is None else self.mode


globals().update(pyopenssl.shape(Connection))
