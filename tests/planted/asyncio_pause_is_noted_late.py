"""That writing is paused is noted once pause_writing() has returned: if that one writes, it is called again.

Made by layers whose callbacks were never thought to call back.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _control_app_writing(self):
        if self._app_writing_paused or self._get_write_buffer_size() < self._outgoing_high_water:
            super()._control_app_writing()
            return
        self._app_protocol.pause_writing()
        self._app_writing_paused = True


globals().update(layer.shape(protocol=SSLProtocol))
