"""pyOpenSSL's Connection in a script: over memory BIOs, or over one end of a socketpair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.drivers.contexts import Contexts
from harness.drivers.pyopenssl_contexts import context_of
from harness.implementation import Implementation
from harness.names import Role
from harness.script.contexts import Notes, Scribe, source_of
from harness.script.face import Face
from harness.script.far import FAR
from harness.script.spelling import Spelling
from harness.setup import Setup

_TEXT = '''
class OpensslEnd:
    """A Connection over memory BIOs, or over a socket."""

    def __init__(self, context, *how, **named):
        self.context, self.how, self.named = context, how, named
        self.made = None

    @property
    def connection(self):
        """Made when it is first needed: until then its Context may be changed."""
        if self.made is None:
            self.made = self.make(*self.how, **self.named)
        return self.made

    def make(self, server, name=None, session=None, socket=None):
        connection = SSL.Connection(self.context, socket)
        if server:
            connection.set_accept_state()
            return connection
        connection.set_connect_state()
        if name is not None:
            connection.set_tlsext_host_name(name)
        if session is not None:
            connection.set_session(session[0])
        return connection

    def feed(self, data):
        self.connection.bio_write(data)

    def end(self):
        self.connection.bio_shutdown()

    def take(self):
        taken = b""
        while self.made is not None:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                break
        return taken

    def read(self, amount):
        try:
            return self.connection.recv(amount) if amount else b""
        except SSL.ZeroReturnError:  # the other end's close_notify
            return b""

    def kept(self):
        """The session with its Connection: once that is freed, OpenSSL resumes it no more."""
        session = self.connection.get_session()
        return None if session is None else (session, self.connection)

    def close_notify(self):
        if not self.connection.shutdown() and not self.connection.shutdown():
            raise SSL.WantReadError
'''

_SOCKET_TEXT = '''
class OpensslSocketEnd(Far, OpensslEnd):
    """A Connection over one end of a socketpair, which does not block."""

    def __init__(self, *how, **named):
        Far.__init__(self)
        self.near.setblocking(False)
        OpensslEnd.__init__(self, *how, socket=self.near, **named)

    def take(self):
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""
        finally:
            self.push()
'''


def _made(kind: str) -> Callable[[Spelling, str, Setup, str], tuple[str, list[str]]]:
    def make(spelling: Spelling, end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
        told, lines = _arguments(spelling, end, setup, library)
        return f"{kind}({', '.join(told)})", lines

    return make


def _arguments(spelling: Spelling, end: str, setup: Setup, library: str) -> tuple[list[str], list[str]]:
    notes = Notes(spelling)
    context = context_of(Implementation(library, Scribe(notes, library)), setup, Contexts()).context
    told = [source_of(context), repr(setup.role is Role.SERVER)]
    if setup.role is Role.CLIENT and setup.options.server_name is not None:
        told.append(f"name={setup.options.server_name.encode()!r}")
    if setup.role is Role.CLIENT and setup.session is not None:
        told.append(f"session=things.{end}_session")
    return told, notes.lines


PYOPENSSL = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.connection.do_handshake()",
        "read": "{end}.read({0})",
        "write": "{end}.connection.send({0})",
        "write_from_buffer": "{end}.connection.send(bytearray({0}))",
        "pending": "{end}.connection.pending()",
        "close_notify": "{end}.close_notify()",
    },
    make=_made("OpensslEnd"),
    wants=("WantReadError", "WantWriteError"),
    facts={
        "version": "{end}.connection.get_protocol_version_name()",
        "cipher": "{end}.connection.get_cipher_name()",
        "alpn": "{end}.connection.get_alpn_proto_negotiated().decode() or None",
        "session": "{end}.kept()",
    },
    names={"ssl": "SSL", "context": "subject.context", "connection": "subject.connection"},
)

PYOPENSSL_SOCKET = replace(
    PYOPENSSL,
    text=_SOCKET_TEXT,
    before=(FAR, _TEXT),
    calls={**PYOPENSSL.calls, "close": "{end}.connection.close()"},
    make=_made("OpensslSocketEnd"),
)
