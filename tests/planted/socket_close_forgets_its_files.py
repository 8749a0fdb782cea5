"""close() closes the descriptor although a file of makefile() is open.

Made by wrappers that count no references.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def close(self):
        super().close()
        self._real_close()


globals().update(planted.shape(sock=SSLSocket))
