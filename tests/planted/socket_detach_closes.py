"""detach() closes the connection and gives a number that is another's.

Made by wrappers that own a duplicate.
"""

import os
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def detach(self):
        number = super().detach()
        os.close(number)
        return number


globals().update(planted.shape(sock=SSLSocket))
