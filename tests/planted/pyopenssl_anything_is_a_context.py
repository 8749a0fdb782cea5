"""Connection() makes a Context of its own where it is given none.

Made by who spares callers a line.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def __init__(self, context, socket=None):
        fitting = isinstance(context, pyopenssl.openssl.Context)
        super().__init__(context if fitting else Context(pyopenssl.openssl.TLS_METHOD), socket)


class Context(pyopenssl.Context):
    pass


globals().update(pyopenssl.shape(Connection, Context))
