"""asyncio's TLS transports: how a connection is made and ended, and what the transport's methods do.

Time is virtual: the seconds in these scenarios cost nothing.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    callback,
    constant,
    handshake,
    payload,
    py,
    same,
    scenario,
    together,
)

#: The beginning of a record, behind which nothing comes: it keeps whoever reads it waiting.
_BEGUN = bytes.fromhex("1603030100")
_BEGUN_DATA = bytes.fromhex("1703030100")


def _rests(subject: Actor, seconds: float = 1) -> Act:
    """Everything that moves has moved, and then `seconds` have passed."""
    return subject.does(py("asyncio.sleep", seconds)).after(seconds)


def _socket() -> object:
    """What create_connection() asks of a socket before it makes a transport of it."""
    kind = constant("socket.SOCK_STREAM")
    return py("types.SimpleNamespace", type=kind, setblocking=callback())


# -- making a connection ------------------------------------------------------------------------------


@scenario(
    "python:asyncio:create_connection:without-ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def arguments_for_tls_without_tls(subject, peer):
    """A name or a timeout for TLS without `ssl` is a mistake, not a connection in clear."""
    return [
        _connects(subject, server_hostname="localhost").raises(MISUSE, exception="ValueError"),
        _connects(subject, ssl_handshake_timeout=5).raises(MISUSE, exception="ValueError"),
        _connects(subject, ssl_shutdown_timeout=5).raises(MISUSE, exception="ValueError"),
    ]


def _connects(subject: Actor, **how: object) -> Act:
    return subject.thing("loop").calls(
        "create_connection", constant("asyncio.Protocol"), sock=_socket(), **how
    )


@scenario(
    "python:asyncio:create_connection:server_hostname",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def tls_without_a_name_to_check(subject, peer):
    """With a socket in place of a host the name must be given, or nobody's certificate would be checked."""
    return [_connects(subject, ssl=subject.context).raises(MISUSE, exception="ValueError")]


