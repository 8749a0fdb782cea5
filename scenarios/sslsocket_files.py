"""Files over an SSLSocket: makefile() reads and writes plaintext, sendfile() sends a file's."""

from harness.scenario import (
    MISUSE,
    OS_ERROR,
    RAGGED_EOF,
    READ,
    TIMEOUT,
    Actor,
    Step,
    handshake,
    in_turn,
    payload,
    py,
    scenario,
    together,
)

_DIGITS = b"0123456789"


@scenario("python:sslsocket:makefile:reads", drivers="socket", peers="honest", sweep="none")
def a_file_reads_lines_of_plaintext(subject, peer):
    """makefile("rb") reads lines across records, and what it has buffered is not lost."""
    file = subject.thing("file")
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb").keeps("file"),
        peer.writes(b"one\ntw"),
        peer.writes(b"o\nthree"),
        file.calls("readline").gives(b"one\n"),
        file.calls("readline").gives(b"two\n"),
        file.calls("read", 2).gives(b"th"),
        file.calls("read", 3).gives(b"ree"),
    ]


@scenario("python:sslsocket:makefile:text", drivers="socket", peers="honest", sweep="none")
def a_text_file_decodes(subject, peer):
    """makefile() makes a text file by default, with an encoding and newlines as open() has them."""
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", encoding="utf-8").keeps("file"),
        peer.writes("grün\r\n".encode()),
        subject.thing("file").calls("readline").gives("grün\n"),
        subject.connection.calls("makefile", "x").raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslsocket:makefile:writes", drivers="socket", peers="honest", sweep="none")
def a_file_writes_when_it_is_flushed(subject, peer):
    """What is written to makefile("wb") arrives through TLS once it is flushed."""
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "wb").keeps("file"),
        subject.thing("file").calls("write", b"a letter").gives(8),
        peer.reads(100).wants(READ),
        subject.thing("file").calls("flush"),
        peer.reads_exactly(b"a letter"),
    ]


@scenario("python:sslsocket:makefile:close", drivers="socket", peers="honest", sweep="none")
def a_socket_stays_open_for_its_file(subject, peer):
    """close() takes effect when the file is closed as well; until then the file reads on."""
    file = subject.thing("file")
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb").keeps("file"),
        subject.connection.calls("close"),
        peer.writes(b"still"),
        file.calls("read", 5).gives(b"still"),
        file.calls("close"),
        peer.reads(100).raises(RAGGED_EOF).or_ends(),
    ]


@scenario("python:sslsocket:makefile:outlived", drivers="socket", peers="honest", sweep="none")
def a_socket_outlives_its_file(subject, peer):
    """Closing the file closes nothing else."""
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb").keeps("file"),
        subject.thing("file").calls("close"),
        peer.writes(b"still"),
        subject.reads(100).gives(b"still"),
    ]


@scenario("python:sslsocket:makefile:timeout", drivers="socket", peers="honest", sweep="none")
def a_file_that_timed_out_is_spoilt(subject, peer):
    """A read of the file that times out raises TimeoutError; those after it fail, for bytes may be lost."""
    file = subject.thing("file")
    return [
        handshake(subject, peer),
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("makefile", "rb").keeps("file"),
        file.calls("read", 5).raises(TIMEOUT).after(10),
        peer.writes(b"after"),
        file.calls("read", 5).raises(OS_ERROR),
    ]


@scenario("python:sslsocket:makefile:blocking", drivers="socket-nonblocking", peers="honest", sweep="none")
def a_raw_file_that_would_block_gives_nothing(subject, peer):
    """An unbuffered file over a socket that does not block gives None, as io.RawIOBase says.

    The docs of makefile() ask for a blocking socket, so want-read is tolerated; b"", an end, is not.
    """
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb", 0).keeps("file"),
        subject.thing("file").calls("read", 5).gives(None).or_wants(READ),
        peer.writes(b"there"),
        subject.thing("file").calls("read", 5).gives(b"there"),
    ]


@scenario("python:sslsocket:makefile:writes", drivers="socket", peers="honest", sweep="none")
def a_file_writes_at_the_edges_of_records(subject, peer):
    """As many bytes as a record holds, one less and one more, arrive whole, buffered or not."""
    file = subject.thing("file")
    return in_turn(
        [
            handshake(subject, peer),
            subject.connection.calls("makefile", "wb", **how).keeps("file"),
            *(
                together(
                    [file.calls("write", payload(size)), file.calls("flush")],
                    peer.reads_exactly(payload(size)),
                )
                for size in (2**14 - 1, 2**14, 2**14 + 1)
            ),
        ]
        for how in ({}, {"buffering": 2**16})
    )


