"""TLS buffers: what PEP 748 and PEP 543 say of a buffer that the words all faces share cannot say.

`buffer` is the TLSBuffer (PEP 543: TLSWrappedBuffer), `tls_context` the context that made it, `tls` the
implementation's module. A scenario that names a method only one PEP has is for that shape; whoever has
the other shape is told which name it lacks.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    MISUSE,
    PROTOCOL_ERROR,
    READ,
    Actor,
    Thing,
    handshake,
    payload,
    py,
    same,
    scenario,
    together,
)

_BEGUN = b"\x17\x03\x03\x00\x50"  # the header of a protected record of 80 bytes
_APPLICATION_DATA = 23
#: A TLSError: the PEPs have no class that tells one kind from the other.
_REFUSALS = (CERTIFICATE_REJECTED, PROTOCOL_ERROR)


def _buffer(subject: Actor) -> Thing:
    return subject.thing("buffer")


def _held_back(subject: Actor, peer: Actor, data: bytes) -> list[object]:
    """An open connection whose buffer holds one record that nobody takes."""
    return [handshake(subject, peer), peer.stops_taking(), subject.writes(data)]


def _equal(one: object, other: object) -> object:
    """Whether two pieces of ciphertext are the same; which bytes they are is chance, and not told."""
    return py("operator.eq", one, other)


def _length_in(piece: Thing) -> object:
    """The length in a record's header that `piece` begins with."""
    return py("operator.getitem", py("struct.unpack", "!H", piece.calls("__getitem__", py("slice", 3, 5))), 0)


# -- ciphertext for the wire ------------------------------------------------------------------------------


@scenario("pep748:process_outgoing:amount", "pep748:process_outgoing:removes", drivers="buffer", sweep="none")
def process_outgoing_gives_the_next_bytes_and_no_more(subject, peer):
    """process_outgoing(n) takes n bytes from the front, once: whoever sends 5 of 100 keeps its place."""
    buffer, first, rest, whole = (*map(subject.thing, ("buffer", "first", "rest", "whole")),)
    return [
        *_held_back(subject, peer, payload(100)),
        buffer.calls("outgoing_bytes_buffered").keeps("whole"),
        buffer.calls("process_outgoing", 5).keeps("first"),
        subject.does(py("len", first)).gives(5),
        first.calls("__getitem__", 0).gives(_APPLICATION_DATA),
        buffer.calls("process_outgoing", whole).keeps("rest"),
        subject.does(same(py("operator.add", py("len", rest), 5), whole)).gives(True),
        subject.does(same(_length_in(first), py("len", rest))).gives(True),
    ]


@scenario("pep748:process_outgoing:empty", "pep748:process_outgoing:bytes", drivers="buffer", sweep="none")
def process_outgoing_of_nothing_gives_nothing(subject, peer):
    """An empty buffer has no bytes for the wire, whatever is asked for, and says so with b""."""
    buffer = _buffer(subject)
    return [
        handshake(subject, peer),
        buffer.calls("process_outgoing", 100).gives(b""),
        peer.stops_taking(),
        subject.writes(b"something"),
        buffer.calls("process_outgoing", 0).gives(b""),
        buffer.calls("process_outgoing", 65536).returns(bytes, filled=True),
        buffer.calls("process_outgoing", 65536).gives(b""),
    ]


@scenario("pep748:outgoing_bytes_buffered:exact", drivers="buffer", sweep="none")
def outgoing_bytes_are_counted_exactly(subject, peer):
    """outgoing_bytes_buffered() is what process_outgoing has to give: callers send and stop by it."""
    buffer = _buffer(subject)
    return [
        handshake(subject, peer),
        buffer.calls("outgoing_bytes_buffered").gives(0),
        peer.stops_taking(),
        subject.writes(payload(10_000)),
        buffer.calls("outgoing_bytes_buffered").keeps("counted"),
        buffer.calls("process_outgoing", 1 << 20).keeps("taken"),
        subject.does(same(py("len", subject.thing("taken")), subject.thing("counted"))).gives(True),
        buffer.calls("outgoing_bytes_buffered").gives(0),
    ]


@scenario("pep543:peek_outgoing", "pep543:consume_outgoing", drivers="buffer", sweep="none")
def peeking_takes_nothing_and_consuming_takes_that_much(subject, peer):
    """peek_outgoing leaves the bytes where they are, consume_outgoing(n) discards n.

    A program that could send only 3 of 5 bytes goes on at the fourth.
    """
    buffer, first = _buffer(subject), subject.thing("first")
    return [
        *_held_back(subject, peer, payload(100)),
        buffer.calls("peek_outgoing", 5).keeps("first"),
        subject.does(py("len", first)).gives(5),
        subject.does(_equal(buffer.calls("peek_outgoing", 5), first)).gives(True),
        buffer.calls("consume_outgoing", 3),
        subject.does(
            _equal(buffer.calls("peek_outgoing", 2), first.calls("__getitem__", py("slice", 3, 5)))
        ).gives(True),
        buffer.calls("peek_outgoing", 65536).keeps("rest"),
        subject.does(
            _equal(py("len", subject.thing("rest")), py("operator.add", _length_in(first), 2))
        ).gives(True),
    ]


