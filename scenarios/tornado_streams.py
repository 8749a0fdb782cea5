"""tornado's SSLIOStream: its reads, its one exception, and how its connections end."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    caught,
    handshake,
    payload,
    scenario,
    together,
)

_CLOSED = "StreamClosedError"


@scenario("tornado:read_bytes", drivers="tornado", peers="honest tlslite")
def a_read_gives_what_was_asked_for(subject, peer):
    """Exactly as many bytes as asked, over as many records as it takes; with partial what there is."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        together(
            connection.calls("read_bytes", 5).gives(b"abcde"), [peer.writes(b"abc"), peer.writes(b"defgh")]
        ),
        connection.calls("read_bytes", 2, partial=True).gives(b"fg"),
        connection.calls("read_bytes", 100, partial=True).gives(b"h"),
    ]


@scenario("tornado:read_until", drivers="tornado", peers="honest tlslite")
def a_read_ends_at_its_delimiter(subject, peer):
    """A line over two records, then everything to the closure alert."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        together(
            connection.calls("read_until", b"\r\n").gives(b"GET / HTTP/1.1\r\n"),
            [peer.writes(b"GET / HTTP"), peer.writes(b"/1.1\r\nrest")],
        ),
        together(
            connection.calls("read_until_close").gives(b"rest and more"),
            [peer.writes(b" and more"), peer.closes().anything()],
        ),
    ]


@scenario("tornado:write", drivers="tornado", peers="honest tlslite")
def a_write_ends_when_all_is_written(subject, peer):
    """write() of more than any buffer holds waits for the other end to read."""
    data = payload(100_000)
    return [
        handshake(subject, peer),
        together(subject.connection.calls("write", data).gives(None), peer.reads_exactly(data)),
    ]


@scenario("tornado:closed", drivers="tornado", peers="honest tlslite", sweep="none")
def the_end_closes_the_stream(subject, peer):
    """Behind the closure alert a read raises StreamClosedError, which has no real_error."""
    reading = subject.does(caught(subject.connection.calls("read_bytes", 1)))
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.reads(100).ends(),
        reading.keeps("error"),
        subject.thing("error").has("real_error").gives(None),
        subject.connection.calls("closed").gives(True),
    ]


@scenario("tornado:closed", drivers="tornado", peers="honest tlslite", sweep="none")
def a_closed_stream_is_closed(subject, peer):
    """After close() reading and writing raise StreamClosedError, where nothing was buffered before."""
    return [
        handshake(subject, peer),
        subject.drops(),
        subject.reads(100).raises(OS_ERROR, exception=_CLOSED),
        subject.writes_once(b"late").raises(OS_ERROR, exception=_CLOSED),
    ]


@scenario("rfc8446:6.1:close_notify", drivers="tornado", peers="honest tlslite", sweep="none")
def closing_sends_a_closure_alert(subject, peer):
    """close() says goodbye: without the alert the other end must take the end for an attack."""
    return [
        handshake(subject, peer),
        subject.writes(b"that is all"),
        peer.reads_exactly(b"that is all"),
        subject.drops(),
        peer.reads(100).ends(),
    ]


@scenario("tornado:handshake", drivers="tornado", roles="client", peers="honest tlslite", sweep="none")
def a_refused_certificate_is_told_to_both(subject, peer):
    """A client that refuses a certificate is told so by start_tls, and the server by an alert."""
    return [
        subject.configured(trust="nothing"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="unknown_ca"),
        ),
    ]


@scenario(
    "tornado:eof:ragged", "rfc8446:6.1:truncation", drivers="tornado", peers="honest tlslite", sweep="none"
)
def a_cut_is_not_an_orderly_end(subject, peer):
    """A wire cut without a closure alert is told as an error, by the real_error of StreamClosedError."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF, OS_ERROR, exception=_CLOSED),
    ]


@scenario("tornado:errors", drivers="tornado", peers="tlslite", sweep="none")
def a_bad_record_closes_the_stream(subject, peer):
    """A bad record behind a good one raises StreamClosedError, as one does that a read has waited for."""
    return [
        handshake(subject, peer),
        peer.writes(b"good"),
        peer.sends_raw(bytes.fromhex("1703030040") + payload(64, "forged")),
        subject.reads(4).gives(b"good"),
        subject.reads(100).raises(PROTOCOL_ERROR, exception=_CLOSED),
    ]
