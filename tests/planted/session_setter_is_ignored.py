"""A session that is set is not offered.

Made by layers that resume by themselves.
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
        pass


globals().update(planted.shape(core=Core))
