"""How asyncio connects with TLS, and how long it waits for a handshake or a shutdown.

Time is virtual: the seconds in these scenarios cost nothing.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    READ,
    Act,
    Actor,
    constant,
    handshake,
    py,
    rests,
    scenario,
    together,
    wire_socket,
)

#: The beginning of a record, behind which nothing comes: it keeps whoever reads it waiting.
_BEGUN = bytes.fromhex("1603030100")
_BEGUN_DATA = bytes.fromhex("1703030100")


@scenario(
    "python:asyncio:create_connection:without-ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def arguments_for_tls_without_tls(subject, peer):
    """A name or a timeout for TLS without `ssl` is a mistake, not a connection in clear."""
    return [
        _connects(subject, server_hostname="localhost").raises(MISUSE, exception="ValueError"),
        _connects(subject, ssl_handshake_timeout=5).raises(MISUSE, exception="ValueError"),
        _connects(subject, ssl_shutdown_timeout=5).raises(MISUSE, exception="ValueError"),
    ]


def _connects(subject: Actor, **how: object) -> Act:
    return subject.thing("loop").calls(
        "create_connection", constant("asyncio.Protocol"), sock=wire_socket(), **how
    )


@scenario(
    "python:asyncio:create_connection:server_hostname",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def tls_without_a_name_to_check(subject, peer):
    """With a socket in place of a host the name must be given, or nobody's certificate would be checked."""
    return [_connects(subject, ssl=subject.context).raises(MISUSE, exception="ValueError")]


