"""start_tls: a connection that begins in clear, as mail and directory protocols do, and is upgraded.

What came before the upgrade came from anybody: none of it may pass for what came through TLS. The peer
speaks TLS from its first byte on, so the scenarios put what was in clear on the wire as raw bytes.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    MISUSE,
    NEGOTIATED,
    OS_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    Configure,
    Step,
    handshake,
    payload,
    py,
    rests,
    scenario,
    together,
)


def _in_clear(subject: Actor, **options: object) -> Configure:
    return subject.configured(entrance="start-tls", **options)


def _upgrades(subject: Actor, **how: object) -> Act:
    """The loop's start_tls(), with arguments of the scenario's own."""
    of = (subject.connection, subject.thing("protocol"), subject.context)
    return subject.thing("loop").calls("start_tls", *of, **how)


def _as(subject: Actor, server: Actor) -> dict[str, object]:
    return {"server_side": True} if subject == server else {"server_hostname": "localhost"}


@scenario("python:asyncio:start_tls", drivers="asyncio", sweep="some", peers="honest tlslite")
def an_upgraded_connection_is_tls(subject, peer):
    """After the upgrade data crosses both ways under TLS, and both sides close cleanly."""
    return [
        _in_clear(subject),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        together(subject.writes(b"a secret of ours"), peer.reads_exactly(b"a secret of ours")),
        peer.writes(b"a secret of theirs"),
        subject.reads_exactly(b"a secret of theirs"),
        together(subject.closes(), [peer.reads(100).ends(), peer.closes()]),
    ]


def _at_once(subject: Actor, peer: Actor) -> list[Step]:
    """The peer's last flight and data behind it come in one delivery."""
    return [
        _in_clear(subject),
        subject.handshakes().wants(READ),
        peer.stops_taking(),
        peer.handshakes().wants(READ),
        subject.stops_taking(),
        peer.takes_again(),
        peer.handshakes(),
        peer.writes(b"at once"),
        subject.takes_again(),
        subject.handshakes(),
        subject.reads_exactly(b"at once"),
    ]


@scenario(
    "python:asyncio:start_tls",
    drivers="asyncio",
    roles="server",
    tls="1.3",
    sweep="none",
    peers="honest tlslite",
)
def data_in_a_clients_last_flight_is_heard_after_an_upgrade(subject, peer):
    """What arrives with the client's Finished is delivered once the upgrade is done, with no more to come."""
    return _at_once(subject, peer)


@scenario(
    "python:asyncio:start_tls",
    drivers="asyncio",
    roles="client",
    tls="1.2",
    sweep="none",
    peers="honest tlslite",
)
def data_in_a_servers_last_flight_is_heard_after_an_upgrade(subject, peer):
    """What arrives with the server's Finished is delivered once the upgrade is done, with no more to come."""
    return _at_once(subject, peer)


