"""What start_tls must not believe: what came in clear, and a certificate of somebody else's.

What came before the upgrade came from anybody: none of it may pass for what came through TLS. Bytes of
the handshake that came early are to be heard all the same.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    Configure,
    handshake,
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


@scenario(
    "python:asyncio:start_tls:name", drivers="asyncio", roles="client", sweep="none", peers="honest tlslite"
)
def an_upgrade_checks_the_name(subject, peer):
    """A certificate for somebody else is refused: who was spoken to in clear proves nothing."""
    return [
        _in_clear(subject),
        peer.configured(certificate="wrong-host"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED, exception="SSLCertVerificationError"),
            peer.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:start_tls:no-name",
    drivers="asyncio",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_upgrade_without_a_name_trusts_nobody(subject, peer):
    """A context that checks names, and no name: whoever answers has a certificate for some other host."""
    return [
        _in_clear(subject),
        peer.configured(certificate="wrong-host"),
        rests(subject),
        subject.context.has("check_hostname").gives(True),
        together(
            _upgrades(subject).raises(MISUSE, CERTIFICATE_REJECTED, PROTOCOL_ERROR),
            peer.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:start_tls:no-name-refused",
    drivers="asyncio-streams",
    roles="client",
    sweep="none",
    peers="honest",
)
def a_stream_without_a_name_is_not_upgraded(subject, peer):
    """StreamWriter.start_tls() under a context that checks names wants a name: ValueError without one."""
    return [
        _in_clear(subject),
        rests(subject),
        subject.context.has("check_hostname").gives(True),
        together(
            subject.thing("writer")
            .calls("start_tls", subject.context)
            .raises(MISUSE, exception="ValueError"),
            peer.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:start_tls:injection", drivers="asyncio-streams", sweep="none", peers="honest tlslite"
)
def what_was_read_in_clear_is_not_read_from_tls(subject, peer):
    """An attacker's line before the upgrade lies in the reader: after it, it is no line of the peer's.

    Servers and clients of SMTP and IMAP have run such commands (CVE-2011-0411).
    """
    return [
        _in_clear(subject),
        peer.sends_raw(b"injected\n"),
        rests(subject),
        # Failing the upgrade is as good as forgetting what came before.
        together(
            subject.handshakes().or_raises(PROTOCOL_ERROR, OS_ERROR, MISUSE), peer.handshakes().anything()
        ),
        peer.writes(b"proved\n").anything(),
        subject.thing("reader")
        .calls("readline")
        .gives(b"proved\n")
        .or_raises(PROTOCOL_ERROR, OS_ERROR, RAGGED_EOF),
    ]


@scenario("python:asyncio:start_tls:injection", drivers="asyncio", sweep="none", peers="honest tlslite")
def what_waits_in_clear_is_not_read_from_tls(subject, peer):
    """An attacker's line waits in the transport, whose reading is paused: it is no TLS, and never data."""
    return [
        _in_clear(subject),
        rests(subject),
        subject.connection.calls("pause_reading"),
        peer.sends_raw(b"injected: a line that is long enough for a record\r\n"),
        rests(subject),
        subject.handshakes().raises(PROTOCOL_ERROR),
        rests(subject),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario(
    "python:asyncio:start_tls:injection",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_line_in_the_handshake_is_never_delivered(subject, peer):
    """Bytes in clear in place of a handshake are no data: it fails, and nobody hears them."""
    return [
        _in_clear(subject),
        subject.handshakes().wants(READ),
        peer.sends_raw(b"injected: a line that is long enough for a record\r\n"),
        subject.handshakes().raises(PROTOCOL_ERROR),
        rests(subject),
        subject.does(py("bytes", subject.thing("protocol").has("received"))).gives(b""),
    ]


@scenario(
    "python:asyncio:start_tls:early", drivers="asyncio", roles="server", sweep="none", peers="honest tlslite"
)
def a_hello_that_waits_is_heard(subject, peer):
    """The ClientHello has come before start_tls() and waits in the transport: the upgrade goes on with it."""
    return [
        _in_clear(subject),
        rests(subject),
        subject.connection.calls("pause_reading"),
        peer.handshakes().wants(READ),
        handshake(subject, peer),
        peer.writes(b"hello"),
        subject.reads_exactly(b"hello"),
    ]


@scenario(
    "python:asyncio:start_tls:early",
    drivers="asyncio-streams",
    roles="server",
    sweep="none",
    peers="honest tlslite",
)
def a_hello_in_the_reader_is_heard(subject, peer):
    """The ClientHello came behind a last line in clear, as from a proxy: the upgrade goes on with it."""
    return [
        _in_clear(subject),
        peer.sends_raw(b"PROXY UNKNOWN\r\n"),
        peer.handshakes().wants(READ),
        subject.thing("reader").calls("readline").gives(b"PROXY UNKNOWN\r\n"),
        handshake(subject, peer),
    ]
