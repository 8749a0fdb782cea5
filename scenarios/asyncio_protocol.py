"""asyncio protocols over TLS: which callbacks come, in what order, with what, and what when they fail.

The application's protocol notes its callbacks; `protocol.on_*` are functions it calls in them.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    OS_ERROR,
    PROTOCOL_ERROR,
    READ,
    Act,
    Actor,
    Portrait,
    Step,
    callback,
    constant,
    handshake,
    payload,
    py,
    rests,
    same,
    scenario,
    together,
)

#: An application data record that no key protects.
_FORGED = bytes.fromhex("1703030040") + payload(64, "forged")


def _heard(subject: Actor, *callbacks: str) -> Act:
    """The callbacks so far, data received in several calls on end being one."""
    return subject.thing("protocol").has("callbacks").gives(list(callbacks))


def _told(subject: Actor, *classes: str) -> Act:
    """What the loop's exception handler was told of."""
    return subject.thing("loop").has("reports").gives([Portrait(name) for name in classes])


@scenario(
    "python:asyncio:eof:order",
    "python:asyncio:connection_lost:once",
    drivers="asyncio-protocols",
    peers="honest tlslite",
)
def the_callbacks_of_a_connection(subject, peer):
    """connection_made, data_received, eof_received, connection_lost(None): each once, nothing behind."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        together(subject.writes(b"ping"), peer.reads_exactly(b"ping")),
        peer.writes(b"pong"),
        subject.reads_exactly(b"pong"),
        peer.closes(),
        rests(subject, 3600),
        _heard(subject, "connection_made", "data_received", "eof_received", "connection_lost"),
        protocol.has("error").gives(None),
        _told(subject),
    ]


@scenario(
    "python:asyncio:handshake:connection_made",
    drivers="asyncio-protocols",
    sweep="none",
    peers="honest tlslite",
)
def nobody_is_connected_before_the_handshake(subject, peer):
    """connection_made() waits for the handshake; an earlier one lets a server talk to anybody."""
    protocol = subject.thing("protocol")
    return [
        subject.handshakes().wants(READ),
        _heard(subject),
        handshake(subject, peer),
        _heard(subject, "connection_made"),
        subject.does(py("operator.is_", protocol.has("transport"), subject.connection)).gives(True),
    ]


@scenario("python:asyncio:eof:order", drivers="asyncio-protocols", sweep="benign", peers="honest tlslite")
def data_in_the_last_flight_is_heard_after_the_connection(subject, peer):
    """What arrives with the end of the handshake is delivered, and connection_made() comes before it."""
    return [
        together(subject.handshakes(), [peer.handshakes(), peer.writes(b"at once")]),
        subject.reads_exactly(b"at once"),
        _heard(subject, "connection_made", "data_received"),
    ]


@scenario(
    "python:asyncio:handshake:no-callbacks",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_handshake_with_no_tls_calls_nobody(subject, peer):
    """An answer that is no TLS raises SSLError from connecting, and the protocol never hears of it."""
    return [
        peer.sends_raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError"),
        rests(subject),
        _heard(subject),
        _told(subject),
    ]


@scenario(
    "python:asyncio:handshake:no-callbacks",
    drivers="asyncio-protocols",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_untrusted_server_calls_nobody(subject, peer):
    """A certificate that is not trusted raises from connecting, and the protocol never hears of it."""
    return [
        subject.configured(trust="other-ca"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED, exception="SSLCertVerificationError"),
            peer.handshakes().anything(),
        ),
        rests(subject),
        _heard(subject),
        _told(subject),
    ]


@scenario(
    "python:asyncio:handshake:no-callbacks",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_reset_in_the_handshake_calls_nobody(subject, peer):
    """A connection that breaks raises ConnectionResetError from connecting, and the protocol never hears."""
    return [
        subject.handshakes().wants(READ),
        peer.resets_wire(),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionResetError"),
        rests(subject),
        _heard(subject),
        _told(subject),
    ]


@scenario(
    "python:asyncio:fatal:connection_lost", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def a_forged_record_is_told_to_connection_lost(subject, peer):
    """A record that does not verify is connection_lost(SSLError) and no eof_received: no clean end."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        subject.reads(100).raises(PROTOCOL_ERROR, exception="SSLError"),
        rests(subject),
        _heard(subject, "connection_made", "connection_lost"),
        subject.thing("protocol").has("error").gives_a("SSLError"),
    ]


