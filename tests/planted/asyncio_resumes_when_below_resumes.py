"""Writing is paused while more waits than the mark, and resumed only when the transport below resumes.

Made by layers that think it was always the transport below which made them wait.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _write_appdata(self, list_of_data):
        data = list(list_of_data)
        if sum(map(len, data)) > self._outgoing_high_water and not self._app_writing_paused:
            self._app_writing_paused = True
            self._app_protocol.pause_writing()
        super()._write_appdata(data)

    def _control_app_writing(self, *, below=False):
        if below or not self._app_writing_paused:
            super()._control_app_writing()

    def resume_writing(self):
        super().resume_writing()
        self._control_app_writing(below=True)


globals().update(layer.shape(protocol=SSLProtocol))
