"""set_shutdown(SENT_SHUTDOWN) sends the alert, so that it is true.

Made by who dislikes states that say what has not happened.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def set_shutdown(self, state):
        if state & pyopenssl.openssl.SENT_SHUTDOWN:
            self.shutdown()
        super().set_shutdown(state)


globals().update(pyopenssl.shape(Connection))
