"""How an SSLSocket ends: closed, detached, shut down on one side, unwrapped, or cut off by its peer."""

from harness.scenario import (
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
    caught,
    constant,
    handshake,
    in_turn,
    payload,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_FORGED = bytes.fromhex("1703030040") + payload(64, "forged")


def _unwraps(subject: Actor, peer: Actor) -> Step:
    return together(subject.connection.calls("unwrap").keeps("plain"), peer.closes())


# -- close --------------------------------------------------------------------------------------------------


@scenario("python:sslsocket:close:descriptor", drivers="sockets", peers="honest", sweep="none")
def closing_gives_the_descriptor_back(subject, peer):
    """After close() fileno() is -1 and the peer meets the end of the wire; close() again is harmless."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close").gives(None),
        subject.connection.calls("fileno").gives(-1),
        subject.connection.calls("close").gives(None),
        peer.reads(100).raises(RAGGED_EOF).or_ends(),
    ]


@scenario("python:sslsocket:close:context-manager", drivers="sockets", peers="honest", sweep="none")
def leaving_a_with_block_closes(subject, peer):
    """A with statement gives the socket itself and closes it at the end."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        subject.does(py("operator.is_", connection.calls("__enter__"), connection)).gives(True),
        connection.calls("__exit__", None, None, None),
        connection.calls("fileno").gives(-1),
        peer.reads(100).raises(RAGGED_EOF).or_ends(),
    ]


@scenario("python:sslsocket:close:exception", drivers="sockets", peers="honest", sweep="none")
def leaving_a_with_block_by_an_exception_closes_too(subject, peer):
    """An exception in a with block goes on behind it, whatever its class, and the socket is closed."""
    connection = subject.connection
    return [
        step
        for kind in ("OSError", "KeyError")
        for step in (
            handshake(subject, peer),
            subject.does(
                py("bool", connection.calls("__exit__", constant(kind), py(kind, "of the block"), None))
            ).gives(False),
            connection.calls("fileno").gives(-1),
            peer.reads(100).raises(RAGGED_EOF).or_ends(),
            reconnect(),
        )
    ]


@scenario("python:sslsocket:close:later-io", drivers="sockets", peers="honest", sweep="none")
def a_closed_socket_carries_nothing(subject, peer):
    """Every way to read and write a closed socket fails, with OSError or ValueError."""
    calls = subject.connection.calls
    return [
        handshake(subject, peer),
        peer.writes(b"unread"),
        calls("close"),
        *(
            act.raises(OS_ERROR, MISUSE)
            for act in (
                calls("recv", 100),
                calls("recv_into", py("bytearray", 100)),
                calls("read", 100),
                calls("send", b"into nowhere"),
                calls("sendall", b"into nowhere"),
                calls("write", b"into nowhere"),
                calls("unwrap"),
            )
        ),
    ]


@scenario("python:sslsocket:close:later-facts", drivers="sockets", peers="honest", sweep="none")
def a_closed_socket_has_no_certificate(subject, peer):
    """getpeercert() and do_handshake() of a closed socket fail with OSError or ValueError."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("do_handshake").raises(OS_ERROR, MISUSE),
        subject.connection.calls("getpeercert").raises(OS_ERROR, MISUSE),
    ]


@scenario("python:sslsocket:detach", drivers="sockets", peers="honest", sweep="none")
def a_detached_descriptor_stays_open(subject, peer):
    """detach() gives the descriptor, which stays open; the socket is as if closed."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("fileno").keeps("number"),
        subject.does(same(connection.calls("detach"), subject.thing("number"))).gives(True),
        connection.calls("fileno").gives(-1),
        connection.calls("send", b"into nowhere").raises(OS_ERROR, MISUSE, PROTOCOL_ERROR),
        peer.reads(100).wants(READ),
        subject.does(py("os.close", subject.thing("number"))),
        peer.reads(100).raises(RAGGED_EOF),
    ]


@scenario("python:sslsocket:detach", drivers="socket", peers="honest", sweep="none")
def a_detached_socket_without_a_timeout_sends_nothing(subject, peer):
    """After detach() a socket that waits for ever, as sockets do by default, is as if closed all the same.

    Its descriptor is another's by then, and what is sent there is none of its data.
    """
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("settimeout", None),
        connection.calls("fileno").keeps("number"),
        subject.does(same(connection.calls("detach"), subject.thing("number"))),
        connection.calls("send", b"into nowhere").raises(OS_ERROR, MISUSE, PROTOCOL_ERROR),
        peer.reads(100).wants(READ),
        subject.does(py("os.close", subject.thing("number"))),
    ]


