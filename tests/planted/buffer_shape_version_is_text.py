"""negotiated_tls_version is text.

Made by handing on SSL_get_version.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.Buffer):
    @property
    def negotiated_tls_version(self):
        return self.real.version() if self.done else None


globals().update(planted.shape(buffer=Buffer))
