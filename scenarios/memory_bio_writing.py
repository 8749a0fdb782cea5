"""MemoryBIO.write(): what counts as bytes, who owns them afterwards, and what a refused write leaves."""

from harness.scenario import (
    MISUSE,
    PROTOCOL_ERROR,
    Actor,
    module_scenario,
    py,
)


def _new(subject: Actor, name: str = "bio"):
    return subject.ssl.calls("MemoryBIO").keeps(name)


def _holds(bio, data: bytes):
    """It has just these bytes, and gives them."""
    return [bio.has("pending").gives(len(data)), bio.calls("read").gives(data)]


@module_scenario("python:memorybio:bytes-like")
def write_takes_every_bytes_like_object(subject):
    """bytes, bytearray, memoryviews and parts of them, arrays and ctypes buffers are all data."""
    bio = subject.thing("bio")
    part = py("operator.getitem", py("memoryview", b"abcdef"), py("slice", 2, 5))
    return [
        _new(subject),
        bio.calls("write", b"bytes").gives(5),
        bio.calls("write", py("bytearray", b"array")).gives(5),
        bio.calls("write", py("memoryview", b"view")).gives(4),
        bio.calls("write", part).gives(3),
        bio.calls("write", py("array.array", "B", b"octets")).gives(6),
        bio.calls("write", py("ctypes.create_string_buffer", b"c data", 6)).gives(6),
        *_holds(bio, b"bytesarrayviewcdeoctetsc data"),
    ]


@module_scenario("python:memorybio:write-count")
def write_counts_bytes_not_items(subject):
    """write() stores all bytes of wider items, or of more dimensions, and returns how many bytes they are."""
    bio, flat = subject.thing("bio"), subject.thing("flat")
    return [
        _new(subject),
        bio.calls("write", py("array.array", "H", b"abcdef")).gives(6),
        subject.does(py("memoryview", b"ghijklmnopqr")).keeps("flat"),
        bio.calls("write", flat.calls("cast", "B", (3, 4))).gives(12),
        *_holds(bio, b"abcdefghijklmnopqr"),
    ]


@module_scenario("python:memorybio:write-empty")
def write_of_nothing_is_no_error(subject):
    """Writing an empty buffer of any type returns 0, and is no end of data."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"").gives(0),
        bio.calls("write", py("bytearray")).gives(0),
        bio.calls("write", py("memoryview", b"")).gives(0),
        bio.has("eof").gives(False),
        bio.calls("write", b"more").gives(4),
        *_holds(bio, b"more"),
    ]


@module_scenario("python:memorybio:write-type")
def text_and_numbers_are_no_bytes(subject):
    """What has no bytes is a TypeError: a number must not become so many zeros, nor text some encoding."""
    bio = subject.thing("bio")
    wrong = ("text", "", None, 3, True, 1.5, [1, 2], py("object"))
    return [
        _new(subject),
        bio.calls("write", b"before").gives(6),
        *(bio.calls("write", value).raises(MISUSE, exception="TypeError") for value in wrong),
        *_holds(bio, b"before"),
    ]


@module_scenario("python:memorybio:contiguous")
def a_view_with_gaps_is_refused(subject):
    """A view that is not contiguous raises BufferError and stores nothing: its bytes are not one piece."""
    bio = subject.thing("bio")
    gaps = py("operator.getitem", py("memoryview", b"abcdef"), py("slice", None, None, -2))
    return [
        _new(subject),
        bio.calls("write", gaps).raises(MISUSE, exception="BufferError").or_raises(MISUSE),
        *_holds(bio, b""),
    ]


@module_scenario("python:memorybio:released")
def a_released_view_is_refused(subject):
    """A memoryview that has been released raises ValueError and stores nothing."""
    bio, view = subject.thing("bio"), subject.thing("view")
    return [
        _new(subject),
        subject.does(py("memoryview", b"abc")).keeps("view"),
        view.calls("release"),
        bio.calls("write", view).raises(MISUSE, exception="ValueError"),
        *_holds(bio, b""),
    ]


@module_scenario("python:memorybio:ownership")
def write_copies_what_it_is_given(subject):
    """The caller may overwrite its buffer as soon as write() is over: what was written has been copied."""
    bio, buffer = subject.thing("bio"), subject.thing("buffer")
    return [
        _new(subject),
        subject.does(py("bytearray", b"secret")).keeps("buffer"),
        bio.calls("write", buffer).gives(6),
        buffer.calls("__setitem__", 0, 88),
        bio.calls("read", 3).gives(b"sec"),
        buffer.calls("__setitem__", 3, 88),
        bio.calls("read").gives(b"ret"),
    ]


@module_scenario("python:memorybio:no-export")
def write_lets_go_of_the_buffer(subject):
    """After write() the caller's buffer is free: it can be resized, and its view released."""
    bio, buffer, view = subject.thing("bio"), subject.thing("buffer"), subject.thing("view")
    return [
        _new(subject),
        subject.does(py("bytearray", b"abcdef")).keeps("buffer"),
        bio.calls("write", buffer).gives(6),
        buffer.calls("clear"),
        subject.does(py("memoryview", b"ghi")).keeps("view"),
        bio.calls("write", view).gives(3),
        view.calls("release"),
        *_holds(bio, b"abcdefghi"),
    ]


@module_scenario("python:memorybio:refused-write")
def a_refused_write_leaves_buffers_free(subject):
    """A write that is refused keeps nothing of its argument, and the next one works as if it had not been."""
    bio, buffer = subject.thing("bio"), subject.thing("buffer")
    return [
        _new(subject),
        bio.calls("write", b"ab").gives(2),
        bio.calls("write", None).raises(MISUSE, exception="TypeError"),
        bio.calls("write", b"cd").gives(2),
        bio.calls("write_eof").gives(None),
        subject.does(py("bytearray", b"late")).keeps("buffer"),
        bio.calls("write", buffer).raises(PROTOCOL_ERROR, exception="SSLError"),
        buffer.calls("clear"),
        *_holds(bio, b"abcd"),
    ]
