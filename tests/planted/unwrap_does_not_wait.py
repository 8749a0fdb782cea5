"""unwrap() returns before the peer's close_notify has come.

Made by layers that send their alert and forget about the answer.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def shutdown(self):
        try:
            return super().shutdown()
        except ssl.SSLWantReadError:
            return None


globals().update(planted.shape(core=Core))
