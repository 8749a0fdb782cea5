"""When one connection has failed all others of its context fail.

Made by using an error queue that several connections share.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_broken = set()


class Core(planted.Core):
    def take(self, size):
        if self.real.context in _broken and self.real.version():
            raise ssl.SSLError(1, "an error was left in the queue")
        try:
            return self.real.read(size)
        except ssl.SSLError as error:
            if planted.fatal(error):
                _broken.add(self.real.context)
            raise


globals().update(planted.shape(core=Core))
