"""Reading: what a read gives, how much of it, and what it does when there is nothing to give."""

from harness.scenario import MISUSE, READ, Actor, Step, handshake, in_turn, payload, scenario, together

_RECORD = 2**14
_AROUND_BUFFERS = tuple(size + near for size in (4096, 8192, _RECORD) for near in (-1, 0, 1))


def _passes(writer: Actor, reader: Actor, data: bytes, at_once: int = 65536) -> Step:
    """One end writes while the other reads, so that neither waits for room."""
    return together(writer.writes(data), reader.reads_exactly(data, at_once))


@scenario("python:asyncio:pause-reading", drivers="asyncio-protocol", peers="honest tlslite", sweep="none")
def nothing_is_delivered_while_reading_is_paused(subject, peer):
    """A paused reader gets neither data nor the end, and both, in order, once it resumes."""
    return [
        handshake(subject, peer),
        subject.asks("pause_reading"),
        peer.writes(b"held back"),
        peer.closes().wants(READ),
        peer.cuts_wire(),
        subject.reads(100).wants(READ),
        subject.asks("resume_reading"),
        subject.reads(100).gives(b"held back"),
        subject.reads(100).ends(),
    ]


@scenario("python:ssl:read:size", "rfc8446:5.2:integrity", sweep="none")
def a_read_gives_what_was_written(subject, peer):
    """What the other end wrote is what a read gives. Without this there is no connection at all."""
    return [
        handshake(subject, peer),
        peer.writes(b"first"),
        subject.reads(100).gives(b"first"),
        peer.writes(b"second"),
        subject.reads(100).gives(b"second"),
    ]


@scenario("python:ssl:read:size", peers="honest tlslite")
def a_read_does_not_wait_to_be_full(subject, peer):
    """A read gives what there is, however much it was asked for. One that waits for more hangs a dialogue."""
    return [
        handshake(subject, peer),
        peer.writes(b"short"),
        subject.reads(65536).gives(b"short"),
        subject.writes(b"answer"),
        peer.reads_exactly(b"answer"),
    ]


_FULL = (4096, _RECORD, 2 * _RECORD)


@scenario("python:ssl:read:size", peers="honest tlslite", sweep="none")
def a_read_does_not_wait_behind_a_full_record(subject, peer):
    """A read of much returns though a whole record, or two, were all there is: fullness promises no more."""
    return in_turn(
        [
            handshake(subject, peer),
            peer.writes(payload(size)),
            subject.reads(65536).returns(bytes, filled=True),
        ]
        for size in _FULL
    )


@scenario("python:ssl:read:size", drivers="bio sockets", peers="honest", sweep="none")
def a_large_buffer_is_not_waited_for(subject, peer):
    """A read into much room returns likewise."""
    return in_turn(
        [handshake(subject, peer), peer.writes(payload(size)), subject.reads_into(65536, 65536)]
        for size in _FULL
    )


@scenario("python:ssl:read:size", sweep="none")
def small_reads_empty_a_big_record(subject, peer):
    """The rest of a record waits for the next reads. A layer that drops it loses most of every download."""
    data = payload(_RECORD)
    return [handshake(subject, peer), _passes(peer, subject, data, at_once=100)]


@scenario("python:ssl:read:size", peers="honest tlslite", sweep="none")
def bytes_can_be_read_one_by_one(subject, peer):
    """Reads of one byte give every byte in order, as a parser of lines needs them."""
    data = payload(100)
    return [handshake(subject, peer), peer.writes(data), subject.reads_exactly(data, at_once=1)]


@scenario("rfc8446:5.1:fragmentation", "python:ssl:read:size", peers="honest tlslite", sweep="none")
def records_and_reads_of_every_size_fit(subject, peer):
    """Sizes around 4, 8 and 16 kB work, read in larger, equal and smaller pieces.

    Off-by-one errors at a buffer's edge lose a byte or stall a transfer that worked in every other test.
    """
    return [
        handshake(subject, peer),
        *(
            _passes(peer, subject, payload(size), at_once)
            for size in _AROUND_BUFFERS
            for at_once in (4096, size)
        ),
    ]


