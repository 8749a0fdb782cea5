"""A choice of TLS 1.3 cipher suites is accepted and not kept.

Made by layers that store an option and never apply it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        pass


globals().update(planted.shape(context=SSLContext))
