"""Closing: every order of close_notify and end of stream, and what is still delivered before it."""

from harness.scenario import (
    OS_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    closing,
    handshake,
    payload,
    scenario,
    together,
)

# The first bytes of a protected record of 32 bytes, and of no more than its header.
_HALF_A_RECORD = bytes.fromhex("1703030020") + b"half of it"
_HALF_A_HEADER = bytes.fromhex("1703")


def _says_goodbye(peer: Actor) -> Act:
    """The peer sends its closure alert; whether the subject answers by itself (as asyncio does) is open."""
    return peer.closes().anything()


@scenario("rfc8446:6.1:close_notify", sweep="benign")
def cut_wire_is_not_a_clean_end(subject, peer):
    """A wire cut without close_notify raises SSLEOFError; it never reads as b""."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF),
    ]


@scenario("python:ssl:eof:ragged", peers="honest tlslite", sweep="none")
def a_cut_before_any_data_is_truncation(subject, peer):
    """A wire cut right after the handshake is no empty document: the first read raises SSLEOFError."""
    return [handshake(subject, peer), peer.cuts_wire(), subject.reads(100).raises(RAGGED_EOF)]


@scenario("python:ssl:eof:ragged", peers="honest tlslite")
def a_cut_inside_a_record_is_truncation(subject, peer):
    """A wire cut in the middle of a record gives none of that record and raises SSLEOFError."""
    return [
        handshake(subject, peer),
        peer.writes(b"whole"),
        peer.sends_raw(_HALF_A_RECORD),
        peer.cuts_wire(),
        subject.reads(100).gives(b"whole"),
        subject.reads(100).raises(RAGGED_EOF),
    ]


@scenario("python:ssl:eof:ragged", peers="honest tlslite", sweep="none")
def a_cut_inside_a_record_header_is_truncation(subject, peer):
    """Two bytes of a record's header and then the end are truncation too."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_HALF_A_HEADER),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF),
    ]


@scenario("rfc8446:6.2:dead-after-fatal", drivers="bio sockets", sweep="none")
def truncation_stays_truncation(subject, peer):
    """After a truncated stream every further read fails as well; none of them turns into a clean end."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF),
        subject.reads(100).raises(RAGGED_EOF),
        subject.reads(1).raises(RAGGED_EOF),
    ]


@scenario("python:ssl:eof:handshake", drivers="bio sockets")
def a_cut_before_the_handshake_fails_it(subject, peer):
    """A wire that ends before the first byte makes the handshake raise SSLEOFError, instead of hanging."""
    return [peer.cuts_wire(), subject.handshakes().raises(RAGGED_EOF)]


@scenario("python:ssl:eof:handshake", drivers="bio sockets")
def a_cut_during_the_handshake_fails_it(subject, peer):
    """A wire that ends while the handshake waits for an answer makes it raise SSLEOFError."""
    return [
        subject.handshakes().wants(READ),
        peer.cuts_wire(),
        subject.handshakes().raises(RAGGED_EOF),
    ]


# What asyncio raises where no connection was made is a ConnectionError, as for a plain connection.
@scenario("python:asyncio:handshake:lost", drivers="asyncio")
def a_connection_lost_in_the_handshake_is_told(subject, peer):
    """A wire that ends during the handshake makes the waiting call raise, not hang."""
    return [
        subject.handshakes().wants(READ),
        peer.cuts_wire(),
        subject.handshakes().raises(OS_ERROR, RAGGED_EOF),
    ]


@scenario("rfc8446:6.1:truncation", sweep="none")
def silence_is_not_an_end(subject, peer):
    """A wire that falls silent ends nothing: a read goes on waiting."""
    return [
        handshake(subject, peer),
        peer.writes(b"heard"),
        peer.cuts_wire(eof=False),
        subject.reads(100).gives(b"heard"),
        subject.reads(100).wants(READ),
    ]


@scenario("python:ssl:unwrap:two-way", "rfc8446:6.1:close_notify")
def both_ends_close_at_once(subject, peer):
    """Closure alerts that cross each other end the connection cleanly on both sides."""
    return [handshake(subject, peer), closing(subject, peer)]


@scenario("python:ssl:unwrap:two-way", "rfc8446:6.1:close_notify", "python:asyncio:close:clean")
def the_subject_closes_first(subject, peer):
    """Closing sends a closure alert that the other end reads as a clean end, and is done once it is answered.

    Without the alert the other end must take the end for an attack.
    """
    return [
        handshake(subject, peer),
        subject.writes(b"that is all"),
        subject.closes().wants(READ),
        peer.reads_exactly(b"that is all"),
        peer.reads(100).ends(),
        peer.closes(),
        subject.closes(),
    ]


@scenario("python:ssl:unwrap:peer-first", "rfc8446:6.1:close_notify", "python:asyncio:eof:clean")
def the_peer_closes_first(subject, peer):
    """The other end's closure alert reads as a clean end, and closing then answers it and is done."""
    return [
        handshake(subject, peer),
        _says_goodbye(peer),
        subject.reads(100).ends(),
        subject.closes(),
        peer.closes(),
    ]


