"""A server tells clients that ask for a name it does not know by a warning.

Made by following the RFC before the last one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._serverGetClientHello")
def get_client_hello(real, self, *args):
    for result in real(self, *args):
        if result not in (0, 1):
            name = result[0].server_name
            if name and name != b"localhost":
                alert = planted.messages.Alert().create(112, planted.constants.AlertLevel.warning)
                yield from self._sendMsg(alert)
        yield result


globals().update(planted.shape())