# -- ciphertext from the wire -----------------------------------------------------------------------------


@scenario("pep748:incoming_bytes_buffered:counts", drivers="buffer", sweep="none")
def incoming_bytes_are_counted_until_they_are_read(subject, peer):
    """incoming_bytes_buffered() is 0 when all that came has been processed, and never less."""
    buffer = _buffer(subject)
    return [
        buffer.calls("incoming_bytes_buffered").gives(0),
        handshake(subject, peer),
        peer.writes(payload(1000)),
        subject.reads_exactly(payload(1000)),
        subject.reads(10).wants(READ),
        buffer.calls("incoming_bytes_buffered").gives(0),
    ]


@scenario("pep748:process_incoming:stores", drivers="buffer", sweep="none")
def process_incoming_stores_what_it_is_given(subject, peer):
    """process_incoming takes any bytes and gives None; the beginning of a record is nothing to read yet."""
    return [
        handshake(subject, peer),
        _buffer(subject).calls("process_incoming", _BEGUN).gives(None),
        subject.reads(10).wants(READ),
    ]


@scenario("pep748:process_incoming:ownership", drivers="buffer", sweep="none")
def what_process_incoming_was_given_belongs_to_its_caller(subject, peer):
    """A bytearray that is received into again and again may be handed in: what it held then is stored.

    The PEP names bytes. Who takes nothing else says so by a TypeError.
    """
    buffer, held = _buffer(subject), subject.thing("held")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", _BEGUN)).keeps("held"),
        buffer.calls("process_incoming", held).gives(None).or_raises(MISUSE),
        subject.does(py("operator.setitem", held, py("slice", 0, 5), bytes(5))),
        subject.reads(10).wants(READ),
    ]


@scenario("pep748:incoming_bytes_buffered:counts", drivers="buffer", sweep="none")
def incoming_bytes_are_counted_before_they_are_read(subject, peer):
    """The beginning of a record cannot be processed: incoming_bytes_buffered() counts it, byte for byte."""
    buffer = _buffer(subject)
    return [
        handshake(subject, peer),
        subject.reads(10).wants(READ),
        buffer.calls("incoming_bytes_buffered").gives(0),
        buffer.calls("process_incoming", _BEGUN).gives(None),
        buffer.calls("incoming_bytes_buffered").gives(len(_BEGUN)),
    ]


@scenario("pep543:receive_from_network", drivers="buffer", sweep="none")
def receive_from_network_stores_what_it_is_given(subject, peer):
    """receive_from_network takes any bytes; the beginning of a record is nothing to read yet."""
    return [
        handshake(subject, peer),
        _buffer(subject).calls("receive_from_network", _BEGUN).gives(None),
        subject.reads(10).wants(READ),
    ]


@scenario("pep748:process_incoming:overfull", drivers="buffer", peers="honest tlslite", sweep="none")
def an_overfull_buffer_loses_nothing(subject, peer):
    """A buffer that has no room says WantReadError and stores nothing: the bytes can be given again."""
    return [
        handshake(subject, peer),
        peer.writes(payload(300_000)),
        subject.reads_exactly(payload(300_000), at_once=1000),
    ]


# -- plaintext --------------------------------------------------------------------------------------------


@scenario("pep748:read:size", "pep748:read:want-read", drivers="buffer")
def a_starved_read_wants_and_keeps_its_place(subject, peer):
    """A read that has nothing raises WantReadError; what is left of a record is there for the next one."""
    return [
        handshake(subject, peer),
        subject.reads(10).wants(READ),
        subject.reads(10).wants(READ),
        peer.writes(b"ten bytes and more"),
        subject.reads(9).gives(b"ten bytes"),
        subject.reads(100).gives(b" and more"),
        subject.reads(10).wants(READ),
    ]


@scenario("pep748:read:buffer", "pep543:readinto", drivers="buffer", sweep="none")
def a_read_into_a_buffer_counts_what_came(subject, peer):
    """A buffer is filled from its start, its number of new bytes is returned, and the rest is left alone."""
    return [
        handshake(subject, peer),
        subject.reads_into(4, 8).wants(READ),
        peer.writes(b"sixteen bytes..."),
        subject.reads_into(4, 8).gives((4, b"sixt\0\0\0\0")),
        subject.reads_into(100, 6).gives((6, b"een by")),
        subject.reads_into(100, 8).gives((6, b"tes...\0\0")),
    ]


