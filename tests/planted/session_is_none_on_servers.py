"""A server has no session.

Made by those who see sessions as the client's affair.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    @property
    def session(self):
        return None if self.real.owner.server_side else self.real.session

    @session.setter
    def session(self, value):
        self.real.session = value


globals().update(planted.shape(core=Core))