# The reference peer takes half a minute over a megabyte.
@scenario("rfc8446:5.1:fragmentation", peers="honest", sweep="none")
def a_megabyte_arrives(subject, peer):
    """A long transfer comes out whole and in order."""
    return [handshake(subject, peer), _passes(peer, subject, payload(2**20))]


@scenario("rfc8446:5.1:fragmentation", peers="honest tlslite", sweep="none")
def many_small_records_arrive(subject, peer):
    """A hundred records of three bytes are the same stream as one of three hundred.

    A layer that takes one record from each delivery stalls here with data in its hands.
    """
    data = payload(300)
    return [handshake(subject, peer), peer.writes(data, at_once=3), subject.reads_exactly(data)]


# trio and anyio promise a ValueError: a read of nothing looks like the end of the stream.
@scenario(
    "python:ssl:read:zero",
    "python:asyncio:read:size",
    drivers="bio sockets asyncio",
    peers="honest tlslite",
)
def a_read_of_nothing_gives_nothing(subject, peer):
    """`read(0)` returns b"" at once and takes nothing, whether or not data waits.

    A layer that waits here hangs; one that discards the record it decrypted loses it.
    """
    return [
        handshake(subject, peer),
        subject.reads(0).gives(b""),
        peer.writes(b"here"),
        subject.reads(0).gives(b""),
        subject.reads(2).gives(b"he"),
        subject.reads(0).gives(b""),
        subject.reads(100).gives(b"re"),
        subject.reads(0).gives(b""),
    ]


@scenario("python:ssl:read:want-read", sweep="none")
def want_read_can_be_repeated(subject, peer):
    """A read that must wait says so every time, and disturbs nothing.

    An event loop may ask too often; it must not lose data, or send any, for that.
    """
    return [
        handshake(subject, peer),
        *[subject.reads(100).wants(READ)] * 3,
        peer.reads(100).wants(READ),
        peer.writes(b"at last"),
        subject.reads(100).gives(b"at last"),
        *[subject.reads(100).wants(READ)] * 3,
    ]


# A blocking call cannot be given up for one of another size, and asyncio's reads have no buffer.
@scenario("python:ssl:read:want-read", drivers="bio socket-nonblocking", peers="honest tlslite")
def a_waiting_read_can_be_retried_differently(subject, peer):
    """After want-read the next read may ask for another amount or fill a buffer; nothing is lost for that."""
    return [
        handshake(subject, peer),
        subject.reads(100).wants(READ),
        subject.reads_into(10, 10).wants(READ),
        peer.writes(b"0123456789"),
        subject.reads(3).gives(b"012"),
        subject.reads_into(10, 10).gives((7, b"3456789\0\0\0")),
    ]


# asyncio reads for the application, so that only the end result shows there: trickle has that.
@scenario(
    "python:ssl:read:partial-record", sweep="benign", drivers="bio socket-nonblocking", peers="honest tlslite"
)
def half_a_record_gives_nothing(subject, peer):
    """No byte of a record comes out before the whole record is there and verified.

    Data released early is data nobody has authenticated.
    """
    data = b"authenticated or nothing"
    return [
        handshake(subject, peer),
        peer.writes(data),
        subject.reads(100).gives(data),
        subject.reads(100).wants(READ),
    ]


# Only these have a read into a buffer.
@scenario("python:ssl:read:buffer", drivers="bio sockets", peers="honest tlslite", sweep="none")
def a_short_buffer_is_filled(subject, peer):
    """A buffer shorter than the record is filled from its start, and the rest waits for the next read."""
    return [
        handshake(subject, peer),
        peer.writes(b"0123456789"),
        subject.reads_into(4, 4).gives((4, b"0123")),
        subject.reads_into(4, 4).gives((4, b"4567")),
        subject.reads_into(4, 4).gives((2, b"89\0\0")),
    ]


@scenario("python:ssl:read:buffer", drivers="bio sockets", peers="honest tlslite", sweep="none")
def a_long_buffer_is_left_alone_behind_the_data(subject, peer):
    """Only the bytes that were read are written into the buffer, and never more than was asked for."""
    return [
        handshake(subject, peer),
        peer.writes(b"0123456789"),
        subject.reads_into(3, 8).gives((3, b"012\0\0\0\0\0")),
        subject.reads_into(100, 8).gives((7, b"3456789\0")),
    ]


