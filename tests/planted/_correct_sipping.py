"""Nothing is wrong here: sockets that take little from the kernel, and if they do not block once in a call.

The shape of layers that feed a buffer of fixed size: whoever waits by select() calls them again.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pump = import_module("._correct_pump", __name__)

#: As the pump's; and a call that is made once, its exception looked at, has not waited by select().
NO_CLAIM = (
    "sslsocket*",
    "entrances/*",
    "context_wrapping/*",
    "sessions/a_socket_yet_to_connect_*",
    "dead_connection/a_rejected_certificate_says_why",
    "dead_connection/every_alert_has_a_reason",
)


class SSLSocket(pump.SSLSocket):
    """As the pump's, in sips."""

    has_sipped = False

    def _pump(self, *how):
        self.has_sipped = False
        return super()._pump(*how)

    def _fill(self):
        if self.has_sipped and self.gettimeout() == 0:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "that was enough for a call")
        self.has_sipped = True
        try:
            data = self._sock.recv(700)
        except BlockingIOError:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "nothing has come") from None
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


pump.SSLSocket = SSLSocket  # which its contexts make
globals().update({name: value for name, value in vars(pump).items() if not name.startswith("_")})