@scenario(
    "python:asyncio:data_received:bytes", drivers="asyncio-protocol", sweep="none", peers="honest tlslite"
)
def what_was_received_is_the_protocols_own(subject, peer):
    """data_received() is given bytes: what a protocol has kept of several records stays as it was."""
    heard, first, second = subject.thing("heard"), payload(40_000, "one"), payload(40_000, "two")
    kept = py("list", py("map", py("operator.itemgetter", 0), heard.has("calls")))
    return [
        handshake(subject, peer),
        subject.does(callback()).keeps("heard"),
        subject.thing("protocol").sets("on_data_received", heard),
        peer.writes(first),
        rests(subject),
        peer.writes(second),
        rests(subject),
        subject.does(py("operator.methodcaller", "join", kept)).keeps("joined"),
        subject.thing("joined").called(b"").gives(first + second),
        subject.does(py("isinstance", py("operator.getitem", kept, 0), constant("bytes"))).gives(True),
    ]


@scenario("python:asyncio:eof:half-close", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_true_eof_received_keeps_nothing_open(subject, peer):
    """TLS cannot be half-closed: the connection closes whatever eof_received() returns."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        protocol.sets("on_eof_received", callback(returns=True)),
        peer.writes(b"bye"),
        peer.closes(),
        rests(subject),
        _heard(subject, "connection_made", "data_received", "eof_received", "connection_lost"),
        protocol.has("error").gives(None),
    ]


@scenario("python:asyncio:eof:ragged", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_cut_wire_is_told_to_connection_lost(subject, peer):
    """Half a message and no closure alert: connection_lost() has an exception, or it looks complete."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        subject.reads_exactly(b"half a mess"),
        peer.cuts_wire(),
        rests(subject),
        _has_lost_it(subject),
    ]


