"""Buffers given: what a read may fill and a write may take, how both count, and whose it is afterwards.

`SSLSocket.read` and `write` are SSLObject's, so one scenario serves both. The counts are of bytes, whatever
the items of a buffer are, and a buffer is the caller's again as soon as the call is over.
"""

from harness.scenario import (
    MISUSE,
    READ,
    TIMEOUT,
    Act,
    Actor,
    Step,
    handshake,
    payload,
    py,
    scenario,
    together,
)

# "I" items of four bytes that read as text.
_WORDS = py("array.array", "I", b"0123456789abcdef")
_KINDS = (
    py("bytearray", b"from a bytearray"),
    py("memoryview", b"from a memoryview"),
    py("operator.getitem", py("memoryview", b"0from a slice0"), py("slice", 1, 13)),
)
_SENT = b"from a bytearray" + b"from a memoryview" + b"from a slice" + b"0123456789abcdef" * 2


def _still_works(subject: Actor, peer: Actor) -> list[Step]:
    """What was refused has left no trace: data still flows both ways, and nothing else came."""
    return [
        together(subject.writes(b"after it"), peer.reads_exactly(b"after it")),
        together(peer.writes(b"and back"), subject.reads_exactly(b"and back")),
    ]


def _reads(subject: Actor, *args: object, **kwargs: object) -> Act:
    return subject.connection.calls("read", *args, **kwargs)


# -- reading into ---------------------------------------------------------------------------------------


@scenario("python:sslobject:read:default", drivers="bio sockets", peers="honest", sweep="none")
def a_read_without_a_size_gives_1024_bytes(subject, peer):
    """read() asks for 1024 bytes, as its signature says: up to so many come, and no more."""
    return [
        handshake(subject, peer),
        peer.writes(payload(3000)),
        _reads(subject).keeps("some"),
        _has_at_most(subject, 1024),
        _reads(subject, len=7).keeps("some"),
        _has_at_most(subject, 7),
        peer.closes().anything(),
        subject.reads_to_end(),
    ]


def _has_at_most(subject: Actor, amount: int) -> Act:
    """Of what was read there is something, and no more than that."""
    return subject.does(
        py("operator.contains", py("range", 1, amount + 1), py("len", subject.thing("some")))
    ).gives(True)


@scenario("python:sslobject:read:buffer-kinds", drivers="bio sockets", peers="honest", sweep="none")
def any_writable_buffer_is_filled(subject, peer):
    """A read fills a bytearray, a slice of a memoryview or an array; the count is of bytes."""
    target, words = subject.thing("target"), subject.thing("words")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", b"..........")).keeps("target"),
        subject.does(py("array.array", "I", (0, 0, 0))).keeps("words"),
        peer.writes(b"0123456789abcdefghij"),
        _reads(subject, 4, target).gives(4),
        subject.does(py("bytes", target)).gives(b"0123......"),
        _reads(subject, 3, py("operator.getitem", py("memoryview", target), py("slice", 7, 10))).gives(3),
        subject.does(py("bytes", target)).gives(b"0123...456"),
        _reads(subject, 8, words).gives(8),
        words.calls("tobytes").gives(b"789abcde" + bytes(4)),
        _reads(subject, 100, words).gives(5),
        words.calls("tobytes").gives(b"fghijcde" + bytes(4)),
    ]


@scenario("python:sslobject:read:buffer-count", drivers="bio sockets", peers="honest", sweep="none")
def a_read_into_words_fills_all_of_them(subject, peer):
    """The room in a buffer is its size in bytes: an array of four words takes sixteen of them at once."""
    words = subject.thing("words")
    return [
        handshake(subject, peer),
        subject.does(py("array.array", "I", (0, 0, 0, 0))).keeps("words"),
        peer.writes(b"0123456789abcdef and more"),
        _reads(subject, 1000, words).gives(16),
        words.calls("tobytes").gives(b"0123456789abcdef"),
        subject.reads_exactly(b" and more"),
    ]


@scenario("python:sslobject:read:buffer-empty", drivers="bio sockets", peers="honest", sweep="none")
def a_buffer_without_room_takes_nothing(subject, peer):
    """A read into a buffer of no bytes gives 0 at once, waiting or not, and takes nothing."""
    nowhere = _reads(subject, 10, py("bytearray")).gives(0)
    return [
        handshake(subject, peer),
        nowhere,
        peer.writes(b"here"),
        subject.reads(1).gives(b"h"),
        nowhere,
        subject.reads_exactly(b"ere"),
    ]


# No document says what a negative size means with a buffer; CPython's test_recv_send fills it.
@scenario("python:sslobject:read:buffer-negative", drivers="bio sockets", peers="honest", sweep="none")
def a_negative_size_with_a_buffer_means_all_of_it(subject, peer):
    """read(-1, buffer) fills the buffer, or is refused as without one; it never reads beyond it."""
    target = subject.thing("target")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", 4)).keeps("target"),
        peer.writes(b"0123456789"),
        _reads(subject, -1, target).gives(4).or_raises(MISUSE),
        subject.does(py("len", target)).gives(4),
        subject.reads(100).gives(b"456789").or_gives(b"0123456789"),
    ]


