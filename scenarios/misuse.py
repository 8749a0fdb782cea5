"""Misuse: calls in the wrong state are refused or harmless, never plaintext on the wire and never a crash.

An application has no reader, writer or transport of asyncio before the handshake, so that asyncio
appears here only where it can be misused.
"""

from harness.scenario import (
    CLEAN_CLOSE,
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    READ,
    WRITE,
    closing,
    handshake,
    payload,
    scenario,
    together,
)

_EARLY = b"written before the handshake"
_LATE = b"written after the closure alert"


# A blocking write in progress cannot be given up for a handshake.
@scenario("python:ssl:handshake:required", drivers="bio socket-nonblocking", sweep="none")
def a_write_before_the_handshake_sends_no_data(subject, peer):
    """A write before the handshake is refused, or waits for it; its data never goes out unprotected.

    The handshake can then be made, and what is written in it arrives.
    """
    return [
        subject.writes_once(_EARLY).raises(MISUSE, PROTOCOL_ERROR, OS_ERROR).or_wants(READ),
        handshake(subject, peer),
        together(subject.writes(b"properly"), peer.reads_exactly(b"properly")),
    ]


@scenario("python:ssl:handshake:required", drivers="bio socket-nonblocking", sweep="none")
def a_read_before_the_handshake_gives_no_data(subject, peer):
    """A read before the handshake is refused, or waits for it, and leaves a handshake that can be made."""
    return [
        subject.reads(100).raises(MISUSE, PROTOCOL_ERROR, OS_ERROR).or_wants(READ),
        handshake(subject, peer),
        together(peer.writes(b"properly"), subject.reads_exactly(b"properly")),
    ]


@scenario("python:ssl:handshake:required", drivers="bio sockets", peers="honest tlslite")
def a_write_that_makes_the_handshake_is_protected(subject, peer):
    """A layer whose write makes the handshake first sends the data only once, and only behind it."""
    return [
        together(
            subject.writes_once(_EARLY).raises(MISUSE, PROTOCOL_ERROR, OS_ERROR).or_gives(len(_EARLY)),
            peer.handshakes().or_wants(READ),
        ),
        peer.reads(100).gives(_EARLY).or_wants(READ).or_raises(MISUSE),
    ]


@scenario("python:ssl:unwrap:before-handshake", drivers="sslobject sockets", sweep="none")
def closing_before_the_handshake_is_refused(subject, peer):
    """Closing what was never opened is an error, sends nothing, and leaves a handshake that can be made."""
    return [
        subject.closes().raises(PROTOCOL_ERROR, MISUSE),
        handshake(subject, peer),
        together(subject.writes(b"properly"), peer.reads_exactly(b"properly")),
    ]


@scenario("python:ssl:read:zero", drivers="bio sockets", sweep="none")
def a_read_of_nothing_before_the_handshake_is_harmless(subject, peer):
    """`read(0)` gives b"" even before the handshake, or is refused, and does not begin it."""
    return [
        subject.reads(0).gives(b"").or_raises(MISUSE, PROTOCOL_ERROR, OS_ERROR),
        handshake(subject, peer),
        together(peer.writes(b"then"), subject.reads_exactly(b"then")),
    ]


@scenario("python:ssl:handshake:repeat", drivers="bio sockets", peers="honest tlslite", sweep="none")
def a_second_handshake_does_nothing(subject, peer):
    """`do_handshake()` on an open connection returns at once, and data flows as before."""
    return [
        handshake(subject, peer),
        subject.handshakes(),
        together(subject.writes(b"still"), peer.reads_exactly(b"still")),
        subject.handshakes(),
        together(peer.writes(b"here"), subject.reads_exactly(b"here")),
    ]


