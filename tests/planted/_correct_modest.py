"""Nothing is wrong here: no ALPN and no tickets, one group for servers, and values of classes of its own.

What no document promises is otherwise than in CPython: a constant denies ALPN, a server asks for the group
that is mandatory (RFC 8446 section 9.1), and what is bytes or a number is so by inheritance.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Bytes(bytes):
    """Bytes of its own."""


class Count(int):
    """A number of its own."""


class Core(planted.Core):
    """Gives such values."""

    def take(self, size):
        """As above."""
        return Bytes(self.real.read(size))

    def write(self, data):
        """As above."""
        return Count(self.real.write(data))


class SSLContext(planted.SSLContext):
    """A server has one group, and gives no tickets unless it is told to."""

    def __init__(self, protocol):
        if protocol == ssl.PROTOCOL_TLS_SERVER:
            self.set_ecdh_curve("prime256v1")
            self.num_tickets = 0

    def set_alpn_protocols(self, alpn_protocols):
        """Not here."""
        raise NotImplementedError("there is no ALPN")


globals().update(planted.shape(core=Core, context=SSLContext, HAS_ALPN=False))
