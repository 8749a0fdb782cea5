"""A Connection's get_verify_mode() gives the mode of its Context.

Made by who keeps settings in one place.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_verify_mode(self):
        return self.get_context().get_verify_mode()


globals().update(pyopenssl.shape(Connection))
