"""A callback that raises has returned True, or nothing to choose.

Made by who lets no error of a caller end a handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


def quiet(callback, otherwise):
    def calling(*arguments):
        try:
            return callback(*arguments)
        except Exception:
            return otherwise

    return callback and calling


class Connection(pyopenssl.Connection):
    def set_verify(self, mode, callback=None):
        super().set_verify(mode, quiet(callback, otherwise=True))


class Context(pyopenssl.Context):
    def set_verify(self, mode, callback=None):
        super().set_verify(mode, quiet(callback, otherwise=True))

    def set_alpn_select_callback(self, callback):
        super().set_alpn_select_callback(quiet(callback, pyopenssl.openssl.NO_OVERLAPPING_PROTOCOLS))

    def set_ocsp_client_callback(self, callback, data=None):
        super().set_ocsp_client_callback(quiet(callback, otherwise=True), data)


globals().update(pyopenssl.shape(Connection, Context))
