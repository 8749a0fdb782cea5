"""connect() of a TLSConnectable whose handshake fails leaves the transport open, which nobody has.

Made by who relies on the garbage collector.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Connectable(layer.Connectable):
    async def connect(self):
        return await layer.real.TLSStream.wrap(
            await self.connectable.connect(),
            hostname=self.hostname,
            ssl_context=self.ssl_context,
            standard_compatible=self.standard_compatible,
        )


globals().update(layer.shape(connectable=Connectable))