@scenario("python:sslsocket:ragged:files", drivers="socket", peers="honest", sweep="none")
def a_file_tells_a_ragged_end(subject, peer):
    """Without suppress_ragged_eofs a file raises SSLEOFError where recv() does, buffered or not."""
    read: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
        ("readline", (), {"mode": "rb"}),
        ("read", (100,), {"mode": "rb"}),
        ("readinto", (py("bytearray", 100),), {"mode": "rb", "buffering": 0}),
        ("readline", (), {"mode": "r", "encoding": "ascii"}),
    ]
    return in_turn(
        [
            handshake(subject, peer),
            subject.connection.calls("makefile", **how).keeps("file"),
            peer.writes(b"all that came\n"),
            subject.thing("file").calls("readline").returns(bytes, str, filled=True),
            peer.cuts_wire(),
            subject.thing("file").calls(call, *args).raises(RAGGED_EOF, exception="SSLEOFError"),
        ]
        for call, args, how in read
    )


@scenario("python:sslsocket:ragged:files", drivers="socket", peers="honest", sweep="none")
def a_file_ends_at_a_suppressed_ragged_end(subject, peer):
    """With suppress_ragged_eofs a file ends where recv() gives b""."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb").keeps("file"),
        peer.writes(b"all of it"),
        peer.cuts_wire(),
        subject.thing("file").calls("read").gives(b"all of it"),
        subject.thing("file").calls("read").gives(b""),
    ]


# -- sendfile -----------------------------------------------------------------------------------------------


def _with_a_file(subject: Actor, peer: Actor, data: bytes) -> list[Step]:
    return [
        handshake(subject, peer),
        subject.does(py("tempfile.TemporaryFile")).keeps("file"),
        subject.thing("file").calls("write", data),
        subject.thing("file").calls("flush"),
    ]


@scenario("python:sslsocket:sendfile:range", drivers="socket", peers="honest", sweep="none")
def sendfile_sends_the_range(subject, peer):
    """sendfile(file, offset, count) sends just that, gives how much, and leaves the file behind it."""
    file = subject.thing("file")
    return [
        *_with_a_file(subject, peer, _DIGITS),
        subject.connection.calls("sendfile", file, 2, 5).gives(5),
        peer.reads_exactly(b"23456"),
        file.calls("tell").gives(7),
        subject.connection.calls("sendfile", file, 8).gives(2),
        peer.reads_exactly(b"89"),
        peer.reads(100).wants(READ),
    ]


@scenario("python:sslsocket:sendfile:whole", drivers="socket", peers="honest", sweep="none")
def sendfile_sends_a_whole_file(subject, peer):
    """Without a count a file is sent to its end, however long, from memory as well as from disk."""
    data = payload(50_000)
    return [
        *_with_a_file(subject, peer, data),
        subject.thing("file").calls("seek", 0),
        together(
            subject.connection.calls("sendfile", subject.thing("file")).gives(len(data)),
            peer.reads_exactly(data),
        ),
        subject.connection.calls("sendfile", py("io.BytesIO", _DIGITS)).gives(10),
        peer.reads_exactly(_DIGITS),
    ]


@scenario("python:sslsocket:sendfile:start", drivers="socket", peers="honest", sweep="none")
def sendfile_starts_at_the_start(subject, peer):
    """Without an offset sendfile() reads from the start of the file, wherever its position was.

    So it does on a plain socket, where os.sendfile() takes the offset and not the position.
    """
    return [
        *_with_a_file(subject, peer, _DIGITS),
        subject.connection.calls("sendfile", subject.thing("file")).gives(10),
        peer.reads_exactly(_DIGITS),
    ]


@scenario("python:sslsocket:sendfile:arguments", drivers="socket", peers="honest", sweep="none")
def sendfile_refuses_what_it_cannot_send(subject, peer):
    """A count that is not positive and a file opened as text are a ValueError; nothing is sent."""
    sends = subject.connection.calls
    return [
        *_with_a_file(subject, peer, _DIGITS),
        sends("sendfile", subject.thing("file"), 0, 0).raises(MISUSE, exception="ValueError"),
        sends("sendfile", subject.thing("file"), 0, -1).raises(MISUSE, exception="ValueError"),
        sends("sendfile", py("io.TextIOWrapper", py("io.BytesIO", _DIGITS))).raises(MISUSE),
        peer.reads(100).wants(READ),
    ]


@scenario("python:sslsocket:sendfile:nonblocking", drivers="socket-nonblocking", peers="honest", sweep="none")
def sendfile_needs_a_socket_that_blocks(subject, peer):
    """On a socket that does not block sendfile() is a ValueError."""
    return [
        handshake(subject, peer),
        subject.connection.calls("sendfile", py("io.BytesIO", _DIGITS)).raises(
            MISUSE, exception="ValueError"
        ),
        peer.reads(100).wants(READ),
    ]
