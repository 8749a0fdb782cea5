"""The scaffolding of planted defects: CPython's `ssl` with one thin layer of Python in between.

Under each face of `ssl` (SSLObject, SSLSocket) lies one object with the methods do_handshake, read, write,
shutdown and the facts, which the context makes. A planted defect puts its own in that place, so one
mistake shows in every driver alike; or its own MemoryBIO, SSLContext or SSLSocket. What it does not
override behaves exactly as `ssl` does: `_correct_core.py` proves that.

A planted file is loaded by path, as a user's implementation is. It becomes a package of its own by
saying where its neighbours are, and then imports its own copy of this file:

    __path__ = [str(Path(__file__).parent)]
    planted = import_module("._wrap", __name__)
"""

from __future__ import annotations

import ssl


class MemoryBIO:
    """`ssl.MemoryBIO`, which cannot be subclassed."""

    def __init__(self):
        self.real = ssl.MemoryBIO()

    def write(self, data):
        """Ciphertext arrives; returns how many bytes were stored."""
        return self.real.write(data)

    def write_eof(self):
        """Nothing will arrive any more."""
        self.real.write_eof()

    def read(self, size=-1):
        """Ciphertext for the wire."""
        return self.real.read(size)

    @property
    def pending(self):
        """Bytes stored."""
        return self.real.pending

    @property
    def eof(self):
        """Whether all is read and nothing will come."""
        return self.real.eof


class Core:
    """One connection. `real` is CPython's own; incoming and outgoing are None under a socket."""

    def __init__(self, real, incoming=None, outgoing=None):
        self.real = real
        self.incoming = incoming
        self.outgoing = outgoing

    def __getattr__(self, name):
        return getattr(self.real, name)

    context = property(
        lambda self: self.real.context, lambda self, value: setattr(self.real, "context", value)
    )
    session = property(
        lambda self: self.real.session, lambda self, value: setattr(self.real, "session", value)
    )

    def do_handshake(self):
        """Go on with the handshake."""
        return self.real.do_handshake()

    def read(self, size, buffer=None):
        """`take`, into the buffer if there is one."""
        if buffer is None:
            return self.take(size)
        with memoryview(buffer) as view, view.cast("B") as room:
            if room.readonly:
                raise TypeError("the buffer is read-only")
            data = self.take(size if 0 < size <= len(room) else len(room))
            room[: len(data)] = data
            return len(data)

    def take(self, size):
        """At most `size` bytes of plaintext."""
        return self.real.read(size)

    def write(self, data):
        """Send plaintext; returns how much was accepted."""
        return self.real.write(data)

    def shutdown(self):
        """Exchange close_notify."""
        return self.real.shutdown()


class SSLContext(ssl.SSLContext):
    """A context whose connections have a `core` of ours."""

    core = Core

    def wrap(self, make, *ends, **how):
        """CPython's connection; `how` has server_side, server_hostname, owner and session."""
        return make(*ends, **how)

    def _wrap_bio(self, incoming, outgoing, **how):
        real = self.wrap(super()._wrap_bio, incoming.real, outgoing.real, **how)
        return self.core(real, incoming, outgoing)

    def _wrap_socket(self, sock, server_side, server_hostname=None, **how):
        make = super()._wrap_socket
        return self.core(
            self.wrap(make, sock, server_side=server_side, server_hostname=server_hostname, **how)
        )


def shape(core=Core, context=SSLContext, bio=MemoryBIO, sock=ssl.SSLSocket, **others):
    """The names of a module shaped like `ssl`, with these classes in their places."""
    own = type("SSLContext", (context,), {"core": core, "sslsocket_class": sock})
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    return {**public, "SSLContext": own, "MemoryBIO": bio, "SSLSocket": sock, **others}


def fatal(error):
    """Whether an exception ends the connection."""
    return isinstance(error, ssl.SSLError) and not isinstance(
        error, (ssl.SSLWantReadError, ssl.SSLWantWriteError)
    )


def split(data):
    """The complete TLS records in `data`, and the rest."""
    records = []
    while len(data) >= 5 and len(data) >= (end := 5 + int.from_bytes(data[3:5], "big")):
        records.append(data[:end])
        data = data[end:]
    return records, data


class FramedBIO(MemoryBIO):
    """A MemoryBIO that knows whether its input stops inside a record."""

    def __init__(self):
        super().__init__()
        self.cut = b""

    def write(self, data):
        """As above, reckoning the records."""
        self.cut = split(self.cut + bytes(data))[1]
        return super().write(data)
