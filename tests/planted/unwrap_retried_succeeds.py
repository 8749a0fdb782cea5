"""unwrap() that had to wait says at the second call that it is done.

Made by flags set when closing starts and read as closing done.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    begun = False

    def shutdown(self):
        if self.begun:
            return None
        self.begun = True
        return super().shutdown()


globals().update(planted.shape(core=Core))
