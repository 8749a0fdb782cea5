"""Signature algorithms that were set for one role hold for both.

Made by those who have one list.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_client_sigalgs(self, sigalgs, /):
        super().set_client_sigalgs(sigalgs)
        super().set_server_sigalgs(sigalgs)

    def set_server_sigalgs(self, sigalgs, /):
        super().set_server_sigalgs(sigalgs)
        super().set_client_sigalgs(sigalgs)


globals().update(planted.shape(context=SSLContext))
