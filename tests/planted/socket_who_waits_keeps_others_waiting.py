"""Connections of one context read one at a time: a lock is held for as long as a call waits.

Made by taking the contexts of a TLS library to be unsafe in threads. Who waits too long for the lock gives
up, so that nothing hangs.
"""

import ssl
import threading
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

TURN = threading.Lock()


class SSLSocket(ssl.SSLSocket):
    """Reads when it is its turn."""

    def recv(self, buflen=1024, flags=0):
        """One at a time."""
        if not TURN.acquire(timeout=0.2):
            raise TimeoutError("the read operation timed out")
        try:
            return super().recv(buflen, flags)
        finally:
            TURN.release()


globals().update(planted.shape(sock=SSLSocket))
