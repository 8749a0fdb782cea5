"""shutdown(SHUT_WR) of an SSLSocket sends a closure alert and leaves the socket as it is.

Made by taking the two shutdowns, of TLS and of sockets, for one.
"""

import ssl
from importlib import import_module
from pathlib import Path
from socket import SHUT_WR

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    """Ends TLS alone."""

    def shutdown(self, how):
        """A closure alert, for the half that writes."""
        if how != SHUT_WR or self._sslobj is None:
            super().shutdown(how)
            return
        timeout = self.gettimeout()
        self.setblocking(False)
        try:
            self._sslobj.shutdown()
        except (ssl.SSLError, OSError):
            pass  # it waits for the answer, which is read later
        finally:
            self.settimeout(timeout)


globals().update(planted.shape(sock=SSLSocket))
