"""makefile() makes a binary file whatever the mode.

Made by wrappers that know one kind of file.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def makefile(self, mode="r", buffering=None, **how):
        return super().makefile(mode.replace("b", "") + "b", buffering)


globals().update(planted.shape(sock=SSLSocket))
