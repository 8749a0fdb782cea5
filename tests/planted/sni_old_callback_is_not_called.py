"""A function registered by set_servername_callback() is never called.

Made by those who implement the newer of two names for one thing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_servername_callback(self, server_name_callback):
        if server_name_callback is not None and not callable(server_name_callback):
            raise TypeError("not a callable object")


globals().update(planted.shape(context=SSLContext))
