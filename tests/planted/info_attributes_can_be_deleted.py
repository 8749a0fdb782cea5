"""Deleting an attribute of a connection is accepted, and nothing is said.

Made by properties with a deleter for tidiness' sake.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def __delattr__(self, name):
        pass


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
