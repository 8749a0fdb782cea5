"""Nothing is wrong here: wrappers that are no subclasses, and sockets pumped through memory BIOs.

The shape of layers that run TLS over any stream: an SSLObject, two MemoryBIOs, and a loop that moves
bytes between them and the socket (urllib3's SSLTransport, trio's SSLStream).
"""

import ssl
import weakref
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

#: Scenarios it makes no claim on: its SSLSocket is a stream over a socket, and no `socket.socket` itself.
NO_CLAIM = ("sslsocket*", "entrances/*", "context_wrapping/*", "sessions/a_socket_yet_to_connect_*")

# The constants and exceptions; the classes are this module's own, below.
globals().update({name: value for name, value in vars(ssl).items() if not name.startswith("_")})
MemoryBIO = planted.MemoryBIO

FACTS = (
    "version", "cipher", "selected_alpn_protocol", "getpeercert", "get_channel_binding", "compression",
    "session_reused", "session", "pending", "shared_ciphers", "server_side", "server_hostname",
    "verify_client_post_handshake",
)  # fmt: skip


class Tied:
    """What SSLObject and SSLSocket share: the context of this module they are tied to, and a session."""

    @property
    def context(self):
        """The context it was made of, or was given since."""
        return self._context

    @context.setter
    def context(self, value):
        if not isinstance(value, SSLContext):
            raise TypeError("a context is an SSLContext")
        self._real.context = value._real
        self._context = value

    @property
    def session(self):
        """As `ssl.SSLObject.session`."""
        return self._real.session

    @session.setter
    def session(self, value):
        self._real.session = value

    def _tie(self, real, context):
        self._real, self._context = real, context
        OWNERS[real] = weakref.ref(self)  # which refers to the key


#: This module's object for each SSLObject of `ssl`.
OWNERS = weakref.WeakKeyDictionary()


class SSLObject(Tied):
    """TLS between two MemoryBIOs."""

    def __init__(self, real, context):
        self._tie(real, context)

    def read(self, len=1024, buffer=None):  # noqa: A002 -- as it is documented
        """As `ssl.SSLObject.read`."""
        return self._real.read(len) if buffer is None else self._real.read(len, buffer)

    def write(self, data):
        """As `ssl.SSLObject.write`."""
        return self._real.write(data)

    def do_handshake(self):
        """As `ssl.SSLObject.do_handshake`."""
        self._real.do_handshake()

    def unwrap(self):
        """As `ssl.SSLObject.unwrap`."""
        self._real.unwrap()


class SSLSocket(Tied):
    """TLS over a socket, by way of two MemoryBIOs."""

    def __init__(self, sock, context, **how):
        self._sock = sock
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tie(context._real.wrap_bio(self._incoming, self._outgoing, **how), context)
        self._unsent = b""
        self._accepted = None
        self._unwrapped = False

    def settimeout(self, value):
        """The socket's."""
        self._sock.settimeout(value)

    def setblocking(self, flag):
        """The socket's."""
        self._sock.setblocking(flag)

    def getpeername(self):
        """The socket's."""
        return self._sock.getpeername()

    def getsockopt(self, *which):
        """The socket's."""
        return self._sock.getsockopt(*which)

    def setsockopt(self, *which):
        """The socket's."""
        self._sock.setsockopt(*which)

    def fileno(self):
        """The socket's."""
        return self._sock.fileno()

    def close(self):
        """Drop the transport."""
        self._sock.close()

    def gettimeout(self):
        """The socket's."""
        return self._sock.gettimeout()

    def do_handshake(self, block=False):
        """Pumped; done when the last flight is on its way."""
        timeout = self.gettimeout()
        if block:
            self.settimeout(None)
        try:
            self._pump(self._flush, self._real.do_handshake)
            self._flush()
        finally:
            self.settimeout(timeout)

    def recv(self, size):
        """Pumped; output that finds no room leaves with a later call."""
        try:
            return self._pump(self._flush_some, self._real.read, size)
        except ssl.SSLEOFError:
            if self.suppress_ragged_eofs:
                return b""
            raise

    def recv_into(self, buffer, size=None):
        """Pumped, into the buffer."""
        try:
            return self._pump(self._flush_some, self._real.read, size or memoryview(buffer).nbytes, buffer)
        except ssl.SSLEOFError:
            if self.suppress_ragged_eofs:
                return 0
            raise

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
            except ssl.SSLSyscallError:  # of an SSLObject that is dead; there was no system call
                raise ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "the connection is dead") from None
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


def _forward_while_wrapped(name):
    """The same, of a socket that speaks in clear after unwrap()."""
    asks = _forward(name)
    if isinstance(asks, property):
        return property(lambda self: None if self._unwrapped else asks.fget(self))

    def ask(self, *args, **kwargs):
        if not self._unwrapped:
            return asks(self, *args, **kwargs)
        if name == "getpeercert":
            raise ValueError("there is no TLS around it any more")
        return 0 if name == "pending" else None

    return ask


for _name in FACTS:
    if _name != "session":
        setattr(SSLObject, _name, _forward(_name))
        setattr(SSLSocket, _name, _forward_while_wrapped(_name))


#: Callbacks of a context that get a connection.
HOOKS = ("sni_callback", "_msg_callback")


class SSLContext:
    """Holds a context of `ssl` and makes this module's objects."""

    def __init__(self, protocol):
        vars(self)["_real"] = ssl.SSLContext(protocol)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __setattr__(self, name, value):
        if name in HOOKS and callable(value):
            vars(self)[name] = value
            setattr(self._real, name, self._for_our_objects(value))
            return
        setattr(self._real, name, value)
        vars(self).pop(name, None)

    def _for_our_objects(self, callback):
        """The callback, given this module's connection, and this context, in place of `ssl`'s."""

        def called(connection, *others):
            own = (self if other is self._real else other for other in others)
            return callback(OWNERS[connection](), *own)

        return called

    def set_servername_callback(self, server_name_callback):
        """As `ssl.SSLContext.set_servername_callback`."""
        if server_name_callback is not None and not callable(server_name_callback):
            raise TypeError("not a callable object")
        self.sni_callback = server_name_callback

    def wrap_bio(self, incoming, outgoing, **how):
        """An SSLObject of this module."""
        return SSLObject(self._real.wrap_bio(incoming.real, outgoing.real, **how), self)

    def wrap_socket(self, sock, *, do_handshake_on_connect=True, suppress_ragged_eofs=True, **how):
        """An SSLSocket of this module."""
        wrapped = SSLSocket(sock, self, **how)
        wrapped.suppress_ragged_eofs = suppress_ragged_eofs
        if do_handshake_on_connect:
            wrapped.do_handshake()
        return wrapped
