"""What asyncio's TLS transports are given to send: whose it is, how much passes at once, and files.

`wire.room` is how many bytes the transport below takes at once before it makes the layer above wait.
"""

from harness.scenario import (
    FOREIGN,
    Actor,
    Step,
    callback,
    constant,
    handshake,
    payload,
    py,
    scenario,
    together,
)

_MEGABYTE = payload(1 << 20)
#: More than a megabyte of records.
_ROOMY = 4 << 20


def _written_and_changed(subject: Actor, method: str, data: object) -> list[Step]:
    """A bytearray is written, and is overwritten before anything else runs."""
    held, writes = subject.thing("held"), subject.thing("writes")
    given = [held] if method == "writelines" else held
    overwrites = py("operator.setitem", held, py("slice", 0, 1000), bytes(1000))
    return [
        subject.does(py("bytearray", data)).keeps("held"),
        subject.does(callback(does=[subject.connection.calls(method, given), overwrites])).keeps("writes"),
        writes.called().gives(None),
    ]


@scenario("python:asyncio:write:ownership", drivers="asyncio", sweep="none", peers="honest tlslite")
def what_was_written_belongs_to_its_caller(subject, peer):
    """A bytearray given to write() or writelines() may be changed at once: what it held then is sent."""
    first, second = payload(3000, "one"), payload(3000, "two")
    return [
        handshake(subject, peer),
        *_written_and_changed(subject, "write", first),
        *_written_and_changed(subject, "writelines", second),
        peer.reads_exactly(first + second),
    ]


@scenario(
    "python:asyncio:write:ownership", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def what_was_written_behind_a_slow_reader_belongs_to_its_caller(subject, peer):
    """The same while nothing is taken and far more is unsent than the high-water mark."""
    first, second = payload(50_000, "one"), payload(40_000, "two")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", first).gives(None),
        *_written_and_changed(subject, "write", second),
        peer.takes_again(),
        peer.reads_exactly(first + second),
    ]


@scenario("python:asyncio:write:all", drivers="asyncio", sweep="none", peers="honest tlslite")
def a_megabyte_passes_a_roomy_transport(subject, peer):
    """The transport below takes a megabyte at once and never makes the layer wait: all of it arrives."""
    return [
        handshake(subject, peer),
        subject.thing("wire").sets("room", _ROOMY),
        subject.connection.calls("write", _MEGABYTE).gives(None),
        peer.reads_exactly(_MEGABYTE),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario(
    "python:asyncio:write:all", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def writing_is_not_left_paused_by_a_roomy_transport(subject, peer):
    """Nothing is left to send, so that a protocol whose writing was paused is told that it may go on."""
    return [
        handshake(subject, peer),
        subject.thing("wire").sets("room", _ROOMY),
        subject.connection.calls("write", _MEGABYTE).gives(None),
        subject.connection.calls("write", _MEGABYTE).gives(None),
        peer.reads_exactly(_MEGABYTE + _MEGABYTE),
        subject.thing("protocol").has("paused").gives(False),
    ]


# -- files ------------------------------------------------------------------------------------------------


def _file(subject: Actor, data: bytes) -> list[Step]:
    """A regular file that holds `data` and stands at its start."""
    return [
        subject.does(py("tempfile.TemporaryFile")).keeps("file"),
        subject.thing("file").calls("write", data).gives(len(data)),
        subject.thing("file").calls("seek", 0).gives(0),
    ]


@scenario("python:asyncio:sendfile", drivers="asyncio", sweep="none", peers="honest tlslite")
def a_file_is_sent_from_its_start_to_its_end(subject, peer):
    """loop.sendfile() over TLS sends the file, tells how much, and leaves the connection as it was."""
    data, sends = payload(100_000), subject.thing("loop").calls
    return [
        handshake(subject, peer),
        *_file(subject, data),
        together(
            sends("sendfile", subject.connection, subject.thing("file")).gives(len(data)),
            peer.reads_exactly(data),
        ),
        subject.thing("file").calls("tell").gives(len(data)),
        together(subject.connection.calls("write", b"and more").gives(None), peer.reads_exactly(b"and more")),
        together(peer.writes(b"thank you"), subject.reads_exactly(b"thank you")),
    ]


@scenario("python:asyncio:sendfile:start", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def a_file_is_sent_from_its_start_wherever_it_stands(subject, peer):
    """An offset of 0, which is the default, is the file's start, also when the file was read before."""
    sends = subject.thing("loop").calls
    return [
        handshake(subject, peer),
        *_file(subject, b"from the start"),
        subject.thing("file").calls("seek", 5).gives(5),
        together(
            sends("sendfile", subject.connection, subject.thing("file")).gives(14),
            peer.reads_exactly(b"from the start"),
        ),
    ]


@scenario("python:asyncio:sendfile:part", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def a_part_of_a_file_is_sent(subject, peer):
    """From `offset` on no more than `count` bytes are sent, and the file's position is behind them."""
    data, sends = payload(100_000), subject.thing("loop").calls
    return [
        handshake(subject, peer),
        *_file(subject, data),
        together(
            sends("sendfile", subject.connection, subject.thing("file"), 10, 50_000).gives(50_000),
            peer.reads_exactly(data[10:50_010]),
        ),
        subject.thing("file").calls("tell").gives(50_010),
        together(
            sends("sendfile", subject.connection, subject.thing("file"), offset=99_000, count=5000).gives(
                1000
            ),
            peer.reads_exactly(data[99_000:]),
        ),
        subject.thing("file").calls("tell").gives(100_000),
    ]


@scenario(
    "python:asyncio:sendfile:fallback", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_file_is_not_sent_past_tls(subject, peer):
    """With fallback=False sendfile() fails, for no system call encrypts; nothing of the file is sent."""
    sends = subject.thing("loop").calls
    return [
        handshake(subject, peer),
        *_file(subject, b"not in clear"),
        sends("sendfile", subject.connection, subject.thing("file"), fallback=False).raises(FOREIGN),
        together(subject.connection.calls("write", b"go on").gives(None), peer.reads_exactly(b"go on")),
    ]


@scenario(
    "python:asyncio:sendfile:not-available",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_file_that_cannot_go_past_tls_is_told_as_such(subject, peer):
    """With fallback=False it is SendfileNotAvailableError, by which a program knows to send it by itself."""
    loop, held = subject.thing("loop"), subject.thing("held")
    sends = loop.calls("sendfile", subject.connection, subject.thing("file"), fallback=False)
    told = py("operator.call", held.has("task.exception"))
    return [
        handshake(subject, peer),
        *_file(subject, b"not in clear"),
        # A box, for a task that is an outcome would be awaited, and its words are each loop's own.
        subject.does(py("types.SimpleNamespace", task=loop.calls("create_task", sends))).keeps("held"),
        subject.does(py("isinstance", told, constant("RuntimeError"))).gives(True),
        subject.does(py("isinstance", told, constant("asyncio.SendfileNotAvailableError"))).gives(True),
    ]
