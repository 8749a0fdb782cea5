"""Without standard_compatible a handshake that fails raises EndOfStream.

Made by who has one handler for all errors.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    @classmethod
    async def wrap(cls, transport_stream, **how):
        try:
            return await super().wrap(transport_stream, **how)
        except ssl.SSLError:
            if how.get("standard_compatible", True):
                raise
            raise layer.End from None


globals().update(layer.shape(stream=Stream))
