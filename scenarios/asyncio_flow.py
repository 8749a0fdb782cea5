"""Flow control of asyncio over TLS: who is woken when a pause is over, and who is told of what how often."""

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
)


@scenario("python:asyncio:limit", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def what_came_behind_a_pause_wakes_the_reader(subject, peer):
    """A reader beyond its limit has paused, and more has come: readexactly() is woken for it."""
    first, second = payload(5000, "one"), payload(20_000, "two")
    return [
        subject.configured(limit=1000),
        handshake(subject, peer),
        peer.writes(first),
        rests(subject),
        peer.writes(second),
        rests(subject),
        subject.thing("reader").calls("readexactly", 25_000).gives(first + second),
    ]


@scenario("python:asyncio:readuntil", drivers="asyncio-streams", sweep="none", peers="honest tlslite")
def a_separator_comes_in_two_reads(subject, peer):
    """The first half of a separator has been read when the second comes: it is found all the same."""
    until = subject.thing("reader").calls("readuntil", b"\r\n")
    return [
        handshake(subject, peer),
        peer.writes(b"key: value\r"),
        until.wants(READ),
        peer.writes(b"\nrest"),
        until.gives(b"key: value\r\n"),
        subject.thing("reader").calls("readexactly", 4).gives(b"rest"),
    ]


def _task(subject: Actor, name: str, act: Act) -> list[Step]:
    """A task that is kept as `name.task`, in a box: one that is an outcome would be awaited."""
    made = subject.thing("loop").calls("create_task", act)
    return [subject.does(py("types.SimpleNamespace", task=made)).keeps(name), rests(subject)]


def _done(subject: Actor, name: str, *, is_done: bool) -> Act:
    return subject.does(py("operator.call", subject.thing(name).has("task.done"))).gives(is_done)


def _fills(subject: Actor, peer: Actor, data: bytes) -> list[Step]:
    """The other end takes nothing, and far more than the high-water mark is unsent."""
    half = len(data) // 2
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", data[:half]).gives(None),
        subject.connection.calls("write", data[half:]).gives(None),
    ]


@scenario("python:asyncio:drain:abort", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest")
def an_abort_ends_a_drain(subject, peer):
    """A task waits in drain() when the connection is aborted: it goes on, as nothing is to be waited for."""
    return [
        *_fills(subject, peer, payload(190_000)),
        *_task(subject, "draining", subject.thing("writer").calls("drain")),
        _done(subject, "draining", is_done=False),
        subject.connection.calls("abort").gives(None),
        rests(subject),
        _done(subject, "draining", is_done=True),
    ]


@scenario("python:asyncio:wait_closed", drivers="asyncio-streams", sweep="none", tls="1.3", peers="honest")
def nobody_is_told_of_a_close_before_all_is_sent(subject, peer):
    """The other end has closed and takes nothing yet: wait_closed() waits for what is unsent, too."""
    data = payload(39_000)
    return [
        *_fills(subject, peer, data),
        peer.closes().wants(READ),
        *_task(subject, "closing", subject.thing("writer").calls("wait_closed")),
        _done(subject, "closing", is_done=False),
        peer.takes_again(),
        peer.reads_to_end().gives(data),
        rests(subject),
        _done(subject, "closing", is_done=True),
    ]


@scenario(
    "python:asyncio:write:pause-once", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest"
)
def a_pause_is_told_once_though_the_callback_writes(subject, peer):
    """pause_writing() itself writes the last words it was to send: it is not called again for that."""
    protocol, pauses, data = subject.thing("protocol"), subject.thing("pauses"), payload(190_000)
    writes = subject.connection.calls("write", b"and stop")
    return [
        handshake(subject, peer),
        subject.does(callback(does=[writes])).keeps("pauses"),
        protocol.sets("on_pause_writing", pauses),
        peer.stops_taking(),
        subject.connection.calls("write", data[:95_000]).gives(None),
        subject.connection.calls("write", data[95_000:]).gives(None),
        rests(subject),
        subject.does(py("len", pauses.has("calls"))).gives(1),
        peer.takes_again(),
        peer.reads_exactly(data[:95_000]),
        rests(subject),
        protocol.has("paused").gives(False),
    ]


@scenario(
    "python:asyncio:sendfile",
    "python:asyncio:write:flow-control",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_file_behind_a_slow_reader_leaves_nobody_paused(subject, peer):
    """sendfile() begins while writing is paused, and waits; once all has gone out the protocol may go on."""
    data, file = payload(190_000), payload(100_000, "file")
    sends = subject.thing("loop").calls("sendfile", subject.connection, subject.thing("file"))
    return [
        subject.does(py("tempfile.TemporaryFile")).keeps("file"),
        subject.thing("file").calls("write", file).gives(len(file)),
        subject.thing("file").calls("seek", 0).gives(0),
        *_fills(subject, peer, data),
        subject.thing("protocol").has("paused").gives(True),
        *_task(subject, "sending", sends),
        _done(subject, "sending", is_done=False),
        peer.takes_again(),
        peer.reads_exactly(data + file),
        rests(subject),
        _done(subject, "sending", is_done=True),
        subject.thing("protocol").has("paused").gives(False),
    ]


@scenario(
    "python:asyncio:abort:data", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def nothing_is_heard_after_an_abort(subject, peer):
    """Data was held back by a pause; resume_reading() and abort() in one go: it is heard no more."""
    connection, protocol = subject.connection, subject.thing("protocol")
    ends = callback(does=[connection.calls("resume_reading"), connection.calls("abort")])
    return [
        handshake(subject, peer),
        connection.calls("pause_reading").gives(None),
        peer.writes(payload(20_000)),
        rests(subject),
        subject.does(ends).keeps("ends"),
        subject.thing("ends").called().gives(None),
        rests(subject),
        subject.does(py("bytes", protocol.has("received"))).gives(b""),
        protocol.has("callbacks").gives(["connection_made", "connection_lost"]),
    ]
