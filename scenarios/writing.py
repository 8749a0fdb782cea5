"""Writing: what is accepted arrives, whatever its size and however full the network."""

from harness.scenario import READ, WRITE, Actor, Step, handshake, payload, scenario, together

_RECORD = 2**14
_SIZES = (1, _RECORD - 1, _RECORD, _RECORD + 1)


def _passes(writer: Actor, reader: Actor, data: bytes) -> Step:
    """One end writes while the other reads, so that neither waits for room."""
    return together(writer.writes(data), reader.reads_exactly(data))


@scenario("python:ssl:write:count", peers="honest tlslite", sweep="none")
def writes_around_the_record_limit_arrive(subject, peer):
    """Writes of 1, 2^14-1, 2^14 and 2^14+1 bytes arrive whole, in both directions.

    The last one needs a second record: a layer that cuts instead of splitting loses its last byte.
    """
    return [
        handshake(subject, peer),
        *(_passes(subject, peer, payload(size)) for size in _SIZES),
        *(_passes(peer, subject, payload(size)) for size in _SIZES),
    ]


# The reference peer takes half a minute over a megabyte.
@scenario("rfc8446:5.1:fragmentation", "python:ssl:write:count", peers="honest", sweep="none")
def a_megabyte_is_written(subject, peer):
    """A long write is split into records and arrives whole."""
    return [handshake(subject, peer), _passes(subject, peer, payload(2**20))]


@scenario("python:ssl:write:zero", peers="honest tlslite", sweep="none")
def writing_nothing_is_no_error(subject, peer):
    """A write of b"" gives 0 and sends no data, and the connection goes on.

    Programs flush empty buffers; one that fails on it, or reads as an end at the other side, breaks them.
    """
    return [
        handshake(subject, peer),
        subject.writes(b""),
        peer.reads(100).wants(READ),
        subject.writes(b"something"),
        peer.reads_exactly(b"something"),
        subject.writes(b""),
        peer.writes(b"and back"),
        subject.reads_exactly(b"and back"),
    ]


@scenario("python:ssl:write:count", sweep="none")
def many_small_writes_arrive(subject, peer):
    """A hundred writes of three bytes arrive as one stream."""
    data = payload(300)
    return [handshake(subject, peer), together(subject.writes(data, at_once=3), peer.reads_exactly(data))]


@scenario("rfc8446:5.2:integrity", peers="honest tlslite", sweep="none")
def a_dialogue_goes_back_and_forth(subject, peer):
    """Question and answer, many times over: sequence numbers and buffers of both directions keep step."""
    return [
        handshake(subject, peer),
        *(
            step
            for number in range(4)
            for step in (
                _passes(subject, peer, payload(40 * number)),
                _passes(peer, subject, payload(70 - number)),
            )
        ),
    ]


# A blocking socket has one call under way, and so has the asyncio driver: a second one abandons the first.
@scenario("python:ssl:write:both-ways", drivers="bio socket-nonblocking", peers="honest tlslite")
def both_directions_carry_data_at_once(subject, peer):
    """Both ends write and read at the same time, more than any buffer between them holds.

    A layer that reads only when nothing waits to be written deadlocks with one of its own kind.
    """
    up, down = payload(40_000, "up!"), payload(40_000, "down")
    return [
        handshake(subject, peer),
        together(subject.writes(up), subject.reads_exactly(down), peer.writes(down), peer.reads_exactly(up)),
    ]


@scenario("python:ssl:write:both-ways", peers="honest tlslite")
def writing_goes_on_while_the_other_end_writes(subject, peer):
    """A long write finishes though the other end writes as much meanwhile, and nobody has read that yet."""
    up, down = payload(20_000, "up!"), payload(20_000, "down")
    return [
        handshake(subject, peer),
        together(subject.writes(up), [peer.writes(down), peer.reads_exactly(up)]),
        subject.reads_exactly(down),
    ]


