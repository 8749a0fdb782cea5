"""A server takes a session that is set, and does nothing with it.

Made by not asking for the role.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    @property
    def session(self):
        return self.real.session

    @session.setter
    def session(self, value):
        if not self.real.owner.server_side:
            self.real.session = value


globals().update(planted.shape(core=Core))