@scenario("pep748:read:eof", drivers="buffer", peers="honest tlslite", sweep="none")
def the_end_is_the_empty_string_for_ever(subject, peer):
    """Once the other end has closed, every read gives b"": no exception, no waiting, and not only once."""
    return [
        handshake(subject, peer),
        peer.writes(b"the last"),
        peer.closes().anything(),
        subject.reads(100).gives(b"the last"),
        *(subject.reads(100).gives(b"") for _ in range(3)),
        subject.reads(1).gives(b""),
    ]


@scenario("pep748:read:eof-buffer", drivers="buffer", peers="honest tlslite", sweep="none")
def the_end_into_a_buffer_is_zero_bytes(subject, peer):
    """At the end nothing more comes into a buffer, and it is left as it was."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.reads_into(4, 4).gives((0, bytes(4))),
        subject.reads_into(4, 4).gives((0, bytes(4))),
    ]


@scenario("pep748:write:count", "pep748:write:short", drivers="buffer", peers="honest tlslite", sweep="none")
def a_write_counts_plaintext(subject, peer):
    """write() returns how much of the data it took, which is never the length of the ciphertext."""
    return [
        handshake(subject, peer),
        together(subject.writes(payload(40_000)), peer.reads_exactly(payload(40_000))),
        together(subject.writes(b"x"), peer.reads_exactly(b"x")),
    ]


@scenario("pep748:write:buffer-types", drivers="buffer", peers="honest tlslite", sweep="none")
def a_write_takes_any_buffer(subject, peer):
    """Whatever supports the buffer interface can be written, and is counted in bytes, not in items."""
    buffer = _buffer(subject)
    return [
        handshake(subject, peer),
        buffer.calls("write", py("bytearray", b"twelve bytes")).gives(12),
        buffer.calls("write", py("memoryview", b"seven..")).gives(7),
        buffer.calls("write", py("array.array", "H", (1, 2, 3))).gives(6),
    ]


@scenario("pep748:write:ownership", drivers="buffer", peers="honest tlslite", sweep="none")
def a_written_buffer_belongs_to_its_caller_again(subject, peer):
    """What was written is what arrives, even if the caller's buffer changes before the bytes are taken."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_from_buffer(payload(1000)),
        peer.takes_again(),
        peer.reads_exactly(payload(1000)),
    ]


# -- handshake and closure --------------------------------------------------------------------------------


@scenario("pep748:do_handshake:performs", drivers="buffer", peers="honest tlslite", sweep="none")
def do_handshake_returns_when_it_is_done(subject, peer):
    """do_handshake() performs the handshake: once it has returned, a suite has been negotiated."""
    buffer = _buffer(subject)
    return [
        together(buffer.calls("do_handshake").gives(None), peer.handshakes()),
        subject.does(py("operator.is_not", buffer.calls("cipher"), None)).gives(True),
        peer.writes(b"ping"),
        subject.reads_exactly(b"ping"),
    ]


@scenario("pep748:do_handshake:starved", drivers="buffer", sweep="none")
def a_starved_handshake_wants(subject, peer):
    """A handshake without the other end's bytes raises WantReadError, as often as it is tried."""
    buffer = _buffer(subject)
    return [
        peer.cuts_wire(eof=False),
        buffer.calls("do_handshake").wants(READ),
        buffer.calls("do_handshake").wants(READ),
        buffer.calls("cipher").gives(None),
    ]


@scenario("pep748:do_handshake:verifies", "pep748:context:server_hostname", drivers="buffer", roles="client")
def the_name_given_to_the_context_is_verified(client, server):
    """do_handshake() also verifies the host's name: a certificate for another one fails it."""
    return [
        server.configured(certificate="wrong-host"),
        together(
            client.handshakes().raises(*_REFUSALS),
            server.handshakes().anything(),
        ),
    ]


@scenario("pep748:errors:final", drivers="buffer", peers="tlslite honest", sweep="none")
def an_error_is_the_end_of_the_buffer(subject, peer):
    """After a TLSError the connection is over: nothing can be read or written, and no new one begins."""
    return [
        handshake(subject, peer),
        peer.sends_raw(bytes.fromhex("1703030020") + bytes(32)),
        subject.reads(100).raises(*_REFUSALS),
        subject.reads(100).raises(*_REFUSALS),
        subject.writes_once(b"after the end").raises(*_REFUSALS),
    ]


@scenario("pep748:shutdown:clean", drivers="buffer", peers="honest tlslite", sweep="none")
def shutdown_is_a_clean_end_for_both(subject, peer):
    """shutdown() tells the other end that the content is finished, and waits until it has said so too."""
    buffer = _buffer(subject)
    return [
        handshake(subject, peer),
        together(subject.writes(b"the last"), peer.reads_exactly(b"the last")),
        buffer.calls("shutdown").wants(READ),
        peer.reads(10).ends(),
        together(buffer.calls("shutdown").gives(None), peer.closes()),
    ]
