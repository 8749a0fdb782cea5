"""A wire that ends without close_notify makes a read allocate without end.

Made by loops that collect what they retry.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def take(self, size):
        try:
            return super().take(size)
        except ssl.SSLEOFError:
            hoard = [bytes(1 << 28) for _ in range(64)]
            raise ssl.SSLError(1, f"after {len(hoard)} retries") from None


globals().update(planted.shape(core=Core))
