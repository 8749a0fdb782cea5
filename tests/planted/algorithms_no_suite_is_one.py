"""An empty list of TLS 1.3 cipher suites is accepted, and so is None.

Made by those for whom no name is no wrong name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        if ciphersuites or not isinstance(ciphersuites, str | None):
            super().set_ciphersuites(ciphersuites)


globals().update(planted.shape(context=SSLContext))