@scenario(
    "python:asyncio:create_connection:ssl-socket",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def an_ssl_socket_is_no_socket_to_connect_with(subject, peer):
    """An SSLSocket does TLS itself: TypeError, and no TLS inside TLS by accident."""
    how = {"server_hostname": "localhost", "do_handshake_on_connect": False}
    create = subject.thing("loop").calls
    return [
        subject.does(py("socket.socket")).keeps("plain"),
        subject.context.calls("wrap_socket", subject.thing("plain"), **how).keeps("wrapped"),
        create(
            "create_connection",
            constant("asyncio.Protocol"),
            sock=subject.thing("wrapped"),
            ssl=subject.context,
            server_hostname="localhost",
        ).raises(MISUSE, exception="TypeError"),
    ]


@scenario(
    "python:asyncio:create_connection:result",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def connecting_gives_transport_and_protocol(subject, peer):
    """create_connection() gives both once the handshake is done, and they know each other."""
    transport = py("operator.getitem", subject.thing("made"), 0)
    protocol = py("operator.getitem", subject.thing("made"), 1)
    kept = py("operator.methodcaller", "get_protocol")
    return [
        subject.configured(entrance="start-tls"),  # so that this connection is not made yet
        together(
            _connects(subject, ssl=subject.context, server_hostname="localhost").keeps("made"),
            peer.handshakes(),
        ),
        subject.does(py("operator.is_", py("operator.call", kept, transport), protocol)).gives(True),
        subject.does(py("isinstance", protocol, constant("asyncio.Protocol"))).gives(True),
        subject.tells("version").returns(str),
    ]


@scenario(
    "python:asyncio:handshake:cancelled",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def connecting_that_is_cancelled_closes(subject, peer):
    """Cancelled in the handshake, create_connection() raises CancelledError, and the wire is closed."""
    connecting = _connects(subject, ssl=subject.context, server_hostname="localhost")
    held = subject.thing("held")
    return [
        subject.configured(entrance="start-tls"),
        subject.does(
            py("types.SimpleNamespace", task=subject.thing("loop").calls("create_task", connecting))
        ).keeps("held"),
        rests(subject),
        subject.does(py("operator.call", held.has("task.cancel"))).gives(True),
        held.has("task").raises(FOREIGN, exception="CancelledError"),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:create_server:ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="server",
    peers="honest tlslite",
)
def a_server_needs_a_context(subject, peer):
    """create_server(ssl=True) raises TypeError: there is no certificate to be had by default."""
    create = subject.thing("loop").calls
    return [
        create("create_server", constant("asyncio.Protocol"), "localhost", 0, ssl=True).raises(
            MISUSE, exception="TypeError"
        ),
    ]


@scenario(
    "python:asyncio:create_server:without-ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="server",
    peers="honest tlslite",
)
def timeouts_of_a_server_without_tls(subject, peer):
    """A timeout for TLS without `ssl` raises ValueError."""
    serve = subject.thing("loop").calls
    plain = ("create_server", constant("asyncio.Protocol"), "localhost", 0)
    return [
        serve(*plain, ssl_handshake_timeout=5).raises(MISUSE, exception="ValueError"),
        serve(*plain, ssl_shutdown_timeout=5).raises(MISUSE, exception="ValueError"),
    ]


@scenario(
    "python:asyncio:timeout:positive",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def timeouts_are_positive(subject, peer):
    """A timeout of no time or less raises ValueError: it is not a connection that fails, nor one without."""
    how = {"ssl": subject.context, "server_hostname": "localhost"}
    return [
        _connects(subject, **how, ssl_handshake_timeout=0).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_handshake_timeout=-5).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_shutdown_timeout=0).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_shutdown_timeout=-5).raises(MISUSE, exception="ValueError"),
    ]


@scenario(
    "python:asyncio:handshake:timeout", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_silent_peer_times_out(subject, peer):
    """A peer that never answers: after the timeout ConnectionAbortedError, and the wire is closed."""
    return [
        subject.configured(handshake_timeout=5),
        subject.handshakes().wants(READ).after(4.5),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(0.5),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:handshake:timeout", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_handshake_has_its_time_in_all(subject, peer):
    """A peer that sends a little now and then gains no time: the timeout is for the whole handshake."""
    return [
        subject.configured(handshake_timeout=5),
        subject.handshakes().wants(READ).after(3),
        peer.sends_raw(_BEGUN),
        subject.handshakes().wants(READ).after(1),
        peer.sends_raw(b"\x02"),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(1),
    ]


@scenario(
    "python:asyncio:handshake:timeout-default",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_handshake_has_a_minute(subject, peer):
    """Unless said otherwise a handshake may take 60 seconds: a silent peer does not hold on for ever."""
    return [
        subject.handshakes().wants(READ).after(59),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(1),
    ]


@scenario("python:asyncio:handshake:timeout-ends", drivers="asyncio", sweep="none", peers="honest tlslite")
def a_connection_may_be_silent(subject, peer):
    """Hours after the handshake its timeout strikes nobody."""
    return [
        subject.configured(handshake_timeout=5),
        handshake(subject, peer),
        rests(subject, 7200),
        peer.writes(b"still there?"),
        subject.reads(100).gives(b"still there?"),
    ]


@scenario(
    "python:asyncio:shutdown:timeout", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def a_peer_that_does_not_answer_the_close(subject, peer):
    """No closure alert in answer to ours: after the timeout the connection is lost, and not before."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        rests(subject, 4),
        subject.thing("protocol").has("lost").gives(False),
        rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
        subject.thing("loop").has("wire.closed").gives(True),
        peer.reads(100).ends(),
    ]


@scenario(
    "python:asyncio:shutdown:timeout", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def a_shutdown_has_its_time_in_all(subject, peer):
    """A peer that sends a little now and then gains no time: the timeout is for the whole shutdown."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        rests(subject, 3),
        peer.sends_raw(_BEGUN_DATA),
        rests(subject, 1),
        peer.sends_raw(b"\x02"),
        rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
    ]


@scenario(
    "python:asyncio:shutdown:timeout-default",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_shutdown_has_half_a_minute(subject, peer):
    """Unless said otherwise a shutdown may take 30 seconds."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        rests(subject, 29),
        subject.thing("protocol").has("lost").gives(False),
        rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
    ]


@scenario(
    "python:asyncio:shutdown:timeout-lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_shutdown_that_times_out_is_our_own_close(subject, peer):
    """We closed and then gave up waiting: connection_lost(None), as for any close of our own."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        rests(subject, 5),
        subject.thing("protocol").has("lost").gives(True),
        subject.thing("protocol").has("error").gives(None),
    ]
