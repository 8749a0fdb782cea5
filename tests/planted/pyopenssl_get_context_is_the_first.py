"""get_context() gives the Context that the Connection was made of, also after set_context().

Made by who keeps it for the callbacks.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def __init__(self, context, socket=None):
        super().__init__(context, socket)
        self.first = context

    def get_context(self):
        return self.first


globals().update(pyopenssl.shape(Connection))
