"""verify_client_post_handshake() sends the request itself.

Made by flushing after every call.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def verify_client_post_handshake(self):
        self.real.verify_client_post_handshake()
        self.real.do_handshake()


globals().update(planted.shape(core=Core))