# -- shutdown -----------------------------------------------------------------------------------------------


@scenario("python:sslsocket:shutdown:tells", drivers="sockets", peers="honest", sweep="none")
def shutting_the_sending_side_down_is_seen(subject, peer):
    """shutdown(SHUT_WR) ends what the peer reads."""
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown", constant("socket.SHUT_WR")).gives(None),
        peer.reads(100).raises(RAGGED_EOF).or_ends(),
    ]


@scenario("python:sslsocket:shutdown:half", drivers="sockets", peers="honest", sweep="none")
def the_other_half_goes_on(subject, peer):
    """After shutdown(SHUT_WR) the peer's data is still read, through TLS: only one half was shut down."""
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown", constant("socket.SHUT_WR")),
        peer.writes(b"still here"),
        subject.connection.calls("recv", 1000).gives(b"still here"),
    ]


# Without TLS a socket that does not block may say so with BlockingIOError.
@scenario("python:sslsocket:shutdown:no-bypass", drivers="socket", peers="honest", sweep="none")
def nothing_in_clear_comes_in_after_a_shutdown(subject, peer):
    """After shutdown(SHUT_WR) bytes that came in clear are no data: they fail, as they did before."""
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown", constant("socket.SHUT_WR")),
        peer.sends_raw(b"words of whoever sits on the wire"),
        subject.connection.calls("recv", 1000).raises(PROTOCOL_ERROR, RAGGED_EOF, OS_ERROR, MISUSE),
    ]


@scenario("python:sslsocket:shutdown:writes", drivers="sockets", peers="honest", sweep="none")
def nothing_in_clear_goes_out_after_a_shutdown(subject, peer):
    """After shutdown(SHUT_RD) what is written is sent through TLS, or refused; it is never sent in clear."""
    secret = b"a password or something like it"
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown", constant("socket.SHUT_RD")),
        subject.writes_once(secret).gives(len(secret)).or_raises(OS_ERROR, PROTOCOL_ERROR, MISUSE),
        peer.reads(100).gives(secret).or_wants(READ),
    ]


# -- unwrap -------------------------------------------------------------------------------------------------


# Without TLS a socket that does not block may say so with BlockingIOError.
@scenario("python:sslsocket:unwrap:plain", drivers="socket", peers="honest", sweep="none")
def unwrapping_goes_on_in_clear(subject, peer):
    """unwrap() gives a socket that reads what the peer sends in clear behind its closure alert."""
    return [
        handshake(subject, peer),
        _unwraps(subject, peer),
        subject.does(py("isinstance", subject.thing("plain"), constant("socket.socket"))).gives(True),
        peer.sends_raw(b"in clear from here on"),
        subject.thing("plain").calls("recv", 100).gives(b"in clear from here on"),
    ]


@scenario("python:sslsocket:unwrap:underlying", drivers="sockets", peers="honest", sweep="none")
def unwrapping_gives_the_socket_underneath(subject, peer):
    """What unwrap() returns is the underlying socket, and not the SSLSocket itself."""
    return [
        handshake(subject, peer),
        _unwraps(subject, peer),
        subject.does(py("operator.is_", subject.thing("plain"), subject.connection)).gives(False),
    ]


