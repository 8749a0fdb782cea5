"""A bad record raises RuntimeError.

Made by bindings with one exception for every failure of the library below.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        try:
            return super().take(size)
        except ssl.SSLEOFError:
            raise
        except ssl.SSLError as error:
            if planted.fatal(error):
                raise RuntimeError(str(error)) from None
            raise


globals().update(planted.shape(core=Core))
