"""How asyncio's TLS transports end: close(), abort(), and what may be called afterwards."""

from harness.scenario import (
    FOREIGN,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    callback,
    handshake,
    payload,
    py,
    rests,
    same,
    scenario,
    together,
)


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


@scenario("python:asyncio:close:is_closing", drivers="asyncio", sweep="none", tls="1.3", peers="honest")
def is_closing_tells_of_the_others_close_while_data_is_unsent(subject, peer):
    """The other side has closed, and what is unsent keeps the connection from being lost: it is closing."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", payload(20_000)).gives(None),
        subject.connection.calls("write", payload(19_000)).gives(None),
        peer.closes().wants(READ),
        rests(subject),
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
        rests(subject),
        connection.calls("close").gives(None),
        rests(subject),
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
        rests(subject),
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
        rests(subject),
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
        rests(subject),
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
        rests(subject),
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
        rests(subject),
        write("write", b"when all is over").gives(None),
    ]


@scenario("python:asyncio:close:clean", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_write_after_the_close_is_no_error_of_the_connection(subject, peer):
    """write() while close() waits for the other side: the connection ends without an error all the same."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close").gives(None),
        subject.connection.calls("write", b"too late").gives(None),
        peer.reads(100).ends(),
        peer.closes(),
        rests(subject),
        *_lost_once(subject),
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
        rests(subject),
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


@scenario("python:asyncio:close:flush", drivers="asyncio-protocols", sweep="none", peers="honest tlslite")
def a_close_in_connection_made_sends_what_was_written(subject, peer):
    """connection_made() says all there is to say and closes: it arrives, and the end of it is a clean one."""
    protocol, data = subject.thing("protocol"), payload(50_000)
    last_words = [protocol.calls("transport.write", data), protocol.calls("transport.close")]
    return [
        protocol.sets("on_connection_made", callback(does=last_words)),
        together(subject.handshakes(), [peer.handshakes(), peer.reads_to_end().gives(data)]),
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


@scenario("python:asyncio:abort", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest")
def an_abort_does_not_wait_for_a_slow_reader(subject, peer):
    """With bytes that the other end does not take abort() closes at once, and they are lost."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", payload(50_000)).gives(None),
        subject.connection.calls("abort").gives(None),
        subject.thing("loop").has("wire.closed").gives(True),
    ]


@scenario("python:asyncio:close:flush", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest")
def a_close_of_the_peer_loses_nothing_unsent(subject, peer):
    """What was written and not taken when the peer closed is flushed before the transport closes."""
    first, second = payload(20_000, "one"), payload(19_000, "two")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", first).gives(None),
        subject.connection.calls("write", second).gives(None),
        peer.closes().wants(READ),
        rests(subject),
        peer.takes_again(),
        peer.reads_to_end().gives(first + second),
    ]


@scenario(
    "python:asyncio:shutdown:timeout", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest"
)
def a_peer_that_has_ended_and_takes_nothing(subject, peer):
    """A peer that has closed never takes what is unsent: after the timeout the connection is lost.

    Or one such peer after another holds a socket and a buffer, for good.
    """
    return [
        subject.configured(shutdown_timeout=5),
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", payload(20_000)).gives(None),
        subject.connection.calls("write", payload(19_000)).gives(None),
        peer.closes().wants(READ),
        peer.cuts_wire(),
        rests(subject),
        subject.connection.calls("close").gives(None),
        rests(subject, 5),
        subject.thing("protocol").has("lost").gives(True),
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
