"""A call after a fatal error blocks for ever.

Made by locks that are not released when an exception passes.
"""

import ssl
import threading
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def __init__(self, *parts):
        super().__init__(*parts)
        self.lock = threading.Lock()

    def take(self, size):
        self.lock.acquire()
        try:
            data = super().take(size)
        except ssl.SSLError as error:
            if not planted.fatal(error):
                self.lock.release()
            raise
        self.lock.release()
        return data


globals().update(planted.shape(core=Core))
