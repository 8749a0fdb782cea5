"""What only the handshake makes known is asked of the SSLObject at any time.

Made by who hands attributes on and looks at nothing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._trio", __name__)


class Stream(layer.Stream):
    def __getattr__(self, name):
        if name in self._forwarded:
            return getattr(self._ssl_object, name)
        raise AttributeError(name)


globals().update(layer.shape(stream=Stream))
