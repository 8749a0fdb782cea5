"""After pause_writing() resume_writing() is never called.

Made by layers that look at the mark only when something is written.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _control_app_writing(self):
        if not self._app_writing_paused:
            super()._control_app_writing()


globals().update(layer.shape(protocol=SSLProtocol))
