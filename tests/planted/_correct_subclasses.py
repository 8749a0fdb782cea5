"""Nothing is wrong here: subclasses of `ssl`'s own classes, hooked in where the documentation says.

The shape of libraries that add logging or counters to `ssl` (sslobject_class and sslsocket_class).
"""

import ssl
from ssl import *  # noqa: F403 -- the shape of the module is that of ssl


class Counted:
    """Counts calls, and changes nothing."""

    calls = 0

    def read(self, *args, **kwargs):
        """Counted."""
        self.calls += 1
        return super().read(*args, **kwargs)

    def write(self, *args, **kwargs):
        """Counted."""
        self.calls += 1
        return super().write(*args, **kwargs)

    def do_handshake(self, *args, **kwargs):
        """Counted."""
        self.calls += 1
        return super().do_handshake(*args, **kwargs)

    def unwrap(self):
        """Counted."""
        self.calls += 1
        return super().unwrap()


class SSLObject(Counted, ssl.SSLObject):
    """Over memory BIOs."""


class SSLSocket(Counted, ssl.SSLSocket):
    """Over a socket."""

    def send(self, *args, **kwargs):
        """Counted."""
        self.calls += 1
        return super().send(*args, **kwargs)


class SSLContext(ssl.SSLContext):
    """Makes the counted kinds."""

    sslobject_class = SSLObject
    sslsocket_class = SSLSocket
