"""pyOpenSSL's Connection: what its reads and writes give, in which kinds of buffer, and when they wait.

These are promises of its own, beyond those that every face of TLS makes.
"""

from harness.scenario import (
    MISUSE,
    READ,
    WRITE,
    Act,
    Actor,
    Step,
    constant,
    handshake,
    payload,
    py,
    scenario,
    together,
)

_BOTH = "pyopenssl pyopenssl-socket"
#: Four bytes in each item, the same in either order.
_WIDE = py("memoryview", py("array.array", "I", (0x61616161, 0x62626262)))


def _flags(*names: str) -> object:
    """Flags of the socket module, by name."""
    flags: object = 0
    for name in names:
        flags = py("operator.or_", flags, constant(f"socket.{name}"))
    return flags


def _reads(subject: Actor, amount: int, *flags: str) -> Act:
    given = (_flags(*flags),) if flags else ()
    return subject.connection.calls("recv", amount, *given)


# -- reading ------------------------------------------------------------------------------------------------


@scenario("pyopenssl:recv:size", drivers=_BOTH, peers="honest tlslite")
def a_read_gives_no_more_than_asked_for(subject, peer):
    """recv(n) gives a record in pieces of at most n bytes, in order, and nothing twice."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        _reads(subject, 2).gives(b"ab"),
        _reads(subject, 3).gives(b"cde"),
        _reads(subject, 100).gives(b"f"),
        _reads(subject, 100).wants(READ),
    ]


@scenario("pyopenssl:recv:peek", drivers=_BOTH, peers="honest tlslite")
def a_peek_takes_nothing(subject, peer):
    """recv() with MSG_PEEK shows what the next read gives, as often as it is asked."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        _reads(subject, 3, "MSG_PEEK").gives(b"abc"),
        _reads(subject, 100, "MSG_PEEK").gives(b"abcdef"),
        subject.connection.calls("pending").gives(6),
        _reads(subject, 4).gives(b"abcd"),
        _reads(subject, 4, "MSG_PEEK").gives(b"ef"),
        _reads(subject, 4).gives(b"ef"),
        _reads(subject, 4, "MSG_PEEK").wants(READ),
    ]


@scenario("pyopenssl:recv:flags", drivers=_BOTH, peers="honest tlslite", sweep="none")
def flags_but_peek_are_ignored(subject, peer):
    """Any other flag changes nothing, alone or beside MSG_PEEK."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        _reads(subject, 2, "MSG_OOB").gives(b"ab"),
        _reads(subject, 2, "MSG_PEEK", "MSG_OOB").gives(b"cd"),
        _reads(subject, 2, "MSG_WAITALL", "MSG_PEEK").gives(b"cd"),
        _reads(subject, 100).gives(b"cdef"),
    ]


@scenario("pyopenssl:recv_into:nbytes", drivers=_BOTH, peers="honest tlslite", sweep="none")
def a_buffer_is_filled_as_far_as_asked(subject, peer):
    """recv_into() gives the number of bytes it filled: as many as nbytes says, or as the buffer holds."""
    buffer = subject.thing("buffer")
    return [
        subject.does(py("bytearray", b"......")).keeps("buffer"),
        handshake(subject, peer),
        peer.writes(b"abcdefghijkl"),
        subject.connection.calls("recv_into", buffer, 2).gives(2),
        subject.does(py("bytes", buffer)).gives(b"ab...."),
        subject.connection.calls("recv_into", buffer, 100).gives(6),
        subject.does(py("bytes", buffer)).gives(b"cdefgh"),
        subject.connection.calls("recv_into", buffer).gives(4),
        subject.does(py("bytes", buffer)).gives(b"ijklgh"),
    ]


@scenario("pyopenssl:recv:peek", drivers=_BOTH, peers="honest tlslite", sweep="none")
def a_peek_into_a_buffer_takes_nothing(subject, peer):
    """recv_into() with MSG_PEEK fills the buffer, and the next read gives the same."""
    buffer = subject.thing("buffer")
    return [
        subject.does(py("bytearray", b"......")).keeps("buffer"),
        handshake(subject, peer),
        peer.writes(b"abcd"),
        subject.connection.calls("recv_into", buffer, 3, _flags("MSG_PEEK")).gives(3),
        subject.does(py("bytes", buffer)).gives(b"abc..."),
        subject.connection.calls("recv_into", buffer, None, _flags("MSG_PEEK", "MSG_OOB")).gives(4),
        subject.does(py("bytes", buffer)).gives(b"abcd.."),
        _reads(subject, 100).gives(b"abcd"),
    ]


@scenario("pyopenssl:recv_into:buffer", drivers=_BOTH, peers="honest tlslite", sweep="none")
def a_buffer_of_wide_items_loses_nothing(subject, peer):
    """What recv_into() is given to fill may be any buffer; where that one is refused, the data stays."""
    view, wide = subject.thing("view"), subject.thing("wide")
    found = py("operator.add", wide.calls("tobytes"), _reads(subject, 8))  # among zeros
    return [
        subject.does(py("memoryview", py("bytearray", b"..."))).keeps("view"),
        subject.does(py("memoryview", py("array.array", "I", (0, 0)))).keeps("wide"),
        handshake(subject, peer),
        peer.writes(b"abcabcdefgh"),
        subject.connection.calls("recv_into", view).gives(3),
        subject.does(py("bytes", view)).gives(b"abc"),
        # all of it is there, so that nothing has to be waited for
        _reads(subject, 100, "MSG_PEEK").gives(b"abcdefgh"),
        subject.connection.calls("recv_into", wide).returns(int).or_raises(MISUSE),
        peer.writes(b"more"),
        subject.does(py("operator.contains", py("bytes", py("filter", None, found)), b"abcdefgh")).gives(
            value=True
        ),
    ]


# -- writing ------------------------------------------------------------------------------------------------


@scenario("pyopenssl:send:count", drivers=_BOTH, peers="honest tlslite", sweep="none")
def send_counts_bytes_and_not_items(subject, peer):
    """send() takes bytes, bytearray and memoryview, whatever their items, and gives the number of bytes."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send", b"bytes").gives(5),
        subject.connection.calls("send", py("bytearray", b"array")).gives(5),
        subject.connection.calls("send", py("memoryview", b"view")).gives(4),
        subject.connection.calls("send", _WIDE).gives(8),
        peer.reads_exactly(b"bytesarrayviewaaaabbbb"),
    ]


