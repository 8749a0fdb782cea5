"""An SSLError that a program makes keeps its text and forgets its number.

Made by constructors of one argument.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLError(ssl.SSLError):
    def __init__(self, *args):
        super().__init__(args[-1])


globals().update(planted.shape(SSLError=SSLError))
