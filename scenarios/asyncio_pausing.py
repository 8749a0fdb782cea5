"""asyncio protocols that pause reading as soon as they are connected: what is held back, and what is not.

What is held back is data for the application. The handshake is not: its own last messages have to leave,
or the other end waits for ever.
"""

from harness.scenario import (
    READ,
    Act,
    Actor,
    Step,
    callback,
    handshake,
    payload,
    py,
    rests,
    scenario,
    together,
)

#: What a protocol is told of data by, a plain one and a buffered one.
_HEARING = ("on_data_received", "on_buffer_updated")


def _pauses_when_connected(subject: Actor) -> Act:
    transport = py("operator.getitem", subject.thing("arguments"), 0)
    pauses = callback(does=[py("operator.call", py("operator.methodcaller", "pause_reading"), transport)])
    return subject.thing("protocol").sets("on_connection_made", pauses)


def _hears_only_when_resumed(subject: Actor, data: bytes) -> list[Step]:
    return [
        rests(subject),
        subject.thing("protocol").has("callbacks").gives(["connection_made"]),
        subject.connection.calls("resume_reading").gives(None),
        subject.reads_exactly(data),
    ]


@scenario(
    "python:asyncio:pause-reading:connection_made",
    drivers="asyncio-protocols",
    sweep="none",
    peers="honest tlslite",
)
def a_pause_in_connection_made_ends_the_handshake(subject, peer):
    """A protocol pauses reading in connection_made(): the handshake is done all the same, for both ends."""
    return [
        _pauses_when_connected(subject),
        handshake(subject, peer),
        peer.writes(b"held back"),
        *_hears_only_when_resumed(subject, b"held back"),
    ]


@scenario(
    "python:asyncio:pause-reading:last-flight",
    drivers="asyncio-protocols",
    sweep="some",
    peers="honest tlslite",
)
def data_in_the_last_flight_waits_for_a_paused_protocol(subject, peer):
    """What arrives with the end of the handshake is held back by a pause in connection_made(), not lost."""
    return [
        _pauses_when_connected(subject),
        together(
            [subject.handshakes(), subject.connection.calls("write", b"go on").gives(None)],
            [peer.handshakes(), peer.writes(b"at once"), peer.reads_exactly(b"go on")],
        ),
        *_hears_only_when_resumed(subject, b"at once"),
    ]


@scenario("python:asyncio:pause-reading", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_pause_in_a_callback_holds_back_the_next(subject, peer):
    """A protocol pauses reading when it hears data: records that came with it wait until it resumes."""
    protocol, heard, data = subject.thing("protocol"), subject.thing("heard"), payload(40_000)
    return [
        handshake(subject, peer),
        subject.does(callback(does=[subject.connection.calls("pause_reading")])).keeps("heard"),
        *(protocol.sets(name, heard) for name in _HEARING),
        peer.writes(data),
        rests(subject),
        subject.does(py("len", heard.has("calls"))).gives(1),
        *(protocol.sets(name, None) for name in _HEARING),
        subject.connection.calls("resume_reading").gives(None),
        subject.reads_exactly(data),
    ]


@scenario("python:asyncio:eof:order", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def data_and_the_end_behind_it_are_heard_in_order(subject, peer):
    """Data and the closure alert came while reading was paused: the data is heard first, and then the end."""
    protocol = subject.thing("protocol")
    return [
        handshake(subject, peer),
        subject.connection.calls("pause_reading").gives(None),
        peer.writes(b"the last"),
        peer.closes().wants(READ),
        rests(subject),
        subject.connection.calls("resume_reading").gives(None),
        rests(subject),
        protocol.has("callbacks").gives(
            ["connection_made", "data_received", "eof_received", "connection_lost"]
        ),
        subject.does(py("bytes", protocol.has("received"))).gives(b"the last"),
    ]


@scenario(
    "python:asyncio:pause-reading:bounded",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def what_piles_up_behind_a_pause_is_left_on_the_wire(subject, peer):
    """Reading is paused while a megabyte comes: the layer stops taking it in, and goes on when it is read."""
    wire, protocol = subject.thing("wire"), subject.thing("protocol")
    return [
        handshake(subject, peer),
        subject.connection.calls("pause_reading").gives(None),
        wire.calls("is_reading").gives(True),
        *(peer.writes(bytes(65536)) for _ in range(16)),
        rests(subject),
        wire.calls("is_reading").gives(False),
        subject.connection.calls("resume_reading").gives(None),
        rests(subject),
        subject.does(py("len", protocol.has("received"))).gives(16 * 65536),
        wire.calls("is_reading").gives(True),
    ]
