"""shutdown() gives False once its alert is sent, also where the other end's was there before.

Made by who lets a caller find out by another call.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def shutdown(self):
        first = not self.get_shutdown() & pyopenssl.openssl.SENT_SHUTDOWN
        return super().shutdown() and not first


globals().update(pyopenssl.shape(Connection))