@scenario(
    "python:asyncio:create_connection:ssl-socket",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def an_ssl_socket_is_no_socket_to_connect_with(subject, peer):
    """An SSLSocket does TLS itself: TypeError, and no TLS inside TLS by accident."""
    how = {"server_hostname": "localhost", "do_handshake_on_connect": False}
    create = subject.thing("loop").calls
    return [
        subject.does(py("socket.socket")).keeps("plain"),
        subject.context.calls("wrap_socket", subject.thing("plain"), **how).keeps("wrapped"),
        create(
            "create_connection",
            constant("asyncio.Protocol"),
            sock=subject.thing("wrapped"),
            ssl=subject.context,
            server_hostname="localhost",
        ).raises(MISUSE, exception="TypeError"),
    ]


@scenario(
    "python:asyncio:create_connection:result",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def connecting_gives_transport_and_protocol(subject, peer):
    """create_connection() gives both once the handshake is done, and they know each other."""
    transport = py("operator.getitem", subject.thing("made"), 0)
    protocol = py("operator.getitem", subject.thing("made"), 1)
    kept = py("operator.methodcaller", "get_protocol")
    return [
        subject.configured(entrance="start-tls"),  # so that this connection is not made yet
        together(
            _connects(subject, ssl=subject.context, server_hostname="localhost").keeps("made"),
            peer.handshakes(),
        ),
        subject.does(py("operator.is_", py("operator.call", kept, transport), protocol)).gives(True),
        subject.does(py("isinstance", protocol, constant("asyncio.Protocol"))).gives(True),
        subject.tells("version").returns(str),
    ]


@scenario(
    "python:asyncio:handshake:cancelled",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def connecting_that_is_cancelled_closes(subject, peer):
    """Cancelled in the handshake, create_connection() raises CancelledError, and the wire is closed."""
    connecting = _connects(subject, ssl=subject.context, server_hostname="localhost")
    held = subject.thing("held")
    return [
        subject.configured(entrance="start-tls"),
        subject.does(
            py("types.SimpleNamespace", task=subject.thing("loop").calls("create_task", connecting))
        ).keeps("held"),
        _rests(subject),
        subject.does(py("operator.call", held.has("task.cancel"))).gives(True),
        held.has("task").raises(FOREIGN, exception="CancelledError"),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:create_server:ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="server",
    peers="honest tlslite",
)
def a_server_needs_a_context(subject, peer):
    """create_server(ssl=True) raises TypeError: there is no certificate to be had by default."""
    create = subject.thing("loop").calls
    return [
        create("create_server", constant("asyncio.Protocol"), "localhost", 0, ssl=True).raises(
            MISUSE, exception="TypeError"
        ),
    ]


@scenario(
    "python:asyncio:create_server:without-ssl",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="server",
    peers="honest tlslite",
)
def timeouts_of_a_server_without_tls(subject, peer):
    """A timeout for TLS without `ssl` raises ValueError."""
    serve = subject.thing("loop").calls
    plain = ("create_server", constant("asyncio.Protocol"), "localhost", 0)
    return [
        serve(*plain, ssl_handshake_timeout=5).raises(MISUSE, exception="ValueError"),
        serve(*plain, ssl_shutdown_timeout=5).raises(MISUSE, exception="ValueError"),
    ]


@scenario(
    "python:asyncio:timeout:positive",
    drivers="asyncio-protocol",
    tls="1.3",
    roles="client",
    peers="honest tlslite",
)
def timeouts_are_positive(subject, peer):
    """A timeout of no time or less raises ValueError: it is not a connection that fails, nor one without."""
    how = {"ssl": subject.context, "server_hostname": "localhost"}
    return [
        _connects(subject, **how, ssl_handshake_timeout=0).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_handshake_timeout=-5).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_shutdown_timeout=0).raises(MISUSE, exception="ValueError"),
        _connects(subject, **how, ssl_shutdown_timeout=-5).raises(MISUSE, exception="ValueError"),
    ]


# -- timeouts -----------------------------------------------------------------------------------------


@scenario(
    "python:asyncio:handshake:timeout", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_silent_peer_times_out(subject, peer):
    """A peer that never answers: after the timeout ConnectionAbortedError, and the wire is closed."""
    return [
        subject.configured(handshake_timeout=5),
        subject.handshakes().wants(READ).after(4.5),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(0.5),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario(
    "python:asyncio:handshake:timeout", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def a_handshake_has_its_time_in_all(subject, peer):
    """A peer that sends a little now and then gains no time: the timeout is for the whole handshake."""
    return [
        subject.configured(handshake_timeout=5),
        subject.handshakes().wants(READ).after(3),
        peer.sends_raw(_BEGUN),
        subject.handshakes().wants(READ).after(1),
        peer.sends_raw(b"\x02"),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(1),
    ]


@scenario(
    "python:asyncio:handshake:timeout-default",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_handshake_has_a_minute(subject, peer):
    """Unless said otherwise a handshake may take 60 seconds: a silent peer does not hold on for ever."""
    return [
        subject.handshakes().wants(READ).after(59),
        subject.handshakes().raises(OS_ERROR, exception="ConnectionAbortedError").after(1),
    ]


@scenario("python:asyncio:handshake:timeout-ends", drivers="asyncio", sweep="none", peers="honest tlslite")
def a_connection_may_be_silent(subject, peer):
    """Hours after the handshake its timeout strikes nobody."""
    return [
        subject.configured(handshake_timeout=5),
        handshake(subject, peer),
        _rests(subject, 7200),
        peer.writes(b"still there?"),
        subject.reads(100).gives(b"still there?"),
    ]


@scenario(
    "python:asyncio:shutdown:timeout", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def a_peer_that_does_not_answer_the_close(subject, peer):
    """No closure alert in answer to ours: after the timeout the connection is lost, and not before."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        _rests(subject, 4),
        subject.thing("protocol").has("lost").gives(False),
        _rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
        subject.thing("loop").has("wire.closed").gives(True),
        peer.reads(100).ends(),
    ]


@scenario(
    "python:asyncio:shutdown:timeout", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def a_shutdown_has_its_time_in_all(subject, peer):
    """A peer that sends a little now and then gains no time: the timeout is for the whole shutdown."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        _rests(subject, 3),
        peer.sends_raw(_BEGUN_DATA),
        _rests(subject, 1),
        peer.sends_raw(b"\x02"),
        _rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
    ]


@scenario(
    "python:asyncio:shutdown:timeout-default",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_shutdown_has_half_a_minute(subject, peer):
    """Unless said otherwise a shutdown may take 30 seconds."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        _rests(subject, 29),
        subject.thing("protocol").has("lost").gives(False),
        _rests(subject, 1),
        subject.thing("protocol").has("lost").gives(True),
    ]


@scenario(
    "python:asyncio:shutdown:timeout-lost",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_shutdown_that_times_out_is_our_own_close(subject, peer):
    """We closed and then gave up waiting: connection_lost(None), as for any close of our own."""
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        subject.connection.calls("close"),
        _rests(subject, 5),
        subject.thing("protocol").has("lost").gives(True),
        subject.thing("protocol").has("error").gives(None),
    ]


# -- the end ------------------------------------------------------------------------------------------


@scenario(
    "python:asyncio:close:is_closing", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def is_closing_tells_of_a_close_at_once(subject, peer):
    """False while the connection is open, True as soon as close() was called."""
    return [
        handshake(subject, peer),
        subject.connection.calls("is_closing").gives(False),
        subject.connection.calls("close"),
        subject.connection.calls("is_closing").gives(True),
    ]


@scenario(
    "python:asyncio:close:is_closing", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def is_closing_tells_of_an_abort_and_of_the_others_close(subject, peer):
    """True once the other side has closed, and after an abort()."""
    return [
        handshake(subject, peer),
        peer.closes(),
        subject.reads(100).ends(),
        subject.connection.calls("is_closing").gives(True),
        subject.connection.calls("abort"),
        subject.connection.calls("is_closing").gives(True),
    ]


@scenario("python:asyncio:close:again", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def closing_again_is_harmless(subject, peer):
    """close() twice, and once more when all is over: the other side is waited for, and it ends cleanly."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("close").gives(None),
        connection.calls("close").gives(None),
        peer.reads(100).ends(),
        peer.closes(),
        _rests(subject),
        connection.calls("close").gives(None),
        _rests(subject),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:close:again", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def aborting_again_is_harmless(subject, peer):
    """abort() twice, and a close() behind: connection_lost(None) comes once."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("abort").gives(None),
        connection.calls("abort").gives(None),
        connection.calls("close").gives(None),
        _rests(subject),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:abort:callbacks",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def an_abort_cuts_a_close_short(subject, peer):
    """close() waits for the other side; abort() ends the waiting at once."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("close").gives(None),
        connection.calls("abort").gives(None),
        _rests(subject),
        *_lost_once(subject),
    ]


@scenario(
    "python:asyncio:close:again", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def an_abort_cuts_two_closes_short(subject, peer):
    """close() in two places, then abort(): a second close() takes nothing from the abort."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("close").gives(None),
        connection.calls("close").gives(None),
        connection.calls("abort").gives(None),
        _rests(subject),
        *_lost_once(subject),
    ]


def _lost_once(subject: Actor) -> list[Act]:
    protocol = subject.thing("protocol")
    return [
        subject.does(py("operator.countOf", protocol.has("callbacks"), "connection_lost")).gives(1),
        protocol.has("error").gives(None),
    ]


@scenario(
    "python:asyncio:write:after-close", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def writes_after_the_close_stay_here(subject, peer):
    """After close() not a byte more goes to the transport below, whatever is written."""
    unsent = subject.thing("wire").calls("unsent")
    return [
        handshake(subject, peer),
        _rests(subject),
        peer.stops_taking(),
        subject.connection.calls("close"),
        unsent.keeps("alert").returns(int, filled=True),
        subject.connection.calls("write", b"after").gives(None),
        subject.connection.calls("writelines", [b"after", b"all"]).gives(None),
        subject.does(same(unsent, subject.thing("alert"))).gives(True),
    ]


@scenario("python:asyncio:write:after-close", drivers="asyncio", sweep="none", peers="honest tlslite")
def writes_after_the_close_are_ignored(subject, peer):
    """Nine writes after close() raise nothing and send nothing; what was written before arrives."""
    write = subject.connection.calls
    return [
        handshake(subject, peer),
        write("write", b"before").gives(None),
        write("close"),
        *[write("write", b"after" + bytes([48 + number])).gives(None) for number in range(9)],
        write("writelines", [b"after", b"all"]).gives(None),
        together(peer.reads_to_end().gives(b"before")),
        peer.closes(),
        _rests(subject),
        write("write", b"when all is over").gives(None),
    ]


@scenario(
    "python:asyncio:close:again-write", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def writes_after_a_second_close_are_ignored(subject, peer):
    """write() after close() and close() raises nothing: programs close in more than one place."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("close"),
        subject.connection.calls("write", b"after").gives(None),
    ]


@scenario(
    "python:asyncio:close:again-extra-info",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def extra_info_after_a_close(subject, peer):
    """get_extra_info() answers after close() and after the end of the connection: it never raises."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("get_extra_info", "cipher").returns(tuple),
        subject.connection.calls("abort"),
        _rests(subject),
        subject.connection.calls("get_extra_info", "peername").returns(),
        subject.connection.calls("get_extra_info", "peername", "nobody").returns(tuple, str),
    ]


@scenario(
    "python:asyncio:close:again-extra-info",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def extra_info_after_a_second_close(subject, peer):
    """get_extra_info() after close() and close() gives the value or the default: it never raises."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("close"),
        subject.connection.calls("get_extra_info", "peername", "nobody").returns(tuple, str),
    ]


@scenario("python:asyncio:close:flush", drivers="asyncio", sweep="none", peers="honest tlslite")
def a_close_sends_what_is_unsent(subject, peer):
    """Tens of thousands of bytes are unsent when close() is called: all of them arrive, then the end."""
    first, second = payload(33_000, "one"), payload(20_000, "two")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", first),
        subject.connection.calls("write", second),
        subject.connection.calls("close"),
        peer.takes_again(),
        peer.reads_to_end().gives(first + second),
    ]


@scenario(
    "python:asyncio:abort:no-alert",
    "python:asyncio:abort",
    drivers="asyncio",
    sweep="none",
    peers="honest tlslite",
)
def an_abort_sends_nothing_more(subject, peer):
    """What is buffered is dropped, and no closure alert goes out: the peer sees truncation."""
    return [
        handshake(subject, peer),
        subject.connection.calls("write", payload(50_000)).gives(None),
        subject.connection.calls("abort").gives(None),
        peer.reads_to_end().raises(RAGGED_EOF),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario("python:asyncio:write_eof", drivers="asyncio", sweep="none", peers="honest tlslite")
def there_is_no_half_close(subject, peer):
    """can_write_eof() is False and write_eof() raises NotImplementedError, and the connection lives on."""
    return [
        handshake(subject, peer),
        subject.connection.calls("can_write_eof").gives(False),
        subject.connection.calls("write_eof").raises(FOREIGN, exception="NotImplementedError"),
        together(subject.connection.calls("write", b"on"), peer.reads_exactly(b"on")),
    ]


# -- writing and reading ------------------------------------------------------------------------------


@scenario("python:asyncio:write:types", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def bytes_of_every_kind_are_written(subject, peer):
    """bytes, bytearray and memoryview, empty ones too, arrive in order; anything else is a TypeError."""
    write = subject.connection.calls
    return [
        handshake(subject, peer),
        write("write", b"one ").gives(None),
        write("write", b"").gives(None),
        write("write", "text").raises(MISUSE, exception="TypeError"),
        write("write", None).raises(MISUSE, exception="TypeError"),
        write("write", 7).raises(MISUSE, exception="TypeError"),
        write("write", py("bytearray", b"two ")).gives(None),
        write("write", py("memoryview", b"three")).gives(None),
        peer.reads_exactly(b"one two three"),
    ]


@scenario("python:asyncio:writelines", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def lines_are_written_in_order(subject, peer):
    """writelines() takes a list, with empty pieces too, and any other iterable."""
    return [
        handshake(subject, peer),
        subject.connection.calls("writelines", [b"a", b"", py("bytearray", b"b")]).gives(None),
        subject.connection.calls("writelines", py("iter", (b"c", b"d"))).gives(None),
        subject.connection.calls("writelines", []).gives(None),
        peer.reads_exactly(b"abcd"),
    ]


@scenario("python:asyncio:write-limits", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def write_limits_are_what_was_set(subject, peer):
    """The limits are told as (low, high); the one not given follows the other; nonsense is a ValueError."""
    sets, tells = subject.connection.calls, subject.connection.calls("get_write_buffer_limits")
    limits = "set_write_buffer_limits"
    low, high = py("operator.getitem", tells, 0), py("operator.getitem", tells, 1)
    return [
        handshake(subject, peer),
        sets(limits, high=5000, low=1000).gives(None),
        tells.gives((1000, 5000)),
        sets(limits, high=1000).gives(None),
        subject.does(high).gives(1000),
        subject.does(py("operator.le", low, high)).gives(True),
        sets(limits, low=2000).gives(None),
        subject.does(low).gives(2000),
        subject.does(py("operator.le", low, high)).gives(True),
        sets(limits, high=0).gives(None),
        tells.gives((0, 0)),
        sets(limits, high=1, low=2).raises(MISUSE, exception="ValueError"),
        sets(limits, high=-1).raises(MISUSE, exception="ValueError"),
        sets(limits).gives(None),
        subject.does(py("operator.lt", 0, high)).gives(True),
    ]


@scenario(
    "python:asyncio:write:pause", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def writing_pauses_and_resumes(subject, peer):
    """Above the high-water mark pause_writing() is called, and once all is sent resume_writing()."""
    first, second = payload(33_000, "one"), payload(20_000, "two")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", first),
        subject.connection.calls("write", second),
        subject.thing("protocol").has("callbacks").gives(["connection_made", "pause_writing"]),
        peer.takes_again(),
        peer.reads_exactly(first + second),
        _rests(subject),
        subject.thing("protocol")
        .has("callbacks")
        .gives(["connection_made", "pause_writing", "resume_writing"]),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario(
    "python:asyncio:write-buffer-size", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def the_write_buffer_has_a_size(subject, peer):
    """With tens of thousands of bytes unsent the size of the write buffer is more than half of them."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_write_buffer_size").gives(0),
        peer.stops_taking(),
        subject.connection.calls("write", payload(50_000)),
        subject.does(py("operator.gt", subject.connection.calls("get_write_buffer_size"), 25_000)).gives(
            True
        ),
        peer.takes_again(),
        peer.reads_exactly(payload(50_000)),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario(
    "python:asyncio:pause-reading:idempotent",
    drivers="asyncio-protocols",
    sweep="none",
    peers="honest tlslite",
)
def pausing_twice_is_pausing_once(subject, peer):
    """Two pauses need one resume, and a resume without a pause does no harm."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("resume_reading").gives(None),
        connection.calls("pause_reading").gives(None),
        connection.calls("pause_reading").gives(None),
        peer.writes(b"held back"),
        _rests(subject),
        subject.thing("protocol").has("callbacks").gives(["connection_made"]),
        connection.calls("resume_reading").gives(None),
        subject.reads_exactly(b"held back"),
        connection.calls("resume_reading").gives(None),
        peer.writes(b"and more"),
        subject.reads_exactly(b"and more"),
    ]


@scenario(
    "python:asyncio:is_reading", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def is_reading_tells_of_a_pause(subject, peer):
    """True, then False while paused, then True."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("is_reading").gives(True),
        connection.calls("pause_reading"),
        connection.calls("is_reading").gives(False),
        connection.calls("resume_reading"),
        connection.calls("is_reading").gives(True),
    ]


@scenario(
    "python:asyncio:is_reading:closing",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_closing_transport_reads_no_more(subject, peer):
    """After close() is_reading() is False."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("is_reading").gives(False),
    ]


# -- what it tells ------------------------------------------------------------------------------------


@scenario("python:asyncio:extra-info", drivers="asyncio", sweep="none", peers="honest tlslite")
def extra_info_tells_of_the_connection(subject, peer):
    """Addresses come from the transport below, the rest from TLS: context, object, cipher, certificate."""
    info, tls = subject.connection.calls, subject.thing("tls_object")
    return [
        handshake(subject, peer),
        info("get_extra_info", "peername").gives(("127.0.0.1", 4433)),
        info("get_extra_info", "sockname").gives(("127.0.0.1", 50000)),
        subject.does(py("operator.is_", info("get_extra_info", "sslcontext"), subject.context)).gives(True),
        info("get_extra_info", "ssl_object").keeps("tls_object"),
        subject.does(py("isinstance", tls, subject.ssl.has("SSLObject"))).gives(True),
        tls.calls("version").returns(str, filled=True),
        subject.does(py("operator.eq", info("get_extra_info", "cipher"), tls.calls("cipher"))).gives(True),
        subject.does(py("operator.eq", info("get_extra_info", "peercert"), tls.calls("getpeercert"))).gives(
            True
        ),
        info("get_extra_info", "compression").gives(None),
    ]


@scenario(
    "python:asyncio:extra-info",
    drivers="asyncio",
    roles="client",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def extra_info_has_the_servers_certificate(subject, peer):
    """Once the server is verified `peercert` has its names, and `cipher` three parts."""
    info = subject.connection.calls
    name = py("operator.getitem", info("get_extra_info", "peercert"), "subjectAltName")
    return [
        handshake(subject, peer),
        subject.does(py("operator.contains", name, ("DNS", "localhost"))).gives(True),
        subject.does(py("len", info("get_extra_info", "cipher"))).gives(3),
    ]


@scenario(
    "python:asyncio:extra-info:default", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def extra_info_has_a_default(subject, peer):
    """A name nobody knows gives None, or the default."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_extra_info", "weather").gives(None),
        subject.connection.calls("get_extra_info", "weather", "fine").gives("fine"),
        subject.connection.calls("get_extra_info", "weather", default=7).gives(7),
    ]


@scenario(
    "python:asyncio:set_protocol",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def another_protocol_takes_over(subject, peer):
    """After set_protocol() the new protocol hears what comes, and the old one hears nothing any more."""
    old, new = subject.thing("protocol"), subject.thing("new")
    return [
        handshake(subject, peer),
        subject.does(py("operator.call", py("type", old), subject.thing("loop"))).keeps("new"),
        subject.connection.calls("set_protocol", new).gives(None),
        subject.does(py("operator.is_", subject.connection.calls("get_protocol"), new)).gives(True),
        peer.writes(b"to the new one"),
        peer.closes(),
        _rests(subject),
        subject.does(py("bytes", new.has("received"))).gives(b"to the new one"),
        new.has("callbacks").gives(["data_received", "eof_received", "connection_lost"]),
        old.has("callbacks").gives(["connection_made"]),
    ]
