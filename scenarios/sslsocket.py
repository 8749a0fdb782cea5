"""SSLSocket as a socket: what it shares with `socket.socket`, what it refuses, and what its calls return.

The Python docs list the methods of `socket.socket` that it has. Those that could carry bytes past TLS it
must refuse, and the rest must do with plaintext what a socket does with bytes.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    READ,
    TIMEOUT,
    WRITE,
    Act,
    Actor,
    caught,
    constant,
    handshake,
    payload,
    py,
    same,
    scenario,
    together,
)

_SECRET = b"this must not go out in clear"
_PEEK = 2  # MSG_PEEK, the flag programs ask for most


def _refused(act: Act) -> Act:
    return act.raises(FOREIGN, exception="NotImplementedError")


# -- what goes past TLS -------------------------------------------------------------------------------------


@scenario("python:sslsocket:flags", drivers="sockets", peers="honest", sweep="none")
def flags_are_refused(subject, peer):
    """recv, recv_into, send and sendall with flags are a ValueError: TLS knows no peeking and no urgency."""
    calls = subject.connection.calls
    return [
        handshake(subject, peer),
        *(
            act.raises(MISUSE, exception="ValueError")
            for act in (
                calls("recv", 100, _PEEK),
                calls("recv_into", py("bytearray", 100), 100, _PEEK),
                calls("send", _SECRET, 1),
                calls("sendall", _SECRET, 1),
            )
        ),
        peer.reads(100).wants(READ),
        calls("send", b"without", 0).gives(7),
        peer.reads_exactly(b"without"),
    ]


@scenario("python:sslsocket:datagrams", drivers="sockets", peers="honest", sweep="none")
def datagram_calls_are_refused(subject, peer):
    """recvfrom, recvfrom_into and sendto are a ValueError, and no byte reaches the peer."""
    calls = subject.connection.calls
    return [
        handshake(subject, peer),
        calls("recvfrom", 100).raises(MISUSE, exception="ValueError"),
        calls("recvfrom_into", py("bytearray", 100)).raises(MISUSE, exception="ValueError"),
        calls("sendto", _SECRET, "nowhere").raises(MISUSE, exception="ValueError"),
        peer.reads(100).wants(READ),
    ]


@scenario("python:sslsocket:messages", drivers="sockets", peers="honest", sweep="none")
def message_calls_are_refused(subject, peer):
    """sendmsg, recvmsg and recvmsg_into are NotImplementedError, and no byte reaches the peer."""
    calls = subject.connection.calls
    return [
        handshake(subject, peer),
        _refused(calls("sendmsg", [_SECRET])),
        _refused(calls("recvmsg", 100)),
        _refused(calls("recvmsg_into", [py("bytearray", 100)])),
        peer.reads(100).wants(READ),
    ]


@scenario("python:sslsocket:dup", drivers="sockets", peers="honest", sweep="none")
def a_connection_has_no_duplicate(subject, peer):
    """dup() is NotImplementedError: two objects cannot share one state of TLS."""
    return [handshake(subject, peer), _refused(subject.connection.calls("dup"))]


# -- receiving ----------------------------------------------------------------------------------------------


@scenario("python:sslsocket:recv_into:size", drivers="sockets", peers="honest", sweep="none")
def recv_into_counts_bytes_and_not_items(subject, peer):
    """Without a size recv_into fills the whole buffer, whatever its items are; it returns bytes."""
    return [
        handshake(subject, peer),
        subject.does(py("array.array", "I", (0, 0))).keeps("items"),
        peer.writes(b"12345678"),
        subject.connection.calls("recv_into", subject.thing("items")).gives(8),
        subject.thing("items").calls("tobytes").gives(b"12345678"),
    ]


@scenario("python:sslsocket:recv_into:nbytes", drivers="sockets", peers="honest", sweep="none")
def recv_into_takes_at_most_nbytes(subject, peer):
    """Nbytes limits it, and 0 means the buffer's size; the rest of buffer and record stay as they are."""
    buffer = subject.thing("buffer")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", b"......")).keeps("buffer"),
        peer.writes(b"123456789"),
        subject.connection.calls("recv_into", buffer, 2).gives(2),
        subject.does(same(buffer, b"12....")).gives(True),
        subject.connection.calls("recv_into", buffer, 0).gives(6),
        subject.does(same(buffer, b"345678")).gives(True),
        subject.reads(100).gives(b"9"),
    ]