@scenario("python:ssl:unwrap:peer-first", peers="honest tlslite")
def closing_answers_a_closure_alert_unread(subject, peer):
    """Closing works as well when the other end's closure alert has arrived and no read has met it."""
    return [handshake(subject, peer), _says_goodbye(peer), subject.closes(), peer.closes()]


@scenario("python:sslobject:unwrap:clear", drivers="bio", peers="honest tlslite", sweep="none")
def what_lies_behind_the_closure_alert_is_left(subject, peer):
    """Bytes in clear behind the closure alert stay in the incoming BIO, for whoever goes on without TLS."""
    return [
        handshake(subject, peer),
        _says_goodbye(peer),
        peer.sends_raw(b"in clear"),
        subject.reads(100).ends(),
        subject.closes(),
        subject.thing("incoming").calls("read").gives(b"in clear"),
    ]


@scenario("python:ssl:read:after-end", "python:asyncio:eof:clean", peers="honest tlslite")
def the_end_stays_the_end(subject, peer):
    """After a clean end every read says so again, also when the wire ends behind it.

    A read that waits there hangs; one that fails turns a good download into an error.
    """
    return [
        handshake(subject, peer),
        peer.writes(b"all of it"),
        _says_goodbye(peer),
        subject.reads(100).gives(b"all of it"),
        subject.reads(100).ends(),
        subject.reads(100).ends(),
        peer.cuts_wire(),
        subject.reads(100).ends(),
        subject.reads(1).ends(),
    ]


@scenario("rfc8446:6.1:data-before-close", peers="honest tlslite", sweep="none")
def a_slow_reader_gets_all_before_the_end(subject, peer):
    """What was sent before the closure alert can be read slowly, to its last byte; then comes the end."""
    data = payload(20_000)
    return [
        handshake(subject, peer),
        peer.writes(data),
        _says_goodbye(peer),
        peer.cuts_wire(),
        subject.reads(1).gives(data[:1]),
        subject.reads_exactly(data[1:], at_once=1000),
        subject.reads(1000).ends(),
    ]


@scenario("rfc8446:6.1:ignored-after-close", peers="honest tlslite")
def what_follows_the_closure_alert_is_ignored(subject, peer):
    """Bytes behind the closure alert are neither delivered nor an error: the stream has ended before them."""
    return [
        handshake(subject, peer),
        peer.writes(b"before"),
        _says_goodbye(peer),
        peer.sends_raw(bytes.fromhex("1703030020") + bytes(32)),
        subject.reads(100).gives(b"before"),
        subject.reads(100).ends(),
        subject.reads(100).ends(),
    ]


# A blocking unwrap cannot be given up for a read. asyncio's documentation rules half-closed TLS out:
# "No more data will be received" after close(), and eof_received() cannot keep the connection open.
@scenario("rfc8446:6.1:half-close", "python:ssl:unwrap:read-allowed", drivers="bio socket-nonblocking")
def reading_goes_on_after_closing(subject, peer):
    """After its own closure alert the subject still reads what the other end sends, to its clean end."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        peer.reads(100).ends(),
        peer.writes(b"trailing "),
        peer.writes(b"data"),
        peer.closes(),
        subject.reads_exactly(b"trailing data"),
        subject.reads(100).ends(),
        subject.reads(100).ends(),
    ]


# TLS 1.2 obliges the other end to close at once (RFC 5246 section 7.2.1); asyncio as above.
@scenario("rfc8446:6.1:half-close", drivers="bio sockets", tls="1.3")
def writing_goes_on_after_the_peer_closed(subject, peer):
    """The other end's closure alert ends its data, not ours: what the subject writes still arrives."""
    return [
        handshake(subject, peer),
        _says_goodbye(peer),
        subject.reads(100).ends(),
        subject.writes(b"one more thing"),
        peer.reads_exactly(b"one more thing"),
        subject.closes(),
        peer.reads(100).ends(),
        peer.closes(),
    ]


