"""A shutdown() that waits is done when the wire ends, whether an alert has come or not.

Made by who thinks that nobody can say goodbye on a wire that is gone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def shutdown(self):
        try:
            return super().shutdown()
        except pyopenssl.openssl.SysCallError:
            return True


globals().update(pyopenssl.shape(Connection))
