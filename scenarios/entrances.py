"""Entrances: TLS begins where a socket is wrapped, connected or accepted, and nowhere half.

An SSLSocket is a drop-in for `socket.socket`, so the handshake may lie in `wrap_socket`, in `connect` and
in `accept`. Each must end in a verified connection, or in none: no descriptor that is still open, no byte
that came or went outside TLS.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    MISUSE,
    NEGOTIATED,
    OS_ERROR,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    closing,
    constant,
    handshake,
    in_turn,
    py,
    same,
    scenario,
    together,
)

_HTTP = b"HTTP/1.0 400 Bad Request\r\n\r\n"


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"question"), other.reads_exactly(b"question")),
        together(other.writes(b"answer"), one.reads_exactly(b"answer")),
    ]


def _pair(subject: Actor) -> list[Step]:
    """Two connected plain sockets, `plain` and `other`."""
    return [
        subject.does(py("socket.socketpair")).keeps("pair"),
        subject.does(py("operator.getitem", subject.thing("pair"), 0)).keeps("plain"),
        subject.does(py("operator.getitem", subject.thing("pair"), 1)).keeps("other"),
    ]


def _wraps(subject: Actor, **how: object) -> Act:
    """wrap_socket(plain); a client says the name its context wants to check."""
    return subject.context.calls("wrap_socket", subject.thing("plain"), **how)


def _is_open(subject: Actor, name: str) -> Act:
    return subject.does(py("operator.lt", -1, subject.thing(name).calls("fileno")))


# -- wrap_socket: what becomes of the socket ----------------------------------------------------------------


@scenario(
    "python:sslsocket:wrap:takes-over",
    "python:sslsocket:wrap:same-socket",
    drivers="module",
    roles="client",
    peers="honest",
    sweep="none",
)
def wrapping_takes_the_socket_over(subject, peer):
    """The descriptor, family, type and timeout pass to the SSLSocket; the plain socket is detached.

    Were it not, two objects would read from one descriptor, and one of them outside TLS.
    """
    plain, wrapped = subject.thing("plain"), subject.thing("wrapped")
    return [
        *_pair(subject),
        plain.calls("settimeout", 7.5),
        plain.calls("fileno").keeps("number"),
        _wraps(subject, server_hostname="localhost", do_handshake_on_connect=False).keeps("wrapped"),
        plain.calls("fileno").gives(-1),
        subject.does(same(wrapped.calls("fileno"), subject.thing("number"))).gives(True),
        wrapped.calls("gettimeout").gives(7.5),
        subject.does(same(wrapped.has("family"), constant("socket.AF_UNIX"))).gives(True),
        subject.does(same(wrapped.has("type"), constant("socket.SOCK_STREAM"))).gives(True),
    ]


@scenario("python:sslsocket:wrap:stream-only", drivers="module", roles="client", peers="honest", sweep="none")
def datagrams_are_not_wrapped(subject, peer):
    """A datagram socket is refused with NotImplementedError, and stays as it was."""
    datagrams = py("socket.socket", constant("socket.AF_INET"), constant("socket.SOCK_DGRAM"))
    return [
        subject.does(datagrams).keeps("plain"),
        _wraps(subject, server_hostname="localhost").raises(FOREIGN, exception="NotImplementedError"),
        _is_open(subject, "plain").gives(True),
    ]


@scenario("python:sslsocket:wrap:class", drivers="sockets", peers="honest", sweep="none")
def an_ssl_socket_is_a_socket(subject, peer):
    """What wrap_socket returns is an SSLSocket and a socket.socket, so that it goes wherever one does."""
    return [
        subject.does(py("isinstance", subject.connection, subject.ssl.has("SSLSocket"))).gives(True),
        subject.does(py("isinstance", subject.connection, constant("socket.socket"))).gives(True),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario(
    "python:sslsocket:wrap:sslsocket_class", drivers="module", roles="client", peers="honest", sweep="none"
)
def a_context_makes_the_class_it_is_told(subject, peer):
    """A subclass set as sslsocket_class is what wrap_socket makes from then on."""
    own = py("type", "Own", (subject.ssl.has("SSLSocket"),), {})
    return [
        subject.does(own).keeps("own"),
        subject.context.sets("sslsocket_class", subject.thing("own")),
        subject.does(py("socket.socket")).keeps("plain"),
        _wraps(subject, server_hostname="localhost").keeps("wrapped"),
        subject.does(py("operator.is_", py("type", subject.thing("wrapped")), subject.thing("own"))).gives(
            True
        ),
    ]


@scenario(
    "python:sslsocket:wrap:no-constructor", drivers="module", roles="client", peers="honest", sweep="none"
)
def nobody_makes_an_ssl_socket_but_a_context(subject, peer):
    """SSLSocket() is a TypeError, with a socket and without."""
    return [
        subject.ssl.calls("SSLSocket").raises(MISUSE, exception="TypeError"),
        subject.does(py("socket.socket")).keeps("plain"),
        subject.ssl.calls("SSLSocket", subject.thing("plain")).raises(MISUSE, exception="TypeError"),
    ]


@scenario("python:sslsocket:wrap:server-name", drivers="module", roles="server", peers="honest", sweep="none")
def a_server_socket_is_given_no_name(subject, peer):
    """server_hostname with server_side=True is a ValueError."""
    return [
        *_pair(subject),
        _wraps(subject, server_side=True, server_hostname="localhost", do_handshake_on_connect=False).raises(
            MISUSE, exception="ValueError"
        ),
    ]


@scenario("python:sslsocket:wrap:needs-name", drivers="module", roles="client", peers="honest", sweep="none")
def a_name_to_check_must_be_given(subject, peer):
    """A context that checks host names wraps no socket without one: a ValueError."""
    return [
        *_pair(subject),
        _wraps(subject, do_handshake_on_connect=False).raises(MISUSE, exception="ValueError"),
    ]


# -- wrap_socket: the handshake in it -----------------------------------------------------------------------


@scenario("python:sslsocket:wrap:handshakes", drivers="socket", peers="honest tlslite", sweep="none")
def wrapping_may_shake_hands(subject, peer):
    """With do_handshake_on_connect a connected socket comes out of wrap_socket with its handshake made."""
    return [
        subject.configured(entrance="wrap-and-handshake"),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
        *_talk(subject, peer),
        closing(subject, peer),
    ]


@scenario("python:sslsocket:wrap:handshakes", drivers="socket", roles="client", peers="honest", sweep="none")
def wrapping_refuses_a_certificate(subject, peer):
    """A certificate that is not trusted makes wrap_socket itself fail."""
    return [
        peer.configured(certificate="untrusted"),
        subject.configured(entrance="wrap-and-handshake"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]


@scenario(
    "python:ssl.check_hostname:mismatch",
    "rfc5280:6.1.3:validity",
    drivers="socket",
    roles="client",
    peers="honest",
    sweep="none",
)
def every_way_in_checks_the_server(subject, peer):
    """Whichever call makes the handshake: a certificate for another host, or past its date, is refused."""
    return in_turn(
        [
            peer.configured(certificate=wrong),
            subject.configured(entrance=entrance),
            together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        ]
        for entrance in ("connect", "connect-ex", "wrap", "wrap-and-handshake")
        for wrong in ("wrong-host", "expired")
    )


@scenario(
    "python:ssl.CERT_REQUIRED:untrusted-client",
    "rfc5280:6.1.3:validity",
    drivers="socket",
    roles="server",
    peers="honest",
    sweep="none",
)
def every_way_in_checks_the_client(subject, peer):
    """Whichever call makes the handshake: a client that nobody vouches for, or not any more, is refused."""
    return in_turn(
        [
            peer.configured(certificate=wrong),
            subject.configured(entrance=entrance, verify="required"),
            together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        ]
        for entrance in ("accept", "wrap", "wrap-and-handshake")
        for wrong in ("untrusted-client", "expired-client")
    )


def _closed_after_garbage(subject: Actor, **how: object) -> list[Step]:
    other = subject.thing("other")
    return [
        *_pair(subject),
        other.calls("sendall", _HTTP),
        other.calls("settimeout", 0),
        _wraps(subject, **how).raises(PROTOCOL_ERROR),
        subject.thing("plain").calls("fileno").gives(-1),
        other.calls("recv", 65536).anything(),  # what was sent before it failed
        other.calls("recv", 65536).gives(b"").or_raises(OS_ERROR),
    ]


@scenario(
    "python:sslsocket:wrap:failure-closes",
    "python:sslsocket:wrap:default-handshake",
    drivers="module",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_client_that_fails_to_wrap_leaves_nothing_open(subject, peer):
    """wrap_socket, shaking hands by default, fails on an answer that is no TLS, and closes the descriptor.

    Nobody else could: the plain socket is detached, and there is no SSLSocket.
    """
    return _closed_after_garbage(subject, server_hostname="localhost")


@scenario(
    "python:sslsocket:wrap:failure-closes",
    "python:sslsocket:wrap:default-handshake",
    drivers="module",
    roles="server",
    peers="honest",
    sweep="none",
)
def a_server_that_fails_to_wrap_leaves_nothing_open(subject, peer):
    """The same at a server, whom a client greets in clear."""
    return _closed_after_garbage(subject, server_side=True)


@scenario(
    "python:sslsocket:wrap:handshake-nonblocking", drivers="socket-nonblocking", peers="honest", sweep="none"
)
def a_socket_that_does_not_block_cannot_shake_hands_on_the_way(subject, peer):
    """do_handshake_on_connect with a connected non-blocking socket is a ValueError."""
    return [
        subject.configured(entrance="wrap-and-handshake"),
        subject.handshakes().raises(MISUSE, exception="ValueError"),
    ]


@scenario(
    "python:sslsocket:wrap:preauth-data", drivers="module", roles="server", peers="honest", sweep="none"
)
def what_came_before_tls_is_never_read(subject, peer):
    """A connection that was reset before it is wrapped, with data unread, is refused with an SSLError.

    It looks like one that was never made; were it wrapped as such, recv() would give the attacker's
    plaintext as if it had come through TLS (CVE-2023-40217).
    """
    return [
        *_reset_with_data_unread(subject),
        _wraps(subject, server_side=True).raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.thing("plain").calls("fileno").gives(-1),
    ]


@scenario(
    "python:sslsocket:wrap:preauth-data", drivers="socket", roles="server", peers="honest", sweep="none"
)
def what_came_before_tls_is_never_read_later_either(subject, peer):
    """The same where the handshake is left for later, and where it is not: no SSLSocket comes of it.

    One without a handshake would read the attacker's plaintext as if it had come through TLS.
    """
    return [
        step
        for later in ({"do_handshake_on_connect": False}, {})
        for step in (
            *_reset_with_data_unread(subject),
            _wraps(subject, server_side=True, **later).raises(PROTOCOL_ERROR, exception="SSLError"),
        )
    ]


def _reset_with_data_unread(subject: Actor) -> list[Step]:
    """A socket, kept as "plain", of a connection that was reset behind some bytes."""
    listener, other = subject.thing("listener"), subject.thing("other")
    linger = constant("socket.SOL_SOCKET"), constant("socket.SO_LINGER"), py("struct.pack", "ii", 1, 0)
    return [
        subject.does(py("socket.create_server", ("127.0.0.1", 0))).keeps("listener"),
        subject.does(py("socket.create_connection", listener.calls("getsockname"))).keeps("other"),
        subject.does(py("operator.getitem", listener.calls("accept"), 0)).keeps("plain"),
        other.calls("sendall", b"the attacker's own words"),
        other.calls("setsockopt", *linger),
        other.calls("close"),
    ]


# -- before there is a connection ---------------------------------------------------------------------------


@scenario(
    "python:sslsocket:unconnected:io",
    "python:sslsocket:unconnected:wrap",
    drivers="sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def an_unconnected_socket_carries_nothing(subject, peer):
    """A client may wrap first and connect later; until then reading, writing and closing fail."""
    return [
        subject.configured(entrance="connect"),
        subject.reads(100).raises(OS_ERROR),
        subject.writes_once(b"into nowhere at all").raises(OS_ERROR),
        subject.connection.calls("read", 100).raises(MISUSE, OS_ERROR),
        subject.connection.calls("write", b"into nowhere at all").raises(MISUSE, OS_ERROR),
        subject.connection.calls("unwrap").raises(MISUSE, OS_ERROR),
        subject.connection.calls("do_handshake").raises(OS_ERROR),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario(
    "python:sslsocket:unconnected:facts", drivers="sockets", roles="client", peers="honest", sweep="none"
)
def an_unconnected_socket_knows_nothing(subject, peer):
    """What a connection would tell is None, pending() is 0, and there is no certificate to get."""
    unknown = ("version", "cipher", "selected_alpn_protocol", "compression")
    return [
        subject.configured(entrance="connect"),
        *(subject.connection.calls(method).gives(None) for method in unknown),
        subject.connection.calls("pending").gives(0),
        subject.connection.has("session").gives(None),
        subject.connection.calls("getpeercert").raises(OS_ERROR),
        handshake(subject, peer),
        subject.tells("version").gives(NEGOTIATED),
    ]
