"""set_context() has get_context() give the new Context, and the certificate stays the old one.

Made by who keeps two of everything, one of which OpenSSL knows.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def set_context(self, context):
        self._context = context


globals().update(pyopenssl.shape(Connection))
