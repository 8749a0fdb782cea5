"""A choice of signature algorithms is accepted and not kept.

Made by layers that store an option and never apply it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_client_sigalgs(self, sigalgs, /):
        pass

    def set_server_sigalgs(self, sigalgs, /):
        pass


globals().update(planted.shape(context=SSLContext))
