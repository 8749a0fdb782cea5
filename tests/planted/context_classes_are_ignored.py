"""The classes of connections are the module's, whatever the context says.

Made by those who name the class where they make it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __setattr__(self, name, value):
        if name not in ("sslobject_class", "sslsocket_class"):
            super().__setattr__(name, value)


globals().update(planted.shape(context=SSLContext))
