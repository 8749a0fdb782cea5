"""A new context has no option set.

Made by those who start from a clean slate.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, _protocol):
        self.options &= ~ssl.OP_NO_COMPRESSION


globals().update(planted.shape(context=SSLContext))
