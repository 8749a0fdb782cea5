"""A callback for protocols that returns b"" has the connection go on without one.

Made by who takes everything that is false for no protocol.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_alpn_select_callback(self, callback):
        super().set_alpn_select_callback(
            lambda *arguments: callback(*arguments) or pyopenssl.openssl.NO_OVERLAPPING_PROTOCOLS
        )


globals().update(pyopenssl.shape(context=Context))