@scenario("python:sslobject:read:size-type", drivers="bio sockets", peers="honest", sweep="none")
def a_size_must_be_a_whole_number(subject, peer):
    """A size that is no int is a TypeError, and what waits to be read is still there."""
    return [
        handshake(subject, peer),
        peer.writes(b"still here"),
        *(_reads(subject, wrong).raises(MISUSE, exception="TypeError") for wrong in (None, "5", 1.5, b"5")),
        subject.reads_exactly(b"still here"),
    ]


@scenario("python:sslobject:read:size-huge", drivers="bio sockets", peers="honest", sweep="none")
def a_huge_size_reads_what_there_is(subject, peer):
    """A size far above what there is gives what there is; one no machine can count is refused at most."""
    return [
        handshake(subject, peer),
        peer.writes(b"a little"),
        _reads(subject, 2**22).gives(b"a little"),
        peer.writes(b"more of it"),
        _reads(subject, 2**70).raises(MISUSE, exception="OverflowError").or_gives(b"more of it"),
        peer.writes(b"!"),
        subject.reads(100).gives(b"more of it").or_gives(b"!").or_gives(b"more of it!"),
    ]


@scenario("python:sslobject:read:buffer-type", drivers="bio sockets", peers="honest", sweep="none")
def a_target_that_cannot_be_written_is_refused(subject, peer):
    """Read-only memory and objects without any are a TypeError; nothing is lost or written there."""
    readonly = (b"0123456789", py("memoryview", b"0123456789"), "0123456789", 10, [0, 0])
    return [
        handshake(subject, peer),
        peer.writes(b"still here"),
        subject.reads(1).gives(b"s"),
        *(_reads(subject, 5, target).raises(MISUSE, exception="TypeError") for target in readonly),
        subject.reads_exactly(b"till here"),
    ]


@scenario("python:sslobject:read:buffer-contiguous", drivers="bio sockets", peers="honest", sweep="none")
def a_target_with_gaps_is_refused(subject, peer):
    """A buffer whose bytes do not lie together is refused, and nothing is lost."""
    gaps = py("operator.getitem", py("memoryview", py("bytearray", 10)), py("slice", None, None, 2))
    return [
        handshake(subject, peer),
        peer.writes(b"still here"),
        subject.reads(1).gives(b"s"),
        _reads(subject, 5, gaps).raises(MISUSE),
        subject.reads_exactly(b"till here"),
    ]


# A blocking read cannot be given up, so its buffer is in use.
@scenario(
    "python:sslobject:read:buffer-ownership", drivers="bio socket-nonblocking", peers="honest", sweep="none"
)
def a_waiting_read_leaves_the_buffer_alone(subject, peer):
    """After want-read the buffer is untouched, the caller may resize it, and later data does not go there."""
    target = subject.thing("target")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", b"mine")).keeps("target"),
        _reads(subject, 4, target).wants(READ),
        subject.does(py("bytes", target)).gives(b"mine"),
        target.calls("extend", b" again"),
        peer.writes(b"yours"),
        subject.reads_exactly(b"yours"),
        subject.does(py("bytes", target)).gives(b"mine again"),
    ]


@scenario("python:sslobject:read:buffer-ownership", drivers="bio sockets", peers="honest", sweep="none")
def a_filled_buffer_is_the_callers_again(subject, peer):
    """Once a read is over its buffer can be resized, and the next data does not change it."""
    target = subject.thing("target")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", 4)).keeps("target"),
        peer.writes(b"one two"),
        _reads(subject, 4, target).gives(4),
        target.calls("extend", b"!"),
        subject.reads_exactly(b"two"),
        subject.does(py("bytes", target)).gives(b"one !"),
    ]


# -- writing from ---------------------------------------------------------------------------------------


@scenario("python:sslobject:write:buffer-kinds", drivers="bio sockets", peers="honest", sweep="none")
def anything_with_bytes_can_be_written(subject, peer):
    """write() takes any contiguous buffer, whatever its items and dimensions, and counts its bytes."""
    grid = py("array.array", "I", b"0123456789abcdef")
    return [
        handshake(subject, peer),
        *(
            subject.connection.calls("write", each).gives(count)
            for each, count in zip(_KINDS, (16, 17, 12), strict=True)
        ),
        subject.connection.calls("write", _WORDS).gives(16),
        subject.does(py("memoryview", grid)).keeps("line"),
        subject.thing("line").calls("cast", "B").keeps("bytes"),
        subject.thing("bytes").calls("cast", "B", (4, 4)).keeps("grid"),
        subject.connection.calls("write", subject.thing("grid")).gives(16),
        peer.reads_exactly(_SENT),
    ]


