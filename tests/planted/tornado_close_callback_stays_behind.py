"""start_tls() leaves the close callback with the stream that is no more.

Made by who makes a new object and copies what comes to mind.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Plain(layer.Plain):
    def start_tls(self, *args, **kwargs):
        self._close_callback = None
        return super().start_tls(*args, **kwargs)


globals().update(layer.shape(plain=Plain))
