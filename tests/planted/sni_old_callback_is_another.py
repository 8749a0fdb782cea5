"""set_servername_callback() leaves the sni_callback in force, if there is one.

Made by keeping the old way beside the new one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_servername_callback(self, callback):
        if self.sni_callback is None or callback is None:
            super().set_servername_callback(callback)


globals().update(planted.shape(context=SSLContext))
