"""Connecting and accepting through SSLSockets: both end in a verified connection, or in none."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    MISUSE,
    NEGOTIATED,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    TIMEOUT,
    Act,
    Actor,
    Step,
    closing,
    constant,
    handshake,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_NOWHERE = "no-such-directory/nobody"
_HTTP = b"HTTP/1.0 400 Bad Request\r\n\r\n"
_HANDSHAKE = 22  # the type of the first record of a connection


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"question"), other.reads_exactly(b"question")),
        together(other.writes(b"answer"), one.reads_exactly(b"answer")),
    ]


def _wraps(subject: Actor, **how: object) -> Act:
    return subject.context.calls("wrap_socket", subject.thing("plain"), **how)


def _listens(subject: Actor, name: str) -> list[Act]:
    """A plain socket that listens at an address of its own."""
    return [
        subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps(name),
        subject.thing(name).calls("bind", ""),
        subject.thing(name).calls("listen", 1),
    ]


# -- connect ------------------------------------------------------------------------------------------------


@scenario(
    "python:sslsocket:connect:handshakes",
    drivers="sockets",
    roles="client",
    peers="honest tlslite",
    sweep="none",
)
def connecting_shakes_hands(subject, peer):
    """connect() of a wrapped socket connects and makes the handshake.

    A non-blocking one is told not to: connect_ex() gives 0, and do_handshake() follows.
    """
    return [
        subject.configured(entrance="connect"),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        *_talk(subject, peer),
        closing(subject, peer),
    ]


@scenario(
    "python:sslsocket:connect:handshakes", drivers="sockets", roles="client", peers="honest", sweep="none"
)
def connecting_refuses_a_certificate(subject, peer):
    """A certificate that is not trusted makes connect() fail."""
    return [
        peer.configured(certificate="untrusted"),
        subject.configured(entrance="connect"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]


def _failed_to_connect(subject: Actor, peer: Actor) -> list[Step]:
    return [
        subject.configured(entrance="connect"),
        peer.sends_raw(_HTTP),
        subject.handshakes().raises(PROTOCOL_ERROR),
    ]


@scenario(
    "python:sslsocket:connect:failed-reads", drivers="sockets", roles="client", peers="honest", sweep="none"
)
def a_socket_that_failed_to_connect_reads_nothing_in_clear(subject, peer):
    """After connect() failed in the handshake, recv() fails too; it never gives what came in clear."""
    return [
        *_failed_to_connect(subject, peer),
        peer.sends_raw(b"words of whoever sits on the wire"),
        subject.reads(100).raises(OS_ERROR, PROTOCOL_ERROR, RAGGED_EOF, MISUSE),
    ]


@scenario(
    "python:sslsocket:connect:failed-writes", drivers="sockets", roles="client", peers="honest", sweep="none"
)
def a_socket_that_failed_to_connect_writes_nothing_in_clear(subject, peer):
    """After connect() failed in the handshake, send() fails too; nothing goes out unprotected."""
    return [
        *_failed_to_connect(subject, peer),
        subject.writes_once(b"a password or something like it").raises(
            OS_ERROR, PROTOCOL_ERROR, RAGGED_EOF, MISUSE
        ),
    ]


@scenario("python:sslsocket:connect:twice", drivers="sockets", roles="client", peers="honest", sweep="none")
def connecting_again_is_refused(subject, peer):
    """connect() on a connected SSLSocket is a ValueError, and the connection goes on."""
    return [
        subject.configured(entrance="connect"),
        handshake(subject, peer),
        subject.connection.calls("connect", _NOWHERE)
        .raises(MISUSE, exception="ValueError")
        .or_raises(OS_ERROR),
        *_talk(subject, peer),
    ]


@scenario(
    "python:sslsocket:connect:server-side", drivers="module", roles="server", peers="honest", sweep="none"
)
def a_server_socket_does_not_connect(subject, peer):
    """connect() of an SSLSocket made for a server is a ValueError."""
    return [
        subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps("plain"),
        _wraps(subject, server_side=True).keeps("wrapped"),
        subject.thing("wrapped").calls("connect", _NOWHERE).raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslsocket:connect:refused", drivers="sockets", roles="client", peers="honest", sweep="none")
def a_connect_that_found_nobody_may_be_tried_again(subject, peer):
    """connect() to where nobody listens raises the system's error; the next one, to a server, succeeds."""
    return [
        subject.configured(entrance="connect"),
        subject.connection.calls("connect", _NOWHERE).raises(OS_ERROR, exception="FileNotFoundError"),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario(
    "python:sslsocket:connect:no-handshake", drivers="module", roles="client", peers="honest", sweep="none"
)
def connecting_may_leave_the_handshake_to_the_program(subject, peer):
    """Without do_handshake_on_connect connect() and connect_ex() connect and say nothing yet."""
    listener, wrapped, other = (subject.thing(name) for name in ("listener", "wrapped", "other"))
    silent: tuple[list[object], ...] = ([], [], [])
    return [
        step
        for call, result in (("connect", None), ("connect_ex", 0))
        for step in (
            *_listens(subject, "listener"),
            subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps("plain"),
            _wraps(subject, server_hostname="localhost", do_handshake_on_connect=False).keeps("wrapped"),
            wrapped.calls("settimeout", 0.02),
            wrapped.calls(call, listener.calls("getsockname")).gives(result),
            subject.does(py("operator.getitem", listener.calls("accept"), 0)).keeps("other"),
            subject.does(py("select.select", [other], [], [], 0)).gives(silent),
            wrapped.calls("do_handshake").raises(TIMEOUT),
            subject.does(py("operator.getitem", other.calls("recv", 3), 0)).gives(_HANDSHAKE),
        )
    ]


@scenario(
    "python:sslsocket:connect_ex:handshakes",
    drivers="socket",
    roles="client",
    peers="honest tlslite",
    sweep="none",
)
def connect_ex_shakes_hands_too(subject, peer):
    """connect_ex() of a wrapped socket connects, makes the handshake as connect() does, and gives 0."""
    return [
        subject.configured(entrance="connect-ex"),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        *_talk(subject, peer),
        closing(subject, peer),
    ]


@scenario(
    "python:sslsocket:connect_ex:raises",
    drivers="socket",
    roles="client",
    peers="honest tlslite",
    sweep="none",
)
def connect_ex_raises_what_tls_refuses(subject, peer):
    """A server that is not trusted is no errno: connect_ex() raises it, and nobody takes it for a number."""
    return [
        subject.configured(entrance="connect-ex", trust="nothing"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]


@scenario(
    "python:sslsocket:connect_ex:number", drivers="module", roles="client", peers="honest", sweep="none"
)
def connect_ex_gives_the_number_of_the_error(subject, peer):
    """connect_ex() to where nobody listens returns errno in place of raising."""
    return [
        subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps("plain"),
        _wraps(subject, server_hostname="localhost").keeps("wrapped"),
        subject.does(
            same(subject.thing("wrapped").calls("connect_ex", _NOWHERE), constant("errno.ENOENT"))
        ).gives(True),
    ]


@scenario(
    "python:sslsocket:connect_ex:again", drivers="sockets", roles="client", peers="honest", sweep="none"
)
def a_connect_ex_that_found_nobody_may_be_tried_again(subject, peer):
    """After connect_ex() returned an error nothing is connected, and the next attempt succeeds."""
    return [
        subject.configured(entrance="connect"),
        subject.connection.calls("connect_ex", _NOWHERE).returns(int, filled=True),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


# -- accept -------------------------------------------------------------------------------------------------


@scenario(
    "python:sslsocket:accept:handshakes",
    drivers="sockets",
    roles="server",
    peers="honest tlslite",
    sweep="none",
)
def accepting_shakes_hands(subject, peer):
    """accept() of a listening SSLSocket gives a connection with its handshake made.

    A non-blocking listener is told not to, and do_handshake() follows.
    """
    return [
        subject.configured(entrance="accept"),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        *_talk(subject, peer),
        closing(subject, peer),
    ]


@scenario(
    "python:sslsocket:accept:gives",
    "python:sslsocket:accept:blocking",
    drivers="socket",
    roles="server",
    peers="honest",
    sweep="none",
)
def accepting_gives_a_socket_and_an_address(subject, peer):
    """accept() gives (SSLSocket, address); the new socket has the context, the server's side, and blocks.

    The listener has a timeout, which is not inherited (Python docs, "Timeouts and the accept method").
    """
    accepted = subject.thing("accepted")
    return [
        subject.configured(entrance="accept"),
        together(subject.connection.calls("accept").keeps("pair"), peer.handshakes()),
        subject.does(py("len", subject.thing("pair"))).gives(2),
        subject.does(py("operator.getitem", subject.thing("pair"), 0)).keeps("accepted"),
        subject.does(py("isinstance", accepted, subject.ssl.has("SSLSocket"))).gives(True),
        subject.does(py("operator.is_", accepted.has("context"), subject.context)).gives(True),
        accepted.has("server_side").gives(True),
        accepted.calls("gettimeout").gives(None),
        accepted.calls("get_inheritable").gives(False),
        accepted.calls("version").gives(NEGOTIATED),
        accepted.calls("send", b"welcome").gives(7),
        peer.reads_exactly(b"welcome"),
    ]


@scenario("python:sslsocket:accept:ragged", drivers="sockets", roles="server", peers="honest", sweep="none")
def what_is_accepted_ends_as_its_listener_was_told(subject, peer):
    """suppress_ragged_eofs of the listener holds for what it accepts: such an end raises, or reads as b""."""
    reads = subject.connection.calls("recv", 100)
    return [
        step
        for suppressed, read in (
            (False, reads.raises(RAGGED_EOF, exception="SSLEOFError")),
            (True, reads.gives(b"")),
        )
        for step in (
            subject.configured(entrance="accept", suppress_ragged_eofs=suppressed),
            handshake(subject, peer),
            peer.cuts_wire(),
            read,
            reconnect(),  # the rules do not know that ends are suppressed
        )
    ]


@scenario(
    "python:sslsocket:accept:no-handshake", drivers="module", roles="server", peers="honest", sweep="none"
)
def accepting_may_leave_the_handshake_to_the_program(subject, peer):
    """Without do_handshake_on_connect accept() gives a connection that has yet to shake hands.

    Its client speaks no TLS, which nobody but the program's own do_handshake() finds out.
    """
    wrapped, caller, accepted = (subject.thing(name) for name in ("wrapped", "caller", "accepted"))
    return [
        *_listens(subject, "plain"),
        _wraps(subject, server_side=True, do_handshake_on_connect=False).keeps("wrapped"),
        subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps("caller"),
        caller.calls("connect", wrapped.calls("getsockname")),
        caller.calls("sendall", _HTTP),
        subject.does(py("operator.getitem", wrapped.calls("accept"), 0)).keeps("accepted"),
        accepted.calls("do_handshake").raises(PROTOCOL_ERROR),
    ]


@scenario("python:sslsocket:accept:failure", drivers="socket", roles="server", peers="honest", sweep="none")
def a_bad_client_does_not_end_the_server(subject, peer):
    """A client that speaks no TLS makes accept() raise and is hung up on; the next client is served."""
    bad = subject.thing("bad")
    return [
        subject.configured(entrance="accept"),
        subject.does(py("socket.socket", constant("socket.AF_UNIX"))).keeps("bad"),
        bad.calls("connect", subject.connection.calls("getsockname")),
        bad.calls("sendall", _HTTP),
        bad.calls("settimeout", 0),
        subject.connection.calls("accept").raises(PROTOCOL_ERROR),
        bad.calls("recv", 100).anything(),  # an alert, perhaps
        bad.calls("recv", 100).gives(b"").or_raises(OS_ERROR),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("python:sslsocket:accept:timeout", drivers="socket", roles="server", peers="honest", sweep="none")
def waiting_for_a_client_times_out(subject, peer):
    """accept() of a listener with a timeout raises TimeoutError when nobody comes; the next is served."""
    return [
        subject.configured(entrance="accept"),
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("accept").raises(TIMEOUT).after(10),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("python:sslsocket:accept:nobody", drivers="socket", roles="server", peers="honest", sweep="none")
def a_server_waits_for_its_client(subject, peer):
    """accept() waits while nobody has called, and then serves who does."""
    return [
        subject.configured(entrance="accept"),
        subject.handshakes().wants(READ),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]
