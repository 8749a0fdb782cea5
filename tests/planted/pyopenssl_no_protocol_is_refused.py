"""NO_OVERLAPPING_PROTOCOLS ends the connection, as b"" does.

Made by who has read RFC 7301 and not the docs.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_alpn_select_callback(self, callback):
        def choosing(*arguments):
            chosen = callback(*arguments)
            return b"" if chosen is pyopenssl.openssl.NO_OVERLAPPING_PROTOCOLS else chosen

        super().set_alpn_select_callback(choosing)


globals().update(pyopenssl.shape(context=Context))