@scenario("python:sslsocket:recv_into:ownership", drivers="sockets", peers="honest", sweep="none")
def recv_into_lets_go_of_its_buffer(subject, peer):
    """Once recv_into is over its buffer can be resized, and what is read next does not go there."""
    buffer = subject.thing("buffer")
    return [
        handshake(subject, peer),
        subject.does(py("bytearray", 4)).keeps("buffer"),
        peer.writes(b"one two"),
        subject.connection.calls("recv_into", buffer).gives(4),
        buffer.calls("extend", b"!"),
        subject.connection.calls("recv", 100).gives(b"two"),
        subject.does(same(buffer, b"one !")).gives(True),
    ]


@scenario("python:sslsocket:recv_into:target", drivers="sockets", peers="honest", sweep="none")
def recv_into_needs_a_place_to_write(subject, peer):
    """A read-only target is a TypeError and an empty one gives 0; neither takes anything."""
    return [
        handshake(subject, peer),
        peer.writes(b"data"),
        subject.connection.calls("recv_into", b"read-only").raises(MISUSE, exception="TypeError"),
        subject.connection.calls("recv_into", py("bytearray")).gives(0),
        subject.reads(100).gives(b"data"),
    ]


@scenario("python:sslsocket:recv:size", drivers="sockets", peers="honest", sweep="none")
def recv_takes_sizes_that_make_sense(subject, peer):
    """recv(0) gives b"" at once, recv(-1) is a ValueError; neither takes anything."""
    return [
        handshake(subject, peer),
        subject.connection.calls("recv", 0).gives(b""),
        subject.connection.calls("recv", -1).raises(MISUSE, exception="ValueError"),
        peer.writes(b"data"),
        subject.reads(100).gives(b"data"),
    ]


@scenario("python:sslsocket:read", drivers="sockets", peers="honest", sweep="none")
def read_and_write_are_there_too(subject, peer):
    """read() gives at most 1024 bytes unless told, read(n, buffer) and write(data) a number of bytes."""
    some, buffer, count = subject.thing("some"), subject.thing("buffer"), subject.thing("count")
    return [
        handshake(subject, peer),
        peer.writes(b"x" * 1500),
        subject.connection.calls("read").keeps("some"),
        _is_one_of(subject, py("len", some), 1024),
        subject.does(py("bytearray", 100)).keeps("buffer"),
        subject.connection.calls("read", 76, buffer).keeps("count"),
        _is_one_of(subject, count, 76),
        subject.does(same(buffer, py("struct.pack", "100s", py("operator.mul", b"x", count)))),
        subject.connection.calls("read", 300).keeps("some"),
        _is_one_of(subject, py("len", some), 300),
        subject.connection.calls("write", py("array.array", "H", (1, 1))).gives(4),
        peer.reads(100).returns(bytes, filled=True),
    ]


def _is_one_of(subject: Actor, number: object, most: int) -> Act:
    """It is a number from one to that."""
    return subject.does(py("operator.contains", py("range", 1, most + 1), number)).gives(True)


@scenario("python:sslsocket:pending", drivers="sockets", peers="honest", sweep="none")
def select_does_not_see_what_is_decrypted(subject, peer):
    """After a short recv() the rest is told by pending(), and no longer by select()."""
    nothing: tuple[list[object], ...] = ([], [], [])
    return [
        handshake(subject, peer),
        subject.connection.calls("pending").gives(0),
        peer.writes(b"0123456789"),
        subject.connection.calls("recv", 1).gives(b"0"),
        subject.connection.calls("pending").gives(9),
        subject.does(py("select.select", [subject.connection], [], [], 0)).gives(nothing),
        subject.connection.calls("recv", 100).gives(b"123456789"),
        subject.connection.calls("pending").gives(0),
    ]


