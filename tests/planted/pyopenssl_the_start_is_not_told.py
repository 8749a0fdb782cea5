"""The callback for information is not called before the handshake has come somewhere.

Made by who tells of results.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_info_callback(self, callback):
        def telling(connection, where, result):
            if where != pyopenssl.openssl.SSL_CB_HANDSHAKE_START:
                callback(connection, where, result)

        super().set_info_callback(telling)


globals().update(pyopenssl.shape(context=Context))