@scenario("python:ssl:unwrap:data-in-flight")
def closing_while_data_is_in_flight_is_no_error(subject, peer):
    """Data that was under way when the subject closed is legal: closing must not report an attack for it."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        peer.writes(b"crossing"),
        peer.closes(),
        subject.closes(),
    ]


@scenario("python:ssl:unwrap:data-in-flight", drivers="bio", peers="honest tlslite")
def closing_does_not_lose_unread_data(subject, peer):
    """Data that arrived before the subject closed is still readable afterwards: closing destroys nothing."""
    return [
        handshake(subject, peer),
        peer.writes(b"unread"),
        subject.closes().wants(READ),
        subject.reads(100).gives(b"unread"),
        peer.closes(),
        subject.closes(),
    ]


@scenario("python:ssl:unwrap:eof", peers="honest tlslite")
def a_cut_after_closing_is_truncation(subject, peer):
    """When the wire ends before the other closure alert, closing raises SSLEOFError: data may be missing."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        peer.cuts_wire(),
        subject.closes().raises(RAGGED_EOF),
    ]


@scenario("python:ssl:unwrap:eof", peers="honest tlslite")
def closing_a_cut_connection_is_truncation(subject, peer):
    """Closing a connection whose wire was cut cannot end well: the other side never said it was done."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.closes().raises(RAGGED_EOF, OS_ERROR),
    ]


# A memory BIO carries no transport that could break.
@scenario("python:ssl:eof:reset", drivers="sockets asyncio", peers="honest tlslite", sweep="none")
def a_reset_is_not_a_clean_end(subject, peer):
    """A connection broken by the other end's machine is told as an error: what was sent may be lost."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(b"never to be read"),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR, RAGGED_EOF),
    ]


@scenario("python:ssl:eof:reset", drivers="sockets", peers="honest tlslite", sweep="none")
def a_reset_is_no_ragged_end_to_be_suppressed(subject, peer):
    """suppress_ragged_eofs is about an EOF: a connection that broke is told as an OSError all the same."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(b"never to be read"),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR),
    ]


# After unwrap() an SSLSocket is a plain one: only an SSLObject and asyncio can be asked again.
@scenario("python:ssl:unwrap:again", drivers="bio asyncio", sweep="none")
def closing_twice_is_closing_once(subject, peer):
    """Closing what is closed already succeeds again, and sends no second closure alert."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.closes(),
        subject.closes(),
    ]


@scenario("python:ssl:unwrap:two-way", sweep="none")
def waiting_to_close_can_be_repeated(subject, peer):
    """Closing that waits for the other end's alert says so every time, and sends its own only once."""
    return [
        handshake(subject, peer),
        *[subject.closes().wants(READ)] * 3,
        peer.reads(100).ends(),
        peer.closes(),
        subject.closes(),
    ]


@scenario("python:asyncio:close:flush", "rfc8446:6.1:data-before-close", peers="honest tlslite")
def everything_written_arrives_before_the_close(subject, peer):
    """What was accepted before closing arrives in full, then the end. Otherwise every upload is at risk."""
    data = payload(30_000)
    return [
        handshake(subject, peer),
        together([subject.writes(data), subject.closes()], [peer.reads_exactly(data), peer.closes()]),
    ]


# A socket's write waits for room, so that it cannot close meanwhile.
@scenario("python:asyncio:close:flush", "python:ssl:unwrap:data-in-flight", drivers="sslobject asyncio")
def a_slow_network_loses_nothing_at_the_close(subject, peer):
    """A large write, then close, behind a full network, while one more record comes in.

    Every accepted byte arrives, and the record that came too late does not turn the close into an error.
    """
    data = payload(40_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(data),
        subject.closes().wants(READ),
        peer.writes(b"one more"),
        peer.takes_again(),
        together(subject.closes(), [peer.reads_exactly(data), peer.reads(100).ends(), peer.closes()]),
    ]


# An SSLObject has no transport to drop.
@scenario("python:ssl:close", "python:asyncio:abort", drivers="sockets asyncio", sweep="none")
def dropping_the_transport_is_no_clean_end(subject, peer):
    """A transport closed without a closure alert is truncation to the other end, which can tell it apart.

    A layer may send that alert by itself (RFC 8446 section 6.1).
    """
    return [
        handshake(subject, peer),
        together(subject.writes(b"unfinished"), peer.reads_exactly(b"unfinished")),
        subject.drops(),
        peer.reads(100).raises(RAGGED_EOF).or_ends(),
    ]
