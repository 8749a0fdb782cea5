"""Timeouts of no time or less are taken for none.

Made by layers that ask `if timeout > 0`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def __init__(self, *arguments, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, **how):
        super().__init__(
            *arguments,
            ssl_handshake_timeout=ssl_handshake_timeout if (ssl_handshake_timeout or 0) > 0 else None,
            ssl_shutdown_timeout=ssl_shutdown_timeout if (ssl_shutdown_timeout or 0) > 0 else None,
            **how,
        )


globals().update(layer.shape(protocol=SSLProtocol))