# A blocking read in progress cannot be given up for a write.
@scenario(
    "python:ssl:write:both-ways",
    drivers="bio socket-nonblocking asyncio",
    peers="honest tlslite",
    sweep="none",
)
def writing_does_not_disturb_a_waiting_read(subject, peer):
    """A write between a read that waits and its retry goes out, and the read then gets its data."""
    return [
        handshake(subject, peer),
        subject.reads(100).wants(READ),
        subject.writes(b"question"),
        peer.reads_exactly(b"question"),
        peer.writes(b"answer"),
        subject.reads(100).gives(b"answer"),
    ]


# A MemoryBIO has no limit: the other drivers meet a full network below.
@scenario("python:ssl:write:both-ways", peers="honest tlslite")
def writing_does_not_wait_for_a_record_half_read(subject, peer):
    """What was decrypted and not yet read stands in nobody's way: a write goes out past it."""
    return [
        handshake(subject, peer),
        peer.writes(b"ping pong"),
        subject.reads(4).gives(b"ping"),
        subject.writes(b"in between"),
        peer.reads_exactly(b"in between"),
        subject.reads(9).gives(b" pong"),
    ]


@scenario("python:ssl:write:buffer-ownership", drivers="bio sockets", peers="honest tlslite", sweep="none")
def the_buffer_is_the_callers_again(subject, peer):
    """Once a write is over its buffer may be used for other things: what was accepted is what arrives."""
    data = payload(40_000)
    return [
        handshake(subject, peer),
        together(subject.writes_from_buffer(data), peer.reads_exactly(data)),
    ]


@scenario("python:ssl:write:memory-bio", drivers="sslobject", peers="honest tlslite", sweep="none")
def a_memory_bio_takes_everything(subject, peer):
    """On memory BIOs what is written is accepted at once, though nobody takes what it sends."""
    data = payload(200_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(data),
        peer.takes_again(),
        peer.reads_exactly(data),
    ]


# A MemoryBIO is never full; asyncio has its own flow control, below.
@scenario("python:ssl:write:retry", drivers="sockets", peers="honest tlslite", sweep="none")
def a_full_network_makes_a_write_wait(subject, peer):
    """A write that does not fit says want-write; repeated with the same bytes it continues where it was.

    Repeating what had gone out already, or leaving a hole, corrupts every large upload over a slow line.
    """
    data = payload(100_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        subject.writes_once(data).wants(WRITE),
        peer.takes_again(),
        _passes(subject, peer, data),
        _passes(peer, subject, b"thank you"),
    ]


# A blocking write in progress cannot be given up for a read.
@scenario("python:ssl:write:retry", drivers="socket-nonblocking", peers="honest tlslite", sweep="none")
def reading_goes_on_behind_a_waiting_write(subject, peer):
    """While a write waits for room, reads still work, and the write continues unharmed after them."""
    data = payload(50_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        peer.writes(b"meanwhile"),
        subject.reads(100).gives(b"meanwhile"),
        subject.reads(100).wants(READ),
        peer.takes_again(),
        _passes(subject, peer, data),
    ]


@scenario("python:asyncio:write:flow-control", drivers="asyncio", peers="honest tlslite", sweep="none")
def drain_waits_for_a_slow_reader(subject, peer):
    """`drain()` waits while far more than the high-water mark is unsent, and returns once it has gone out.

    A drain that returns at once lets a server pile up all its output in memory for one slow client.
    """
    data = payload(100_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        peer.takes_again(),
        _passes(subject, peer, data),
    ]


@scenario("python:asyncio:write:flow-control", drivers="asyncio", peers="honest tlslite", sweep="none")
def drain_waits_at_the_latest_for_the_second_write(subject, peer):
    """With one large write unsent, the next one's `drain()` waits, and everything arrives in the end."""
    first, second = payload(100_000, "one"), payload(100_000, "two")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(first),
        subject.writes_once(second).wants(WRITE),
        peer.takes_again(),
        together(subject.writes(second), peer.reads_exactly(first + second)),
    ]