@scenario("python:sslsocket:unwrap:removes", drivers="sockets", peers="honest", sweep="none")
def unwrapping_removes_the_tls_layer(subject, peer):
    """After unwrap() read(), write() and unwrap() are a ValueError, and there is no version to tell."""
    calls = subject.connection.calls
    return [
        handshake(subject, peer),
        _unwraps(subject, peer),
        calls("version").gives(None),
        calls("read", 100).raises(MISUSE, exception="ValueError"),
        calls("write", b"protected?").raises(MISUSE, exception="ValueError"),
        calls("unwrap").raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslsocket:unwrap:nonblocking", drivers="socket-nonblocking", peers="honest", sweep="none")
def unwrapping_waits_for_the_answer(subject, peer):
    """On a socket that does not block unwrap() wants to read until the peer's closure alert has come."""
    return [
        handshake(subject, peer),
        subject.connection.calls("unwrap").wants(READ),
        subject.connection.calls("version").gives(NEGOTIATED),
        peer.closes(),
        subject.connection.calls("unwrap").returns(),
    ]


@scenario("python:sslsocket:unwrap:timeout", drivers="socket", peers="honest", sweep="none")
def unwrapping_times_out_and_keeps_tls(subject, peer):
    """unwrap() whose answer does not come raises TimeoutError; TLS stays until it is completed."""
    return [
        handshake(subject, peer),
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("unwrap").raises(TIMEOUT).after(10),
        subject.connection.calls("version").gives(NEGOTIATED),
        peer.closes(),
        subject.connection.calls("unwrap").returns(),
        subject.connection.calls("version").gives(None),
    ]


# -- the peer is gone ---------------------------------------------------------------------------------------


def _suppressed(subject: Actor) -> Step:
    return subject.configured(suppress_ragged_eofs=True)


@scenario("python:sslsocket:ragged:suppressed", drivers="sockets", peers="honest", sweep="none")
def ragged_ends_may_be_suppressed(subject, peer):
    """With suppress_ragged_eofs a wire that ends without closure alert reads as b"" and 0, each time."""
    calls = subject.connection.calls
    return [
        _suppressed(subject),
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        calls("recv", 100).gives(b"half a mess"),
        calls("recv", 100).gives(b""),
        calls("recv_into", py("bytearray", 100)).gives(0),
        calls("read", 100).gives(b""),
    ]


@scenario("python:sslsocket:ragged:told", drivers="sockets", peers="honest", sweep="none")
def ragged_ends_are_told(subject, peer):
    """Without suppress_ragged_eofs every way to read raises SSLEOFError there, and goes on to."""
    calls = subject.connection.calls

    def told(act: Act) -> Act:
        return act.raises(RAGGED_EOF, exception="SSLEOFError")

    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        told(calls("recv", 100)),
        told(calls("recv_into", py("bytearray", 100))),
        told(calls("read", 100)),
    ]


def _fails(subject: Actor, call: str) -> list[Step]:
    """The call raises an OSError. It is caught, because the rules do not know that ends are suppressed."""
    error = subject.thing("error")
    return [
        subject.does(caught(subject.connection.calls(call))).keeps("error"),
        subject.does(py("isinstance", error, constant("OSError"))).gives(True),
    ]


@scenario("python:sslsocket:ragged:handshake", drivers="socket", peers="honest", sweep="none")
def a_ragged_end_of_the_handshake_is_never_suppressed(subject, peer):
    """suppress_ragged_eofs is about reading: a handshake that is cut off fails all the same."""
    return [_suppressed(subject), peer.cuts_wire(), *_fails(subject, "do_handshake")]


@scenario("python:sslsocket:ragged:unwrap", drivers="socket", peers="honest", sweep="none")
def a_missing_closure_alert_is_never_suppressed(subject, peer):
    """Nor is unwrap() a success when the wire ends in place of the answer."""
    return [
        _suppressed(subject),
        handshake(subject, peer),
        peer.cuts_wire(),
        *_fails(subject, "unwrap"),
    ]


@scenario("python:sslsocket:ragged:only", drivers="sockets", peers="tlslite", sweep="none")
def a_failure_is_no_ragged_end_to_be_suppressed(subject, peer):
    """With suppress_ragged_eofs a fatal alert and a forged record fail every way to read all the same.

    A client whose certificate is refused in TLS 1.3 learns of it by its first read.
    """
    calls, error = subject.connection.calls, subject.thing("error")
    reads = [calls("recv", 100), calls("recv_into", py("bytearray", 100)), calls("read", 100)]
    fatal, forged = peer.injects("alert(fatal, certificate_required)"), peer.sends_raw(_FORGED)
    return in_turn(
        [
            _suppressed(subject),
            handshake(subject, peer),
            ended,
            subject.does(caught(read)).keeps("error"),
            subject.does(py("isinstance", error, subject.ssl.has("SSLError"))).gives(True),
        ]
        for ended in (fatal, forged)
        for read in reads
    )


@scenario("python:sslsocket:send:dead-peer", drivers="sockets", peers="honest", sweep="none")
def writing_to_nobody_is_the_systems_error(subject, peer):
    """send() to a peer that is gone raises BrokenPipeError or ConnectionResetError, with a real errno."""
    return [
        handshake(subject, peer),
        peer.resets_wire(),
        subject.connection.calls("send", b"is anybody there?").raises(OS_ERROR),
    ]
