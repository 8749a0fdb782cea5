"""The callback for certificates gets depth and error number in the other order.

Made by who goes by the order of X509_STORE_CTX's functions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_verify(self, mode, callback=None):
        def ordered(connection, certificate, error, depth, ok):
            return callback(connection, certificate, depth, error, ok)

        super().set_verify(mode, callback and ordered)


globals().update(pyopenssl.shape(context=Context))