# -- sockets that do not block ------------------------------------------------------------------------------


@scenario("python:sslsocket:want-read", drivers="socket-nonblocking", peers="honest", sweep="none")
def nothing_to_read_is_no_blocking_io_error(subject, peer):
    """On a non-blocking socket recv() raises SSLWantReadError, which is no BlockingIOError, with errno 2."""
    error = subject.thing("error")
    return [
        handshake(subject, peer),
        subject.reads(100).wants(READ),
        subject.does(caught(subject.connection.calls("recv", 100))).keeps("error"),
        subject.does(py("isinstance", error, subject.ssl.has("SSLWantReadError"))).gives(True),
        subject.does(py("isinstance", error, constant("BlockingIOError"))).gives(False),
        error.has("errno").gives(2),
    ]


@scenario("python:sslsocket:want-write", drivers="socket-nonblocking", peers="honest", sweep="none")
def a_full_network_wants_writing(subject, peer):
    """send() into a full network raises SSLWantWriteError, where it takes no part of the data.

    The same bytes from another object go on with it, and then it gives a count.
    """
    data = payload(50_000)
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes_once(data).wants(WRITE),
        peer.takes_again(),
        subject.connection.calls("send", py("bytearray", data)).keeps("count"),
        _is_one_of(subject, subject.thing("count"), len(data)),
        peer.reads_exactly(data[:100]),
    ]


# -- sending ------------------------------------------------------------------------------------------------


@scenario("python:sslsocket:sendall:all", drivers="socket", peers="honest tlslite", sweep="none")
def sendall_sends_all_and_returns_nothing(subject, peer):
    """sendall() of many records arrives whole, and gives None."""
    data = payload(60_000)
    return [
        handshake(subject, peer),
        together(subject.connection.calls("sendall", data).gives(None), peer.reads_exactly(data)),
    ]


@scenario("python:sslsocket:sendall:buffers", drivers="sockets", peers="honest", sweep="none")
def sendall_takes_any_buffer(subject, peer):
    """An array counts in bytes and b"" sends nothing; text and a strided view are refused."""
    calls = subject.connection.calls
    strided = py("operator.getitem", py("memoryview", b"striding"), py("slice", None, None, 2))
    return [
        handshake(subject, peer),
        calls("sendall", b"").gives(None),
        peer.reads(100).wants(READ),
        calls("sendall", "text").raises(MISUSE, exception="TypeError"),
        calls("sendall", strided).raises(MISUSE),
        peer.reads(100).wants(READ),
        calls("sendall", py("array.array", "H", (0x4141, 0x4242, 0x4343))).gives(None),
        peer.reads_exactly(b"AABBCC"),
    ]


