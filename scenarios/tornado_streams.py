"""tornado's SSLIOStream: its reads, its one exception, and how its connections end."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Step,
    callback,
    caught,
    handshake,
    payload,
    py,
    same,
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


@scenario("tornado:read_until", drivers="tornado", peers="honest tlslite")
def a_delimiter_may_come_in_pieces(subject, peer):
    """A delimiter whose bytes stand in records of their own ends a read, and what lies behind it stays."""
    connection, head = subject.connection, b"HTTP/1.1 200 OK"
    pieces = [head, b"\r", b"\n", b"\r", b"\nbody"]
    reading = connection.calls("read_until", b"\r\n\r\n")
    matching = connection.calls("read_until_regex", b"\r?\n\r?\n")
    steps: list[Step] = [handshake(subject, peer)]
    for read in (reading, matching):
        for piece in pieces[:-1]:
            steps += [peer.writes(piece), read.wants(READ)]
        steps += [peer.writes(pieces[-1]), read.gives(head + b"\r\n\r\n")]
        steps += [connection.calls("read_bytes", 4).gives(b"body")]
    return steps


@scenario("tornado:read_bytes:rest", drivers="tornado", peers="honest tlslite")
def the_rest_of_a_record_does_not_wait(subject, peer):
    """read_into() takes as much of a record as its buffer holds; later reads find the rest without more."""
    connection, data = subject.connection, payload(16_384)
    buffer = subject.thing("buffer")
    return [
        handshake(subject, peer),
        peer.writes(data),
        subject.does(py("bytearray", 10)).keeps("buffer"),
        connection.calls("read_into", buffer).gives(10),
        subject.does(same(py("bytes", buffer), data[:10])),
        connection.calls("read_bytes", 100).gives(data[10:110]),
        connection.calls("read_into", buffer, partial=True).gives(10),
        connection.calls("read_bytes", 16_264).gives(data[120:]),
    ]


@scenario("tornado:read_bytes:rest", drivers="tornado", peers="honest tlslite")
def a_record_may_be_larger_than_a_chunk(subject, peer):
    """With a read_chunk_size below the size of a record a read of the whole record has it all the same."""
    connection, data = subject.connection, payload(16_384)
    return [
        handshake(subject, peer),
        connection.sets("read_chunk_size", 1000),
        peer.writes(data),
        connection.calls("read_bytes", 16_384).gives(data),
        peer.writes(data[:5000] + b"\n" + data),
        connection.calls("read_until", b"\n").gives(data[:5000] + b"\n"),
        together(connection.calls("read_until_close").gives(data), peer.closes().anything()),
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


@scenario("tornado:start_tls:idle", drivers="tornado", roles="client", peers="honest tlslite", sweep="none")
def clear_bytes_in_the_buffer_stay_outside(subject, peer):
    """start_tls() where clear bytes were read ahead is a ValueError: they are not to come out of TLS.

    Whoever can write to the connection before TLS would otherwise be heard as if from within it.
    """
    return [
        peer.sends_raw(b"220 begin\r\n250 injected\r\n"),
        subject.connection.calls("read_until", b"\r\n").gives(b"220 begin\r\n"),
        subject.handshakes().raises(MISUSE, exception="ValueError"),
    ]


@scenario("tornado:start_tls:idle", drivers="tornado", roles="client", peers="honest tlslite", sweep="none")
def a_waiting_read_keeps_tls_from_beginning(subject, peer):
    """start_tls() while a read waits for clear bytes is a ValueError."""
    reading = subject.connection.calls("read_until", b"\r\n")
    return [
        subject.thing("tasks").calls("start", reading),
        subject.handshakes().raises(MISUSE, exception="ValueError"),
    ]


@scenario("tornado:start_tls", drivers="tornado", roles="client", peers="honest tlslite", sweep="none")
def tls_begins_behind_the_last_clear_line(subject, peer):
    """After a line in clear, of which nothing is left, TLS begins; the close callback moves with it."""
    return [
        subject.does(callback()).keeps("closed"),
        subject.connection.calls("set_close_callback", subject.thing("closed")),
        peer.sends_raw(b"220 begin\r\n"),
        subject.connection.calls("read_until", b"\r\n").gives(b"220 begin\r\n"),
        handshake(subject, peer),
        subject.continues(),
        subject.thing("closed").has("calls").gives([]),
        peer.closes().anything(),
        subject.reads(100).ends(),
        subject.thing("closed").has("calls").gives([()]),
    ]


@scenario("tornado:start_tls:cancelled", drivers="tornado", roles="client", peers="honest", sweep="none")
def a_handshake_that_was_given_up_leaves_nothing_open(subject, peer):
    """The future of start_tls() is cancelled in the handshake: the socket, which nobody has, is closed."""
    upgrade = subject.connection.calls("start_tls", False, subject.context, server_hostname="localhost")
    return [
        upgrade.wants(READ),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("tornado:handshake", drivers="tornado", roles="server", peers="honest tlslite", sweep="none")
def waiting_for_a_handshake_that_has_failed_ends(subject, peer):
    """wait_for_handshake() on a stream that garbage has closed already tells so, and waits for nobody."""
    return [
        peer.sends_raw(b"GET / HTTP/1.0\r\n\r\n"),
        subject.connection.calls("closed").anything(),  # so that the loop has its turn
        subject.connection.calls("closed").gives(True),
        subject.handshakes().raises(PROTOCOL_ERROR, OS_ERROR),
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


@scenario("tornado:errors:until-close", drivers="tornado", peers="tlslite", sweep="none")
def a_bad_record_is_no_end_of_all(subject, peer):
    """read_until_close() that meets a bad record fails: what it has by then is not told as if it were all."""
    reading = subject.connection.calls("read_until_close")
    return [
        handshake(subject, peer),
        peer.writes(b"half"),
        reading.wants(READ),
        peer.sends_raw(bytes.fromhex("1703030040") + payload(64, "forged")),
        reading.raises(PROTOCOL_ERROR, OS_ERROR),
    ]


@scenario("tornado:errors:until-close", drivers="tornado", peers="tlslite", sweep="none")
def a_fatal_alert_is_no_end_of_all(subject, peer):
    """read_until_close() that meets a fatal alert fails too."""
    reading = subject.connection.calls("read_until_close")
    return [
        handshake(subject, peer),
        peer.writes(b"half"),
        reading.wants(READ),
        peer.injects("alert(fatal, internal_error)"),
        reading.raises(PROTOCOL_ERROR, OS_ERROR),
    ]