@scenario("python:asyncio:eof:ragged", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_wire_cut_inside_a_record_is_told_to_connection_lost(subject, peer):
    """The wire ends inside a record: connection_lost() has an exception; the record does not just vanish."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED[:30]),
        peer.cuts_wire(),
        rests(subject),
        _has_lost_it(subject),
    ]


def _has_lost_it(subject: Actor) -> Step:
    error = subject.thing("protocol").has("error")
    return subject.does(py("isinstance", error, constant("OSError"))).gives(True)


@scenario("python:asyncio:close:no-eof", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def our_own_close_is_no_eof(subject, peer):
    """After close() the other side's answer is no news: only connection_lost() follows."""
    return [
        handshake(subject, peer),
        together(subject.closes(), [peer.reads(100).ends(), peer.closes()]),
        rests(subject),
        _heard(subject, "connection_made", "connection_lost"),
    ]


@scenario(
    "python:asyncio:close:no-more-data", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def data_behind_our_close_is_dropped(subject, peer):
    """What crosses our close() on its way is dropped, and the connection ends without an error."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close").gives(None),
        peer.writes(b"late"),
        peer.reads(100).ends(),
        peer.closes(),
        rests(subject),
        subject.does(py("bytes", subject.thing("protocol").has("received"))).gives(b""),
        subject.thing("protocol").has("lost").gives(True),
        subject.thing("protocol").has("error").gives(None),
    ]


@scenario("python:asyncio:abort:callbacks", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def an_abort_is_told_as_connection_lost(subject, peer):
    """abort() is followed by connection_lost(None), once, and by nothing else."""
    return [
        handshake(subject, peer),
        subject.connection.calls("abort").gives(None),
        peer.reads(100).anything(),
        rests(subject),
        _heard(subject, "connection_made", "connection_lost"),
        subject.thing("protocol").has("error").gives(None),
    ]


@scenario(
    "python:asyncio:protocol-exception:data",
    "python:asyncio:connection_lost:once",
    drivers="asyncio-protocol",
    sweep="none",
    peers="honest tlslite",
)
def data_received_that_raises_ends_the_connection(subject, peer):
    """What data_received() raises is reported, and connection_lost() gets it: it is not swallowed."""
    return _fails_on_data(subject, peer, "on_data_received")


@scenario(
    "python:asyncio:protocol-exception:data",
    "python:asyncio:connection_lost:once",
    drivers="asyncio-buffered",
    sweep="none",
    peers="honest tlslite",
)
def buffer_updated_that_raises_ends_the_connection(subject, peer):
    """What buffer_updated() raises is reported, and connection_lost() gets it: it is not swallowed."""
    return _fails_on_data(subject, peer, "on_buffer_updated")


def _fails_on_data(subject: Actor, peer: Actor, name: str) -> list[Step]:
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        protocol.sets(name, callback(raises="ZeroDivisionError")),
        peer.writes(b"bad news"),
        rests(subject),
        _heard(subject, "connection_made", "data_received", "connection_lost"),
        protocol.has("error").gives_a("ZeroDivisionError"),
        _told(subject, "ZeroDivisionError"),
    ]


@scenario(
    "python:asyncio:protocol-exception:eof", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def eof_received_that_raises_ends_the_connection(subject, peer):
    """What eof_received() raises is reported, and connection_lost() gets it."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        protocol.sets("on_eof_received", callback(raises="ZeroDivisionError")),
        together(peer.closes().anything(), rests(subject)),
        _heard(subject, "connection_made", "eof_received", "connection_lost"),
        protocol.has("error").gives_a("ZeroDivisionError"),
        _told(subject, "ZeroDivisionError"),
    ]


@scenario(
    "python:asyncio:protocol-exception:flow",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def pause_writing_that_raises_is_reported(subject, peer):
    """What pause_writing() and resume_writing() raise is reported, and the data arrives all the same."""
    protocol, reports = subject.thing("protocol"), subject.thing("loop").has("reports")
    kinds = py("list", py("map", constant("type"), reports))
    first, second = payload(100_000, "one"), payload(90_000, "two")  # each exceeds a buffer's mark
    return [
        handshake(subject, peer),
        protocol.sets("on_pause_writing", callback(raises="ZeroDivisionError")),
        protocol.sets("on_resume_writing", callback(raises="ZeroDivisionError")),
        peer.stops_taking(),
        subject.connection.calls("write", first).gives(None),
        subject.connection.calls("write", second).gives(None),
        peer.takes_again(),
        peer.reads_exactly(first + second),
        rests(subject),
        # As often as they were called: whether they were is what `writing_pauses_and_resumes` asks.
        subject.does(same(py("len", reports), py("operator.sub", py("len", protocol.has("callbacks")), 1))),
        subject.does(same(py("operator.countOf", kinds, constant("ZeroDivisionError")), py("len", reports))),
    ]


@scenario(
    "python:asyncio:protocol-exception:lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def connection_lost_that_raises_is_reported(subject, peer):
    """What connection_lost() raises reaches the loop's exception handler."""
    return [
        handshake(subject, peer),
        subject.thing("protocol").sets("on_connection_lost", callback(raises="ZeroDivisionError")),
        peer.closes(),
        rests(subject),
        _heard(subject, "connection_made", "eof_received", "connection_lost"),
        _told(subject, "ZeroDivisionError"),
    ]


@scenario(
    "python:asyncio:pause-reading:callback", drivers="asyncio-protocol", sweep="none", peers="honest tlslite"
)
def reading_paused_in_data_received_stays_paused(subject, peer):
    """A protocol pauses reading in data_received(): what arrives behind is held back, and the end too."""
    connection, received = subject.connection, subject.thing("protocol").has("received")
    return [
        handshake(subject, peer),
        subject.thing("protocol").sets(
            "on_data_received", callback(does=[connection.calls("pause_reading")])
        ),
        peer.writes(b"first"),
        subject.reads_exactly(b"first"),
        peer.writes(b"second"),
        peer.closes().wants(READ),
        rests(subject),
        subject.does(py("bytes", received)).gives(b""),
        _heard(subject, "connection_made", "data_received"),
        connection.calls("resume_reading"),
        subject.reads_exactly(b"second"),
        connection.calls("resume_reading"),
        subject.reads(100).ends(),
    ]