@scenario("python:sslsocket:send:count", drivers="sockets", peers="honest", sweep="none")
def send_counts_bytes_and_not_items(subject, peer):
    """send() of an array gives the bytes sent."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send", py("array.array", "H", (0x4141, 0x4242))).gives(4),
        peer.reads_exactly(b"AABB"),
    ]


# -- the socket underneath ----------------------------------------------------------------------------------


@scenario("python:sslsocket:options", drivers="sockets", peers="honest", sweep="none")
def socket_options_reach_the_socket(subject, peer):
    """setsockopt() and getsockopt() speak of the socket underneath, and addresses can be asked for."""
    keepalive = constant("socket.SOL_SOCKET"), constant("socket.SO_KEEPALIVE")
    return [
        handshake(subject, peer),
        subject.connection.calls("getsockopt", *keepalive).gives(0),
        subject.connection.calls("setsockopt", *keepalive, 1),
        subject.connection.calls("getsockopt", *keepalive).gives(1),
        subject.connection.calls("getsockname").returns(str, bytes),
        subject.connection.calls("getpeername").returns(str, bytes),
    ]


@scenario("python:sslsocket:settimeout", drivers="module", roles="client", peers="honest", sweep="none")
def the_timeout_is_what_was_set(subject, peer):
    """settimeout() and setblocking() set what gettimeout() and getblocking() tell; below zero is refused."""
    wrapped = subject.thing("wrapped")
    return [
        subject.does(py("socket.socket")).keeps("plain"),
        subject.context.calls("wrap_socket", subject.thing("plain"), server_hostname="localhost").keeps(
            "wrapped"
        ),
        *(
            step
            for call, value, timeout, blocking in (
                ("settimeout", 2.5, 2.5, True),
                ("setblocking", False, 0.0, False),
                ("setblocking", True, None, True),
                ("settimeout", 0, 0.0, False),
                ("settimeout", None, None, True),
            )
            for step in (
                wrapped.calls(call, value),
                wrapped.calls("gettimeout").gives(timeout),
                wrapped.calls("getblocking").gives(blocking),
            )
        ),
        wrapped.calls("settimeout", -1).raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslsocket:settimeout:stays", drivers="sockets", peers="honest", sweep="none")
def a_handshake_leaves_the_timeout_as_it_was(subject, peer):
    """What gettimeout() tells before do_handshake() it tells behind it, be it none, zero or some time."""
    connection = subject.connection
    return [
        connection.calls("gettimeout").keeps("timeout"),
        handshake(subject, peer),
        subject.does(same(connection.calls("gettimeout"), subject.thing("timeout"))),
        subject.continues(),
        subject.does(same(connection.calls("gettimeout"), subject.thing("timeout"))),
    ]


@scenario("python:sslsocket:settimeout:stays", drivers="socket", roles="client", peers="honest", sweep="none")
def connecting_leaves_the_timeout_as_it_was(subject, peer):
    """The timeout that was set before connect() is there behind it, and behind the handshake it made."""
    return [
        subject.configured(entrance="connect"),
        subject.connection.calls("settimeout", 3600.0),
        handshake(subject, peer),
        subject.connection.calls("gettimeout").gives(3600.0),
    ]


# -- timeouts -----------------------------------------------------------------------------------------------


@scenario("python:sslsocket:timeout:read", drivers="socket", peers="honest", sweep="none")
def a_read_times_out_and_the_connection_lives(subject, peer):
    """recv() with a timeout raises TimeoutError, which is no SSLError, and may be called again."""
    return [
        handshake(subject, peer),
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("recv", 100).raises(TIMEOUT).after(10),
        peer.writes(b"late"),
        subject.reads(100).gives(b"late"),
    ]


@scenario("python:sslsocket:timeout:handshake", drivers="socket", peers="honest", sweep="none")
def a_handshake_times_out(subject, peer):
    """do_handshake() with a timeout raises TimeoutError when the peer is silent."""
    return [
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("do_handshake").raises(TIMEOUT).after(10),
    ]


@scenario("python:sslsocket:timeout:write", drivers="socket", peers="honest", sweep="none")
def a_write_times_out(subject, peer):
    """sendall() into a full network raises TimeoutError."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("settimeout", 0.02),
        subject.connection.calls("sendall", payload(100_000)).raises(TIMEOUT).after(10),
    ]


# What is measured is real time, but only a second's stillness of the whole machine could mislead it.
@scenario(
    "python:sslsocket:timeout:total",
    drivers="socket",
    roles="client",
    tls="1.3",
    peers="honest",
    sweep="none",
)
def a_trickle_does_not_keep_a_read_alive(subject, peer):
    """The timeout is the longest a read takes in all; bytes that come meanwhile do not start it again."""
    return [
        handshake(subject, peer),
        subject.connection.calls("settimeout", 2.0),  # so much more than the first wait, for busy machines
        subject.connection.calls("recv", 100).wants(READ).after(0.5),
        peer.sends_raw(b"\x17\x03\x03"),
        subject.connection.calls("recv", 100).raises(TIMEOUT).after(1.8),
    ]
