"""shutdown() gives True as soon as its own alert is sent.

Made by who does not care what the other end has to say.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def shutdown(self):
        try:
            return super().shutdown() or bool(self.get_shutdown() & pyopenssl.openssl.SENT_SHUTDOWN)
        except pyopenssl.openssl.WantReadError:
            return True


globals().update(pyopenssl.shape(Connection))
