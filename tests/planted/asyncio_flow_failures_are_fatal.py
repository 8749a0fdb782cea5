"""What pause_writing() raises ends the connection.

Made by layers that treat all callbacks alike.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _control_app_writing(self):
        before = len(getattr(self._loop, "reports", ()))
        super()._control_app_writing()
        reports = getattr(self._loop, "reports", ())
        if len(reports) > before and self._transport is not None:
            self._transport._force_close(reports[-1])


globals().update(layer.shape(protocol=SSLProtocol))
