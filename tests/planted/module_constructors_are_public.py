"""SSLObject() and SSLSocket() make objects that belong to no context.

Made by classes whose arguments all have defaults.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(ssl.SSLObject):
    def __init__(self, context=None):
        self.of = context


class SSLSocket(ssl.SSLSocket):
    def __init__(self, context=None):
        self.of = context


globals().update(planted.shape(SSLObject=SSLObject, sock=SSLSocket))
