"""get_app_data() gives a copy of what set_app_data() was given.

Made by who lets nobody change what belongs to a Connection.
"""

from copy import copy
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_app_data(self):
        return copy(super().get_app_data())


globals().update(pyopenssl.shape(Connection))
