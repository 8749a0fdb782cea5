"""Cancelling the future of start_tls() leaves the handshake going, and the socket open.

Made by who gives out a future of its own.
"""

import asyncio
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Plain(layer.Plain):
    def start_tls(self, *args, **kwargs):
        return asyncio.ensure_future(asyncio.shield(super().start_tls(*args, **kwargs)))


globals().update(layer.shape(plain=Plain))
