"""get_state_string() gives for ever what it gave first.

Made by who keeps what costs a call.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    state = None

    def get_state_string(self):
        self.state = self.state or super().get_state_string()
        return self.state


globals().update(pyopenssl.shape(Connection))
