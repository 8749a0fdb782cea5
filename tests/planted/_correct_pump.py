"""Nothing is wrong here: wrappers that are no subclasses, and sockets pumped through memory BIOs.

The shape of layers that run TLS over any stream: an SSLObject, two MemoryBIOs, and a loop that moves
bytes between them and the socket (urllib3's SSLTransport, trio's SSLStream).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

# The constants and exceptions; the classes are this module's own, below.
globals().update({name: value for name, value in vars(ssl).items() if not name.startswith("_")})
MemoryBIO = planted.MemoryBIO

FACTS = (
    "version", "cipher", "selected_alpn_protocol", "getpeercert", "get_channel_binding", "compression",
    "session_reused", "session", "pending",
)  # fmt: skip


class SSLObject:
    """TLS between two MemoryBIOs."""

    def __init__(self, real):
        self._real = real

    def read(self, size=1024, buffer=None):
        """As `ssl.SSLObject.read`."""
        return self._real.read(size) if buffer is None else self._real.read(size, buffer)

    def write(self, data):
        """As `ssl.SSLObject.write`."""
        return self._real.write(data)

    def do_handshake(self):
        """As `ssl.SSLObject.do_handshake`."""
        self._real.do_handshake()

    def unwrap(self):
        """As `ssl.SSLObject.unwrap`."""
        self._real.unwrap()


class SSLSocket:
    """TLS over a socket, by way of two MemoryBIOs."""

    def __init__(self, sock, context, **how):
        self._sock = sock
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._real = context.wrap_bio(self._incoming, self._outgoing, **how)
        self._unsent = b""
        self._accepted = None
        self._unwrapped = False

    def settimeout(self, value):
        """The socket's."""
        self._sock.settimeout(value)

    def fileno(self):
        """The socket's."""
        return self._sock.fileno()

    def close(self):
        """Drop the transport."""
        self._sock.close()

    def do_handshake(self):
        """Pumped; done when the last flight is on its way."""
        self._pump(self._flush, self._real.do_handshake)
        self._flush()

    def recv(self, size):
        """Pumped; output that finds no room leaves with a later call."""
        return self._pump(self._flush_some, self._real.read, size)

    def recv_into(self, buffer, size=None):
        """Pumped, into the buffer."""
        return self._pump(self._flush_some, self._real.read, size or len(buffer), buffer)

    def send(self, data):
        """One record at most; a call that lacks room is continued by the next one, with the same data."""
        if not data:
            return 0
        if self._accepted is None:
            self._flush()
            self._accepted = self._pump(self._flush, self._real.write, data[:16384])
        if len(data) < self._accepted:
            raise ssl.SSLError(1, "bad length")
        self._flush()
        accepted, self._accepted = self._accepted, None
        return accepted

    def unwrap(self):
        """Pumped; the bare socket comes back, once."""
        if self._unwrapped:
            raise ValueError("there is no TLS around it any more")
        self._pump(self._flush, self._real.unwrap)
        self._flush()
        self._unwrapped = True
        return self._sock

    def _pump(self, flush, method, *arguments):
        """Call until it needs no more bytes; `flush` says whether its output must leave before it waits."""
        while True:
            try:
                result = method(*arguments)
            except ssl.SSLWantReadError:
                flush()
                self._fill()
            except ssl.SSLError:
                self._flush_some()
                raise
            else:
                self._flush_some()
                return result

    def _fill(self):
        try:
            data = self._sock.recv(65536)
        except BlockingIOError:
            raise ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "nothing has come") from None
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    def _flush(self):
        self._unsent += self._outgoing.read()
        while self._unsent:
            try:
                sent = self._sock.send(self._unsent)
            except BlockingIOError:
                raise ssl.SSLWantWriteError(ssl.SSL_ERROR_WANT_WRITE, "there is no room") from None
            self._unsent = self._unsent[sent:]

    def _flush_some(self):
        try:
            self._flush()
        except OSError:
            return  # no room, or nobody there: the outcome of the call itself is what counts


def _forward(name):
    """A method or property that asks the SSLObject of `ssl`."""
    if isinstance(getattr(ssl.SSLObject, name), property):
        return property(lambda self: getattr(self._real, name))
    return lambda self, *args, **kwargs: getattr(self._real, name)(*args, **kwargs)


for _name in FACTS:
    setattr(SSLObject, _name, _forward(_name))
    setattr(SSLSocket, _name, _forward(_name))


class SSLContext:
    """Holds a context of `ssl` and makes this module's objects."""

    def __init__(self, protocol):
        vars(self)["_real"] = ssl.SSLContext(protocol)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __setattr__(self, name, value):
        setattr(self._real, name, value)

    def wrap_bio(self, incoming, outgoing, **how):
        """An SSLObject of this module."""
        return SSLObject(self._real.wrap_bio(incoming.real, outgoing.real, **how))

    def wrap_socket(self, sock, *, do_handshake_on_connect=True, suppress_ragged_eofs=True, **how):
        """An SSLSocket of this module, which never suppresses ragged ends."""
        wrapped = SSLSocket(sock, self._real, **how)
        if do_handshake_on_connect:
            wrapped.do_handshake()
        return wrapped