@scenario(
    "python:asyncio:start_tls", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def an_upgrade_gives_another_transport(subject, peer, server):
    """start_tls() returns a transport that is not the one in clear, and that knows its `ssl_object`."""
    old, new = subject.thing("old"), subject.thing("new")
    return [
        _in_clear(subject),
        subject.does(py("operator.attrgetter", "transport")).keeps("transport_of"),
        subject.thing("transport_of").called(subject.thing("protocol")).keeps("old"),
        together(_upgrades(subject, **_as(subject, server)).keeps("new"), peer.handshakes()),
        subject.does(py("operator.is_not", new, old)).gives(True),
        subject.does(py("operator.is_", new.calls("get_protocol"), subject.thing("protocol"))).gives(True),
        subject.does(py("operator.is_", new.calls("get_extra_info", "ssl_object"), None)).gives(False),
        new.calls("write", b"through the new one").gives(None),
        peer.reads_exactly(b"through the new one"),
    ]


@scenario(
    "python:asyncio:start_tls:connection_made",
    drivers="asyncio-protocols",
    sweep="none",
    peers="honest tlslite",
)
def an_upgrade_makes_no_second_connection(subject, peer):
    """connection_made() was called for the connection in clear, and is not called again."""
    callbacks = subject.thing("protocol").has("callbacks")
    return [
        _in_clear(subject),
        rests(subject),
        callbacks.gives(["connection_made"]),
        handshake(subject, peer),
        peer.writes(b"hello"),
        subject.reads_exactly(b"hello"),
        callbacks.gives(["connection_made", "data_received"]),
    ]


@scenario(
    "python:asyncio:start_tls:arguments",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_upgrade_checks_its_arguments(subject, peer):
    """No context, True for one, or no transport raise TypeError; then the upgrade is still to be had."""
    connection, protocol, context = subject.connection, subject.thing("protocol"), subject.context
    upgrade = subject.thing("loop").calls
    return [
        _in_clear(subject),
        rests(subject),
        upgrade("start_tls", connection, protocol, None).raises(MISUSE, exception="TypeError"),
        upgrade("start_tls", connection, protocol, True).raises(MISUSE, exception="TypeError"),
        upgrade("start_tls", py("object"), protocol, context).raises(MISUSE, exception="TypeError"),
        upgrade("start_tls", py("asyncio.Transport"), protocol, context).raises(
            MISUSE, exception="TypeError"
        ),
        handshake(subject, peer),
    ]


@scenario(
    "python:asyncio:timeout:positive",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def timeouts_of_an_upgrade_are_positive(subject, peer):
    """A timeout of no time or less raises ValueError, and the upgrade is still to be had."""
    return [
        _in_clear(subject),
        rests(subject),
        _upgrades(subject, ssl_handshake_timeout=0).raises(MISUSE, exception="ValueError"),
        _upgrades(subject, ssl_shutdown_timeout=-1).raises(MISUSE, exception="ValueError"),
        handshake(subject, peer),
    ]


@scenario(
    "python:asyncio:start_tls:timeout", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def an_upgrade_nobody_answers(subject, peer):
    """A peer that does not answer: after the timeout ConnectionAbortedError, and the wire is closed."""
    return [
        _in_clear(subject, handshake_timeout=5),
        subject.handshakes().wants(READ).after(4.5),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(0.5),
        rests(subject),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:start_tls:lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_upgrade_that_times_out_is_a_lost_connection(subject, peer):
    """The protocol knew of a connection, so it hears of its end when the upgrade takes too long."""
    return [
        _in_clear(subject, handshake_timeout=5),
        subject.handshakes().raises(OS_ERROR).after(5),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:start_tls:lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_upgrade_that_is_reset_is_a_lost_connection(subject, peer):
    """The protocol knew of a connection, so it hears of its end when the wire breaks in the upgrade."""
    return [
        _in_clear(subject),
        subject.handshakes().wants(READ),
        peer.resets_wire(),
        subject.handshakes().raises(OS_ERROR),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:start_tls:lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_upgrade_that_ends_is_a_lost_connection(subject, peer):
    """The wire ends in the upgrade: it raises, and the protocol hears of the end, once."""
    return [
        _in_clear(subject),
        subject.handshakes().wants(READ),
        peer.cuts_wire(),
        subject.handshakes().raises(OS_ERROR, RAGGED_EOF),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:start_tls:lost",
    drivers="asyncio-protocols",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_upgrade_that_is_refused_is_a_lost_connection(subject, peer):
    """A certificate that is not trusted: the upgrade raises, and the protocol hears of the end, once."""
    return [
        _in_clear(subject, trust="other-ca"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        *_lost_once(subject),
    ]


def _lost_once(subject: Actor) -> list[Step]:
    return [
        rests(subject),
        subject.thing("protocol").has("callbacks").gives(["connection_made", "connection_lost"]),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:start_tls:shutdown-timeout",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_shutdown_after_an_upgrade_times_out(subject, peer):
    """ssl_shutdown_timeout holds for the connection the upgrade has made."""
    return [
        _in_clear(subject, shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        rests(subject, 4),
        subject.thing("protocol").has("lost").gives(False),
        rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
    ]


@scenario(
    "python:asyncio:start_tls:cancelled", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def an_upgrade_that_is_cancelled_closes(subject, peer, server):
    """Cancelled in the handshake, start_tls() raises CancelledError, and the wire is closed."""
    held = subject.thing("held")
    upgrade = _upgrades(subject, **_as(subject, server))
    return [
        _in_clear(subject),
        rests(subject),
        subject.does(
            py("types.SimpleNamespace", task=subject.thing("loop").calls("create_task", upgrade))
        ).keeps("held"),
        rests(subject),
        subject.does(py("operator.call", held.has("task.cancel"))).gives(True),
        held.has("task").raises(FOREIGN, exception="CancelledError"),
        rests(subject),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:limit",
    "python:asyncio:start_tls:writer",
    drivers="asyncio-streams",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_upgraded_reader_pauses_tls(subject, peer):
    """After the upgrade a reader beyond its limit pauses the TLS transport, not the one it had before."""
    return [
        _in_clear(subject, limit=1000),
        handshake(subject, peer),
        peer.writes(payload(20_000)),
        rests(subject),
        subject.connection.calls("is_reading").gives(False),
        subject.thing("reader").calls("readexactly", 20_000).gives(payload(20_000)),
        subject.connection.calls("is_reading").gives(True),
    ]


@scenario(
    "python:asyncio:start_tls:nested", drivers="asyncio", roles="client", sweep="none", peers="honest tlslite"
)
def tls_is_begun_inside_tls(subject, peer):
    """start_tls() of a TLS transport sends a ClientHello through it, as behind an HTTPS proxy."""
    return [
        handshake(subject, peer),
        together(
            _upgrades(subject, server_hostname="localhost").wants(READ),
            peer.reads_exactly(b"\x16\x03\x01", at_once=3),
        ),
    ]


@scenario("python:asyncio:start_tls:writer", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_stream_goes_on_through_tls(subject, peer):
    """The writer has another transport, which is TLS, and the same reader reads what comes through it."""
    writer, reader, old = subject.thing("writer"), subject.thing("reader"), subject.thing("old")
    return [
        _in_clear(subject),
        rests(subject),
        subject.does(py("operator.attrgetter", "transport")).keeps("transport_of"),
        subject.thing("transport_of").called(writer).keeps("old"),
        handshake(subject, peer),
        subject.does(py("operator.is_not", writer.has("transport"), old)).gives(True),
        subject.does(py("operator.is_", writer.calls("get_extra_info", "sslcontext"), subject.context)).gives(
            True
        ),
        writer.calls("write", b"over to you\n"),
        peer.reads_exactly(b"over to you\n"),
        peer.writes(b"and back\n"),
        reader.calls("readline").gives(b"and back\n"),
        together(
            [writer.calls("close"), writer.calls("wait_closed").gives(None)],
            [peer.reads(100).ends(), peer.closes()],
        ),
    ]
