"""Once unwrap() is done, reads and writes raise AttributeError.

Made by objects that set their connection to None and go on using it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    gone = False

    def shutdown(self):
        result = super().shutdown()
        self.gone = True
        return result

    def take(self, size):
        if self.gone:
            raise AttributeError("'NoneType' object has no attribute 'read'")
        return super().take(size)

    def write(self, data):
        if self.gone:
            raise AttributeError("'NoneType' object has no attribute 'write'")
        return super().write(data)


globals().update(planted.shape(core=Core))
