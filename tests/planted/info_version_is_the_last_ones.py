"""version() and cipher() tell of the last connection of the context until there is an own one.

Made by keeping in the context what belongs to a connection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_last = {}


class Core(planted.Core):
    def _told(self, name):
        told = getattr(self.real, name)()
        if told is not None:
            _last[self.real.context, name] = told
        return _last.get((self.real.context, name))

    def version(self):
        return self._told("version")

    def cipher(self):
        return self._told("cipher")


globals().update(planted.shape(core=Core))
