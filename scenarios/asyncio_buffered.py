"""asyncio's BufferedProtocol over TLS: its buffers carry the stream, and nothing else.

`protocol.size` is how large a buffer the application gives; between two calls it is overwritten.
"""

from harness.scenario import (
    Act,
    Actor,
    callback,
    constant,
    handshake,
    payload,
    py,
    rests,
    scenario,
)


def _heard(subject: Actor, *callbacks: str) -> Act:
    """The callbacks so far, data received in several calls on end being one."""
    return subject.thing("protocol").has("callbacks").gives(list(callbacks))


@scenario("python:asyncio:buffered:stream", drivers="asyncio-buffered", sweep="some", peers="honest tlslite")
def small_buffers_carry_the_stream(subject, peer):
    """Twenty thousand bytes through buffers of seven: exactly the stream, nothing twice, nothing stale."""
    data = payload(20_000)
    return [
        handshake(subject, peer),
        subject.thing("protocol").sets("size", 7),
        peer.writes(data),
        subject.reads_exactly(data),
        peer.closes(),
        subject.reads(100).ends(),
    ]


@scenario("python:asyncio:buffered:count", drivers="asyncio-buffered", sweep="none", peers="honest tlslite")
def buffer_updated_counts_what_was_written(subject, peer):
    """buffer_updated(n) is called with at least 1, at most the buffer's size, and in all with the length."""
    counted = subject.thing("counted").has("calls")
    return [
        handshake(subject, peer),
        subject.thing("protocol").sets("size", 8),
        subject.does(callback()).keeps("counted"),
        subject.thing("protocol").sets("on_buffer_updated", subject.thing("counted")),
        peer.writes(payload(20)),
        subject.reads_exactly(payload(20)),
        subject.does(py("operator.ge", py("min", counted), (1,))).gives(True),
        subject.does(py("operator.le", py("max", counted), (8,))).gives(True),
        subject.does(py("sum", py("sum", counted, ()))).gives(20),
    ]


@scenario(
    "python:asyncio:buffered:sizehint",
    drivers="asyncio-buffered",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def get_buffer_is_given_a_number(subject, peer):
    """get_buffer(sizehint) is called with one int, -1 or more."""
    asked = subject.thing("asked").has("calls")
    return [
        handshake(subject, peer),
        subject.does(callback()).keeps("asked"),
        subject.thing("protocol").sets("on_get_buffer", subject.thing("asked")),
        peer.writes(b"hello"),
        subject.reads_exactly(b"hello"),
        subject.does(py("operator.ge", py("min", asked), (-1,))).gives(True),
    ]


@scenario("python:asyncio:buffered:eof", drivers="asyncio-buffered", sweep="none", peers="honest tlslite")
def no_buffer_is_asked_for_after_the_end(subject, peer):
    """eof_received() is the last a BufferedProtocol hears of the stream: no get_buffer() follows."""
    return [
        handshake(subject, peer),
        peer.writes(b"bye"),
        peer.closes(),
        rests(subject),
        subject.does(py("operator.getitem", subject.thing("protocol").has("calls"), -1)).gives(
            "eof_received"
        ),
    ]


@scenario("python:asyncio:buffered:empty", drivers="asyncio-buffered", sweep="none", peers="honest tlslite")
def an_empty_buffer_is_no_clean_end(subject, peer):
    """A protocol gives a buffer of no size, which is an error: it is told as one, and not as the end."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        protocol.sets("size", 0),
        peer.writes(b"where to?"),
        rests(subject),
        _heard(subject, "connection_made", "connection_lost"),
        subject.does(py("isinstance", protocol.has("error"), constant("Exception"))).gives(True),
    ]


@scenario(
    "python:asyncio:buffered:any-buffer", drivers="asyncio-buffered", sweep="none", peers="honest tlslite"
)
def a_buffer_may_be_a_bytearray(subject, peer):
    """get_buffer() gives a bytearray, and several records come at once: every byte is put there."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        protocol.sets("kind", constant("bytearray")),
        subject.asks("pause_reading"),
        *[peer.writes(each) for each in (b"one", b"two", b"three")],
        rests(subject),
        subject.asks("resume_reading"),
        rests(subject),
        subject.does(py("bytes", protocol.has("received"))).gives(b"onetwothree"),
    ]