# Documented for `socket.recv_into` only: an SSLObject's read(0, buffer) is not.
@scenario("python:ssl:read:buffer", drivers="sockets", sweep="none")
def recv_into_without_an_amount_fills_the_buffer(subject, peer):
    """`recv_into(buffer, 0)` reads as much as the buffer holds, as it does on a plain socket."""
    return [
        handshake(subject, peer),
        peer.writes(b"0123456789"),
        subject.reads_into(0, 4).gives((4, b"0123")),
        subject.reads_into(0, 8).gives((6, b"456789\0\0")),
    ]


# asyncio keeps pending() to itself.
@scenario("python:ssl:pending", drivers="bio sockets", peers="honest tlslite")
def pending_counts_what_is_left(subject, peer):
    """`pending()` is exactly the rest of the decrypted record.

    `select` cannot see those bytes: a program that trusts a wrong count sleeps on data it already has.
    """
    return [
        handshake(subject, peer),
        subject.pends().gives(0),
        peer.writes(b"0123456789"),
        subject.reads(3).gives(b"012"),
        subject.pends().gives(7),
        subject.reads(6).gives(b"345678"),
        subject.pends().gives(1),
        subject.reads(100).gives(b"9"),
        subject.pends().gives(0),
    ]


@scenario("python:ssl:read:size", drivers="bio sockets", sweep="none")
def a_negative_amount_is_refused(subject, peer):
    """`read(-1)` is a ValueError, and the data is still there for a proper read."""
    return [
        handshake(subject, peer),
        peer.writes(b"kept"),
        subject.reads(-1).raises(MISUSE, exception="ValueError"),
        subject.reads(100).gives(b"kept"),
    ]


@scenario("rfc8446:4.6.1:tickets", roles="client", tls="1.3", peers="honest tlslite")
def session_tickets_are_silent(subject, peer):
    """Session tickets come between application data and are no data: a read that meets them goes on waiting.

    A layer that reports them as an empty read ends a connection that has just begun.
    """
    return [
        peer.configured(tickets=3),
        handshake(subject, peer),
        subject.reads(100).wants(READ),
        peer.writes(b"data"),
        subject.reads(100).gives(b"data"),
    ]


# Only the reference peer can be told to update its keys.
@scenario("rfc8446:4.6.3:key_update", tls="1.3", peers="tlslite", sweep="none")
def new_keys_between_data_go_unnoticed(subject, peer):
    """A KeyUpdate between two records changes keys and nothing else; long connections die without it."""
    return [
        handshake(subject, peer),
        peer.writes(b"under the old keys"),
        peer.updates_keys(),
        peer.writes(b", under the new"),
        subject.reads_exactly(b"under the old keys, under the new"),
        subject.writes(b"and back"),
        peer.reads_exactly(b"and back"),
    ]


@scenario("rfc8446:4.6.3:key_update_requested", tls="1.3", peers="tlslite", sweep="none")
def a_request_for_new_keys_is_met(subject, peer):
    """After a KeyUpdate that asks for one back, what the subject writes still arrives."""
    return [
        handshake(subject, peer),
        peer.updates_keys(request=True),
        peer.writes(b"change yours too"),
        subject.reads_exactly(b"change yours too"),
        subject.writes(b"done"),
        peer.reads_exactly(b"done"),
        peer.writes(b"good"),
        subject.reads_exactly(b"good"),
    ]


@scenario("rfc8446:4.6.3:key_update", tls="1.3", peers="tlslite", sweep="none")
def keys_can_be_updated_many_times(subject, peer):
    """Twenty updates in a row, with and without an answer, leave both directions working."""
    rounds = [
        [
            peer.updates_keys(request=number % 2 == 0),
            _passes(peer, subject, payload(10)),
            subject.writes(b"yes"),
        ]
        for number in range(20)
    ]
    return [
        handshake(subject, peer),
        *(step for steps in rounds for step in steps),
        peer.reads_exactly(b"yes" * 20),
    ]
