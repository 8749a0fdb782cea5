"""Each driver's calls as source: how an end is made, and what a call of `endpoint.CALLS` is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from harness.drivers import bio, sockets
from harness.drivers.contexts import wrap_arguments
from harness.names import Role
from harness.remote import AT
from harness.run.cell import Cell
from harness.script import connecting_face, green_face
from harness.script.anyio_face import ANYIO
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.far import FAR
from harness.script.jsse_face import JSSE
from harness.script.mbedtls_face import MBEDTLS
from harness.script.program_face import face_of_program
from harness.script.protocols import BUFFERED, PROTOCOL
from harness.script.pyopenssl_face import PYOPENSSL, PYOPENSSL_SOCKET
from harness.script.rustls_face import RUSTLS
from harness.script.siotls_face import SIOTLS
from harness.script.spelling import NoScript, Spelling
from harness.script.streams import STREAMS, on_uvloop
from harness.script.tlslite_face import TLSLITE
from harness.script.tornado_face import TORNADO
from harness.script.trio_face import TRIO
from harness.script.twisted_face import TWISTED
from harness.script.urllib3_face import URLLIB3
from harness.setup import Setup

_NAMES = {"context": "subject.context", "connection": "subject.connection"}


def _calls(methods: Mapping[str, str], **others: str) -> dict[str, str]:
    """Calls that are methods, with as many arguments as they take, and others as they are given."""
    one_argument = {"read", "write", "write_from_buffer"}
    found = {
        name: f"{{end}}.connection.{method}({'{0}' if name in one_argument else ''})"
        for name, method in methods.items()
    }
    return {**found, **others}


def _wrapped(kind: str, **entrances: str) -> Callable[[Spelling, str, Setup, str], tuple[str, list[str]]]:
    """How an end of class `kind` is made, or where it comes about otherwise one of another class."""

    def make(spelling: Spelling, end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
        entrance = setup.options.entrance
        if entrance != "wrap" and entrance not in entrances:
            raise NoScript(f"the entrance {entrance!r} is not written into a script")
        context, lines = ssl_context(spelling, setup, library)
        arguments = {
            name: spelling.of(each) for name, each in wrap_arguments(setup).items() if name != "session"
        }
        if setup.session is not None and setup.role is Role.CLIENT:
            arguments["session"] = f"things.{end}_session"
        if kind != "BioEnd":
            arguments["suppress_ragged_eofs"] = repr(setup.options.suppress_ragged_eofs)
        told = ", ".join(f"{name}={value}" for name, value in arguments.items())
        return f"{entrances.get(entrance, kind)}({library}, {context}, {told})", lines

    return make


BIO = Face(
    text='''
class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()
''',
    calls=_calls(
        bio.METHODS,
        read_into="filled(lambda buffer: {end}.connection.read({0}, buffer), {1})",
        write_from_buffer="{end}.connection.write(bytearray({0}))",
    ),
    make=_wrapped("BioEnd"),
    facts=SSL_FACTS,
    names={**_NAMES, "incoming": "subject.incoming", "outgoing": "subject.outgoing"},
)

SOCKET = Face(
    text='''
class SocketEnd(Far):
    """A non-blocking SSLSocket over one end of a socketpair."""

    def __init__(self, ssl, context, **arguments):
        super().__init__()
        self.context = context
        self.connection = context.wrap_socket(self.near, do_handshake_on_connect=False, **arguments)
        self.connection.settimeout(0)

    def take(self):
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""
        finally:
            self.push()
''',
    before=(FAR,),
    calls=_calls(
        sockets.METHODS,
        close_notify="{end}.connection.unwrap() and None",
        read_into="filled(lambda buffer: {end}.connection.recv_into(buffer, {0}), {1})",
        write_from_buffer="{end}.connection.send(bytearray({0}))",
    ),
    make=_wrapped("SocketEnd"),
    facts=SSL_FACTS,
    names=_NAMES,
)


#: One that blocks: what does not begin with a wrapped connection cannot be told without threads.
BLOCKING = replace(
    SOCKET,
    text=connecting_face.TEXT,
    before=(FAR, SOCKET.text),
    make=_wrapped("SocketEnd", connect="ConnectingEnd"),
    wants=("WantsRead", *SOCKET.wants),
)


def _module(spelling: Spelling, end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    context, lines = ssl_context(spelling, setup, library)
    return f"types.SimpleNamespace(context={context}, take=bytes)", lines


#: gevent's and eventlet's sockets, which are made and tell of themselves as plain ones do.
GREEN = Face(
    text=green_face.LISTENING,
    before=(FAR, green_face.TEXT),
    calls=green_face.CALLS,
    make=_wrapped("GreenEnd", accept="GreenListeningEnd"),
    wants=("WantsRead", *SOCKET.wants),
    facts=SSL_FACTS,
    names=_NAMES,
    use="subject.do({text}, lambda: {source})",
)


MODULE = Face(text="", calls={}, make=_module, names={"context": "subject.context"})


#: By driver. A blocking socket's calls are made as those of one that does not block, where that will do.
FACES: Mapping[str, Face] = {
    "bio": BIO,
    "socket-nonblocking": SOCKET,
    "socket": BLOCKING,
    "module": MODULE,
    "pyopenssl": PYOPENSSL,
    "pyopenssl-socket": PYOPENSSL_SOCKET,
    "asyncio-streams": STREAMS,
    "asyncio-protocol": PROTOCOL,
    "asyncio-buffered": BUFFERED,
    "uvloop-streams": on_uvloop(STREAMS),
    "uvloop-protocol": on_uvloop(PROTOCOL),
    "buffer": MBEDTLS,
    "gevent": GREEN,
    "eventlet": GREEN,
    "anyio-asyncio": ANYIO,
    "trio": TRIO,
    "tornado": TORNADO,
    "twisted": TWISTED,
    "urllib3": URLLIB3,
}

#: Those of implementations that bring an endpoint of their own.
ENDPOINTS: Mapping[str, Face] = {"siotls": SIOTLS, "rustls": RUSTLS, "tlslite": TLSLITE, "program:jsse": JSSE}


def face_of(cell: Cell) -> Face:
    """The face of a cell's subject. Raises `NoScript` where there is none."""
    name = cell.implementation.partition(AT)[0]
    if cell.driver == "program":
        return face_of_program(name)
    face = ENDPOINTS.get(name) if cell.driver == "endpoint" else FACES.get(cell.driver)
    if face is None or (face is MBEDTLS and name != "mbedtls"):
        whose = f" of {name}" if cell.driver in ("endpoint", "buffer") else ""
        raise NoScript(f"calls of the driver {cell.driver}{whose} are not written into a script")
    return face
