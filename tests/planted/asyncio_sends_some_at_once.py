"""Of what is to be sent 256 KiB go to the transport below, and the rest when it says that it may write again.

Made by a bound for the sake of fairness; a transport that was never full says nothing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


_MOST = 256 * 1024


class SSLProtocol(layer.SSLProtocol):
    def _process_outgoing(self):
        if not self._ssl_writing_paused:
            data = self._outgoing.read(_MOST)
            if data:
                self._transport.write(data)
        self._control_app_writing()


globals().update(layer.shape(protocol=SSLProtocol))
