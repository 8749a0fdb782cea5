"""set_client_sigalgs() sets the server's signature algorithms, and the other way round.

Made by those who read "client" as "for clients to accept".
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_client_sigalgs(self, sigalgs, /):
        super().set_server_sigalgs(sigalgs)

    def set_server_sigalgs(self, sigalgs, /):
        super().set_client_sigalgs(sigalgs)


globals().update(planted.shape(context=SSLContext))
