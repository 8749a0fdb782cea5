"""asyncio streams over TLS: StreamReader and StreamWriter, whose ends must be those of the TLS stream."""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    WRITE,
    Act,
    Actor,
    Step,
    handshake,
    payload,
    py,
    rests,
    scenario,
    together,
)

#: An application data record that no key protects.
_FORGED = bytes.fromhex("1703030040") + payload(64, "forged")


def _ends_after(subject: Actor, peer: Actor, data: bytes) -> list[Step]:
    """The peer has written `data` and closed, and all of it is in the reader."""
    return [handshake(subject, peer), peer.writes(data), peer.closes(), rests(subject)]


@scenario("python:asyncio:read:all", drivers="asyncio-streams", peers="honest tlslite")
def a_read_of_all_waits_for_the_end(subject, peer):
    """read() gives everything up to the closure alert, and then b""."""
    data = payload(50_000)
    return [
        handshake(subject, peer),
        together(subject.thing("reader").calls("read").gives(data), [peer.writes(data), peer.closes()]),
        subject.thing("reader").calls("read", -1).gives(b""),
        subject.thing("reader").calls("read", 10).gives(b""),
    ]


@scenario("python:asyncio:eof:ragged", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_read_of_all_does_not_end_at_a_cut(subject, peer):
    """read() of a stream that was cut off raises: what came so far is no whole message."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.thing("reader").calls("read").raises(RAGGED_EOF, OS_ERROR),
    ]


@scenario("python:asyncio:readexactly", drivers="asyncio-streams", peers="honest tlslite")
def readexactly_gives_what_was_asked_for(subject, peer):
    """Parts of records, parts of several records and nothing at all, exactly as long as asked for."""
    reader = subject.thing("reader")
    return [
        handshake(subject, peer),
        peer.writes(b"hello "),
        peer.writes(b"world"),
        reader.calls("readexactly", 2).gives(b"he"),
        reader.calls("readexactly", 0).gives(b""),
        reader.calls("readexactly", 6).gives(b"llo wo"),
        reader.calls("readexactly", -1).raises(MISUSE, exception="ValueError"),
        reader.calls("readexactly", 3).gives(b"rld"),
    ]


@scenario(
    "python:asyncio:readexactly:incomplete", drivers="asyncio-streams", sweep="none", peers="honest tlslite"
)
def readexactly_tells_what_is_missing(subject, peer):
    """An end that comes too early is IncompleteReadError, with what was read and how much was wanted."""
    return [
        *_ends_after(subject, peer, b"hello"),
        *_incomplete(subject, subject.thing("reader").calls("readexactly", 10), b"hello", 10),
        subject.thing("reader").calls("read").gives(b""),
    ]


def _incomplete(subject: Actor, reading: Act, partial: bytes, expected: object) -> list[Step]:
    error = subject.thing("error")
    return [
        subject.does(py("asyncio.gather", reading, return_exceptions=True)).keeps("errors"),
        subject.does(py("operator.getitem", subject.thing("errors"), 0))
        .keeps("error")
        .gives_a("IncompleteReadError"),
        error.has("partial").gives(partial),
        error.has("expected").gives(expected),
    ]


@scenario("python:asyncio:readuntil", drivers="asyncio-streams", peers="honest tlslite")
def readuntil_gives_the_separator_too(subject, peer):
    """Data up to a separator, though the separator comes in two records; what is behind waits."""
    reader = subject.thing("reader")
    return [
        handshake(subject, peer),
        peer.writes(b"key: value\r"),
        peer.writes(b"\nrest"),
        reader.calls("readuntil", b"\r\n").gives(b"key: value\r\n"),
        reader.calls("readexactly", 4).gives(b"rest"),
    ]


@scenario("python:asyncio:readuntil", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def readuntil_tells_what_came_before_the_end(subject, peer):
    """The stream ends before the separator: IncompleteReadError with what there was."""
    return [
        *_ends_after(subject, peer, b"no end of line"),
        *_incomplete(subject, subject.thing("reader").calls("readuntil"), b"no end of line", None),
    ]


@scenario(
    "python:asyncio:readuntil:limit",
    drivers="asyncio-streams",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_line_beyond_the_limit_is_left(subject, peer):
    """A separator behind the limit is LimitOverrunError, and the data can be read otherwise."""
    reader = subject.thing("reader")
    return [
        subject.configured(limit=8),
        handshake(subject, peer),
        peer.writes(b"far too long\n"),
        rests(subject),
        reader.calls("readuntil").raises(FOREIGN, exception="LimitOverrunError"),
        reader.calls("readexactly", 13).gives(b"far too long\n"),
    ]


@scenario("python:asyncio:readline", drivers="asyncio-streams", peers="honest tlslite")
def lines_are_read_to_the_end(subject, peer):
    """Line by line, the last one without an end of its own, then b""."""
    reader = subject.thing("reader")
    return [
        handshake(subject, peer),
        peer.writes(b"one\ntw"),
        peer.writes(b"o\nthree"),
        reader.calls("readline").gives(b"one\n"),
        reader.calls("readline").gives(b"two\n"),
        peer.closes(),
        reader.calls("readline").gives(b"three"),
        reader.calls("readline").gives(b""),
    ]


@scenario(
    "python:asyncio:readline:async-for",
    drivers="asyncio-streams",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_reader_is_iterated_by_lines(subject, peer):
    """`async for` gives the lines, and stops at the end."""
    reader = subject.thing("reader")
    return [
        *_ends_after(subject, peer, b"one\ntwo\n"),
        reader.calls("__anext__").gives(b"one\n"),
        reader.calls("__anext__").gives(b"two\n"),
        reader.calls("__anext__").raises(FOREIGN, exception="StopAsyncIteration"),
    ]


@scenario("python:asyncio:at_eof", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def at_eof_is_true_when_all_is_read(subject, peer):
    """False before the end has come, False while there is something to read, then True."""
    reader = subject.thing("reader")
    return [
        handshake(subject, peer),
        reader.calls("at_eof").gives(False),
        peer.writes(b"bye"),
        rests(subject),
        reader.calls("at_eof").gives(False),
        peer.closes(),
        rests(subject),
        reader.calls("at_eof").gives(False),
        reader.calls("read", 100).gives(b"bye"),
        reader.calls("at_eof").gives(True),
    ]


@scenario("python:asyncio:limit", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest tlslite")
def a_reader_beyond_its_limit_pauses(subject, peer):
    """Far more than the limit unread pauses the transport: memory is not the sender's. Reading resumes it."""
    data = payload(20_000)
    return [
        subject.configured(limit=1000),
        handshake(subject, peer),
        subject.connection.calls("is_reading").gives(True),
        peer.writes(data),
        rests(subject),
        subject.connection.calls("is_reading").gives(False),
        subject.thing("reader").calls("readexactly", 20_000).gives(data),
        subject.connection.calls("is_reading").gives(True),
        peer.writes(b"more"),
        subject.thing("reader").calls("readexactly", 4).gives(b"more"),
    ]


@scenario("python:asyncio:fatal:streams", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_forged_record_is_told_by_the_reader(subject, peer):
    """A record that does not verify: read() raises SSLError, and wait_closed() the same."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        subject.thing("reader").calls("read").raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.thing("reader").calls("readline").raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.thing("writer").calls("wait_closed").raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


@scenario("python:asyncio:fatal:streams", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_forged_record_is_told_by_drain(subject, peer):
    """A record that does not verify: whoever only writes hears of it from drain()."""
    writer = subject.thing("writer")
    return [
        handshake(subject, peer),
        peer.sends_raw(_FORGED),
        rests(subject),
        writer.calls("write", b"still there?").gives(None),
        writer.calls("drain").raises(PROTOCOL_ERROR, exception="SSLError"),
        writer.calls("close").gives(None),
        writer.calls("write", b"still there?").gives(None),
        writer.calls("drain").raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


@scenario(
    "python:asyncio:drain:lost", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest tlslite"
)
def drain_of_a_lost_connection_raises(subject, peer):
    """Once the connection is lost drain() raises ConnectionResetError: a sender does not go on for ever."""
    return [
        handshake(subject, peer),
        subject.connection.calls("abort"),
        rests(subject),
        subject.thing("writer").calls("write", b"into the void").gives(None),
        subject.thing("writer").calls("drain").raises(OS_ERROR, exception="ConnectionResetError"),
    ]


@scenario(
    "python:asyncio:write:flow-control",
    drivers="asyncio-streams",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def drain_waits_for_room(subject, peer):
    """With far more unsent than the mark drain() waits, and is done once it has gone out."""
    writer, first, second = subject.thing("writer"), payload(100_000, "one"), payload(90_000, "two")
    return [
        handshake(subject, peer),
        writer.calls("drain").gives(None),
        peer.stops_taking(),
        writer.calls("write", first).gives(None),
        writer.calls("write", second).gives(None),
        writer.calls("drain").wants(WRITE),
        peer.takes_again(),
        together(writer.calls("drain").gives(None), peer.reads_exactly(first + second)),
    ]


@scenario(
    "python:asyncio:drain:several", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest tlslite"
)
def several_tasks_wait_in_drain(subject, peer):
    """Three tasks wait in drain() of one writer: all of them go on once there is room."""
    writer, data = subject.thing("writer"), payload(190_000)
    names = ("one", "two", "three")
    waiting = subject.thing("loop").calls("create_task", writer.calls("drain"))
    done = [py("operator.call", subject.thing(name).has("task.done")) for name in names]
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        writer.calls("write", data[:100_000]).gives(None),
        writer.calls("write", data[100_000:]).gives(None),
        *(subject.does(py("types.SimpleNamespace", task=waiting)).keeps(name) for name in names),
        rests(subject),
        *(subject.does(each).gives(False) for each in done),
        peer.takes_again(),
        peer.reads_exactly(data),
        rests(subject),
        *(subject.does(each).gives(True) for each in done),
    ]


@scenario("python:asyncio:wait_closed", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_writer_is_closed_when_the_other_side_is(subject, peer):
    """close(), then wait_closed() until the other side has closed too; is_closing() is True at once."""
    writer = subject.thing("writer")
    return [
        handshake(subject, peer),
        writer.calls("is_closing").gives(False),
        writer.calls("write", b"last words"),
        writer.calls("close").gives(None),
        writer.calls("is_closing").gives(True),
        writer.calls("wait_closed").wants(READ),
        together(
            writer.calls("wait_closed").gives(None),
            [peer.reads_exactly(b"last words"), peer.reads(100).ends(), peer.closes()],
        ),
        writer.calls("wait_closed").gives(None),
    ]


@scenario(
    "python:asyncio:write_eof", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_writer_has_no_half_close(subject, peer):
    """can_write_eof() is False and write_eof() raises NotImplementedError; the stream lives on."""
    writer = subject.thing("writer")
    return [
        handshake(subject, peer),
        writer.calls("can_write_eof").gives(False),
        writer.calls("write_eof").raises(FOREIGN, exception="NotImplementedError"),
        writer.calls("writelines", [b"o", b"n"]).gives(None),
        peer.reads_exactly(b"on"),
    ]


@scenario(
    "python:asyncio:writer:transport",
    drivers="asyncio-streams",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_writer_tells_of_its_transport(subject, peer):
    """`transport` is the TLS transport, and get_extra_info() what it knows."""
    writer = subject.thing("writer")
    return [
        handshake(subject, peer),
        subject.does(py("operator.is_", writer.has("transport"), subject.connection)).gives(True),
        subject.does(py("operator.is_", writer.calls("get_extra_info", "sslcontext"), subject.context)).gives(
            True
        ),
        writer.calls("get_extra_info", "weather", "fine").gives("fine"),
    ]