# After unwrap() an SSLSocket is a plain one, and a blocking one cannot be left in the middle of it.
@scenario("python:ssl:handshake:repeat", drivers="bio", sweep="none")
def a_handshake_after_closing_opens_nothing(subject, peer):
    """`do_handshake()` on a closed connection does nothing or fails; it does not begin a new one."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.handshakes().or_raises(PROTOCOL_ERROR, CLEAN_CLOSE, MISUSE),
        subject.reads(100).ends().or_raises(PROTOCOL_ERROR, CLEAN_CLOSE, MISUSE),
    ]


@scenario("python:ssl:write:after-close", drivers="bio socket-nonblocking", sweep="none")
def a_write_after_closing_is_refused(subject, peer):
    """Nothing can be written behind the closure alert: the other end ignores it, and the data is lost."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        subject.writes_once(_LATE).raises(CLEAN_CLOSE).or_raises(PROTOCOL_ERROR, MISUSE),
        peer.reads(100).ends(),
        peer.closes(),
    ]


# After unwrap() an SSLSocket is a plain one: what is sent then is meant to go out in clear.
@scenario("python:ssl:write:after-close", drivers="bio", sweep="none")
def a_write_after_both_closed_is_refused(subject, peer):
    """Nothing can be written on a connection closed from both sides, and nothing goes out."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.writes_once(_LATE).raises(CLEAN_CLOSE).or_raises(PROTOCOL_ERROR, MISUSE),
    ]


@scenario("python:asyncio:write:after-close", drivers="asyncio", sweep="none")
def a_write_after_closing_a_stream_sends_nothing(subject, peer):
    """What is written behind `close()` is dropped or refused, and never reaches the wire."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        subject.writes_once(_LATE).raises(OS_ERROR, CLEAN_CLOSE, PROTOCOL_ERROR).or_gives(len(_LATE)),
        peer.reads(100).ends(),
    ]


@scenario("python:ssl:unwrap:again", drivers="sockets", sweep="none")
def closing_a_socket_twice_is_refused(subject, peer):
    """After unwrap() the TLS layer is gone: a second unwrap() is a ValueError."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.closes().raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:ssl:close", drivers="sockets", sweep="none")
def a_dropped_socket_gives_nothing(subject, peer):
    """On a closed socket reads and writes are an OSError; none of them looks like a clean end."""
    return [
        handshake(subject, peer),
        peer.writes(b"unread"),
        subject.drops(),
        subject.reads(100).raises(OS_ERROR),
        subject.writes_once(b"into nowhere at all").raises(OS_ERROR),
    ]


# Only a non-blocking socket lets a waiting write be retried with something else.
@scenario("python:ssl:write:retry", drivers="socket-nonblocking", peers="honest tlslite", sweep="none")
def a_shorter_retry_is_refused(subject, peer):
    """After want-write a shorter retry is an error, or waits as well where nothing was begun.

    It never goes out in place of what was.
    """
    data = payload(50_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        subject.writes_once(b"something shorter").raises(PROTOCOL_ERROR, MISUSE).or_wants(WRITE),
    ]


@scenario("python:ssl:socket:no-bypass", drivers="sockets", peers="honest tlslite", sweep="none")
def no_socket_method_goes_past_tls(subject, peer):
    """Calls that would send or receive past TLS, or duplicate the descriptor, are refused."""
    return [
        handshake(subject, peer),
        subject.asks("dup").raises(FOREIGN, exception="NotImplementedError"),
        subject.asks("sendmsg", [b"this must not go out in clear"]).raises(
            FOREIGN, exception="NotImplementedError"
        ),
        subject.asks("recvmsg", 100).raises(FOREIGN, exception="NotImplementedError"),
        subject.asks("sendto", b"this must not go out in clear", "nowhere").raises(MISUSE, OS_ERROR),
        subject.asks("recvfrom", 100).raises(MISUSE, OS_ERROR),
        subject.asks("send", b"nor with flags", 1).raises(MISUSE, OS_ERROR),
        subject.writes(b"ping"),
        peer.reads_exactly(b"ping"),
    ]


@scenario("python:ssl:write:zero", drivers="socket-nonblocking", peers="honest tlslite", sweep="none")
def an_empty_write_behind_a_waiting_one_is_harmless(subject, peer):
    """Writing b"" while a write waits for room neither fails nor harms it: an empty flush is no retry."""
    data = payload(50_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        subject.writes_once(b"").gives(0).or_wants(WRITE),
        peer.takes_again(),
        together(subject.writes(data), peer.reads_exactly(data)),
    ]