@scenario("python:sslobject:write:buffer-type", drivers="bio sockets", peers="honest", sweep="none")
def what_holds_no_bytes_cannot_be_written(subject, peer):
    """Text, None, numbers and lists are a TypeError; nothing is sent for them, and the connection goes on."""
    return [
        handshake(subject, peer),
        *(
            subject.connection.calls("write", wrong).raises(MISUSE, exception="TypeError")
            for wrong in ("text", None, 5, 1.5, [1, 2])
        ),
        *_still_works(subject, peer),
    ]


@scenario("python:sslobject:write:buffer-contiguous", drivers="bio sockets", peers="honest", sweep="none")
def a_source_with_gaps_is_refused(subject, peer):
    """A buffer whose bytes do not lie together, or that was released, is refused and nothing sent for it."""
    gaps = py("operator.getitem", py("memoryview", b"0123456789"), py("slice", None, None, 2))
    return [
        handshake(subject, peer),
        subject.connection.calls("write", gaps).raises(MISUSE, exception="BufferError"),
        subject.does(py("memoryview", b"gone")).keeps("view"),
        subject.thing("view").calls("release"),
        subject.connection.calls("write", subject.thing("view")).raises(MISUSE, exception="ValueError"),
        *_still_works(subject, peer),
    ]


@scenario("python:sslobject:write:buffer-ownership", drivers="bio sockets", peers="honest", sweep="none")
def a_written_buffer_can_be_resized(subject, peer):
    """Once a write is over nobody holds its buffer: it can be resized and used for the next one."""
    source = subject.thing("source")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", b"one ")).keeps("source"),
        subject.connection.calls("write", source).gives(4),
        source.calls("extend", b"and two"),
        subject.connection.calls("write", source).gives(11),
        source.calls("clear"),
        peer.reads_exactly(b"one one and two"),
    ]


@scenario("python:sslobject:write:arguments", drivers="bio sockets", peers="honest", sweep="none")
def a_write_takes_one_buffer(subject, peer):
    """write() needs its one argument and takes no more; nothing is sent by a call that is none."""
    return [
        handshake(subject, peer),
        subject.connection.calls("write").raises(MISUSE, exception="TypeError"),
        subject.connection.calls("write", b"one", b"two").raises(MISUSE, exception="TypeError"),
        *_still_works(subject, peer),
    ]


# -- sendall --------------------------------------------------------------------------------------------


@scenario("python:sslsocket:sendall", drivers="sockets", peers="honest", sweep="none")
def sendall_sends_all_and_says_nothing(subject, peer):
    """sendall() sends every byte of any contiguous buffer and returns None; b"" is nothing to do."""
    return [
        handshake(subject, peer),
        subject.connection.calls("sendall", _WORDS).gives(None),
        subject.connection.calls("sendall", py("memoryview", py("bytearray", b" and a view"))).gives(None),
        subject.connection.calls("sendall", b"").gives(None),
        peer.reads_exactly(b"0123456789abcdef and a view"),
        *_still_works(subject, peer),
    ]


@scenario("python:sslsocket:sendall", drivers="socket", peers="honest", sweep="none")
def sendall_sends_all_at_the_edges_of_records(subject, peer):
    """sendall() of as many bytes as records hold, of one more and of one less, sends every one of them."""
    sizes = [records * 2**14 + near for records in (1, 2) for near in (-1, 0, 1)]
    return [
        handshake(subject, peer),
        *(
            together(subject.connection.calls("sendall", data).gives(None), peer.reads_exactly(data))
            for data in (payload(size, f"of {size} ") for size in sizes)
        ),
    ]


@scenario("python:sslsocket:sendall", drivers="sockets", peers="honest", sweep="none")
def sendall_refuses_what_holds_no_bytes(subject, peer):
    """sendall() of text, None or a buffer with gaps is refused before a byte goes out."""
    gaps = py("operator.getitem", py("memoryview", b"0123456789"), py("slice", None, None, 2))
    return [
        handshake(subject, peer),
        *(
            subject.connection.calls("sendall", wrong).raises(MISUSE, exception="TypeError")
            for wrong in ("text", None, 5)
        ),
        subject.connection.calls("sendall", gaps).raises(MISUSE),
        *_still_works(subject, peer),
    ]


# Only a blocking socket has a time limit.
@scenario("python:sslsocket:sendall:timeout", drivers="socket", peers="honest", sweep="none")
def sendall_ends_by_its_timeout(subject, peer):
    """When nobody takes what is sent, sendall() ends with a timeout, and not as a TLS error."""
    return [
        handshake(subject, peer),
        subject.connection.calls("settimeout", 0.05),
        peer.stops_taking(),
        subject.connection.calls("sendall", bytes(2**20)).raises(TIMEOUT).after(10),
    ]