@scenario("pyopenssl:send:flags", drivers=_BOTH, peers="honest tlslite", sweep="none")
def flags_of_a_write_are_ignored(subject, peer):
    """send() and sendall() take flags for the sake of the socket API, and ignore them."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send", b"one", _flags("MSG_OOB")).gives(3),
        subject.connection.calls("sendall", b"two", _flags("MSG_PEEK")).gives(3),
        peer.reads_exactly(b"onetwo"),
    ]


@scenario("pyopenssl:sendall:count", drivers=_BOTH, peers="honest tlslite", sweep="none")
def sendall_gives_the_number_of_bytes(subject, peer):
    """sendall() gives how many bytes were written, 0 for none, and they arrive."""
    return [
        handshake(subject, peer),
        subject.connection.calls("sendall", b"bytes").gives(5),
        subject.connection.calls("sendall", b"").gives(0),
        subject.connection.calls("sendall", py("bytearray", b"array")).gives(5),
        peer.reads_exactly(b"bytesarray"),
    ]


@scenario("pyopenssl:sendall:count", "pyopenssl:sendall:all", drivers="pyopenssl", peers="honest tlslite")
def sendall_of_several_records_counts_them_all(subject, peer):
    """sendall() of more than one record holds sends all of it, and counts all of it."""
    steps: list[Step] = [handshake(subject, peer)]
    for size in (16_384, 16_385, 40_000):
        data = payload(size)
        steps += [subject.connection.calls("sendall", data).gives(size), peer.reads_exactly(data)]
    return steps


@scenario("pyopenssl:sendall:all", drivers=_BOTH, peers="honest tlslite", sweep="none")
def sendall_sends_all_of_wide_items(subject, peer):
    """sendall() of a memoryview sends every byte of it, however wide its items are."""
    return [
        handshake(subject, peer),
        subject.connection.calls("sendall", py("memoryview", b"view")).gives(4),
        subject.connection.calls("sendall", _WIDE).gives(8),
        peer.reads_exactly(b"viewaaaabbbb"),
    ]


# -- waiting ------------------------------------------------------------------------------------------------


@scenario("pyopenssl:want_read", drivers=_BOTH, peers="honest tlslite", sweep="none")
def want_read_tells_that_more_has_to_come(subject, peer):
    """want_read() is true after a WantReadError, and false once the read is done; want_write() is not."""
    wants = [py("bool", subject.connection.calls(name)) for name in ("want_read", "want_write")]
    return [
        handshake(subject, peer),
        _reads(subject, 100).wants(READ),
        *[subject.does(each).gives(value) for each, value in zip(wants, (True, False), strict=True)],
        peer.writes(b"data"),
        _reads(subject, 100).gives(b"data"),
        *[subject.does(each).gives(value=False) for each in wants],
    ]


@scenario("pyopenssl:want_write", drivers="pyopenssl-socket", peers="honest tlslite", sweep="none")
def want_write_tells_that_the_socket_is_full(subject, peer):
    """A send that does not fit raises WantWriteError, want_write() says so, and the same send goes on."""
    data = payload(16_000)
    sending = subject.connection.calls("send", data)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        sending.wants(WRITE),
        subject.does(py("bool", subject.connection.calls("want_write"))).gives(value=True),
        peer.takes_again(),
        together(sending.gives(len(data)), peer.reads_exactly(data)),
        subject.does(py("bool", subject.connection.calls("want_write"))).gives(value=False),
    ]
