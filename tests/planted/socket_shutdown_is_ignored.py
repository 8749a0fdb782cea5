"""shutdown() does nothing.

Made by layers that know only close().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def shutdown(self, how):
        return None


globals().update(planted.shape(sock=SSLSocket))
