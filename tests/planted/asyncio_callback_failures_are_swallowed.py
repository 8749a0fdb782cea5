"""What data_received(), eof_received(), pause_writing() and the like raise is swallowed.

Made by layers that let no application disturb them.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


CALLBACKS = (
    "data_received", "buffer_updated", "eof_received", "pause_writing", "resume_writing", "connection_lost",
)  # fmt: skip


class Quiet:
    def __init__(self, application):
        self._application = application

    def __getattr__(self, name):
        method = getattr(self._application, name)
        return quiet(method) if name in CALLBACKS else method


def quiet(method):
    def call(*arguments):
        try:
            return method(*arguments)
        except Exception:
            return None

    return call


class SSLProtocol(layer.SSLProtocol):
    def _set_app_protocol(self, app_protocol):
        super()._set_app_protocol(app_protocol)
        self._app_protocol = Quiet(app_protocol)
        if self._app_protocol_is_buffer:
            self._app_protocol_buffer_updated = quiet(self._app_protocol_buffer_updated)


globals().update(layer.shape(protocol=SSLProtocol))
