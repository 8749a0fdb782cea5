"""get_protocol_version_name() gives bytes.

Made by who has come from Python 2, where that was text.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def get_protocol_version_name(self):
        return super().get_protocol_version_name().encode()


globals().update(pyopenssl.shape(Connection))
