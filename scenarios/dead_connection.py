"""Dead connections: what an object says, and by which class and number, after its connection has failed.

The calls are made on the object itself, so that each exception's class and errno are seen. Reasons are
OpenSSL's words and count for the grade alone.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    CLEAN_CLOSE,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    Step,
    caught,
    closing,
    constant,
    handshake,
    payload,
    py,
    scenario,
    together,
)

# SSL_ERROR_* of the docs' SSLErrorNumber.
_SSL, _WANT_READ, _ZERO_RETURN, _EOF = 1, 2, 6, 8
_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_NO_APPLICATION_PROTOCOL = bytes.fromhex("15 03 03 00 02 02 78")


def _handshakes(subject: Actor) -> Act:
    return subject.connection.calls("do_handshake")


def _reads(subject: Actor) -> Act:
    return subject.connection.calls("read", 100)


def _refused_at_once(subject: Actor, peer: Actor) -> list[Step]:
    """What is no TLS arrives instead of the other end's first flight."""
    return [
        _handshakes(subject).wants(READ),
        peer.sends_raw(_REQUEST),
        _handshakes(subject).raises(PROTOCOL_ERROR, exception="SSLError", errno=_SSL),
    ]


# -- classes and numbers ------------------------------------------------------------------------------------


# A blocking socket has nothing to want.
@scenario("python:sslobject:errno", drivers="bio socket-nonblocking", peers="honest", sweep="none")
def want_read_bears_its_number(subject, peer):
    """SSLWantReadError has errno and args[0] 2, SSL_ERROR_WANT_READ, and is no BlockingIOError."""
    error = subject.thing("error")
    return [
        handshake(subject, peer),
        subject.does(caught(_reads(subject))).keeps("error"),
        subject.does(py("type", error)).keeps("class"),
        subject.does(py("operator.is_", subject.thing("class"), subject.ssl.has("SSLWantReadError"))).gives(
            True
        ),
        error.has("errno").gives(_WANT_READ),
        subject.does(py("operator.getitem", error.has("args"), 0)).gives(_WANT_READ),
        subject.does(py("operator.eq", error.has("errno"), subject.ssl.has("SSL_ERROR_WANT_READ"))).gives(
            True
        ),
        error.has("library").gives(None),
        error.has("reason").gives(None),
        subject.does(py("isinstance", error, constant("BlockingIOError"))).gives(False),
    ]


@scenario("python:sslobject:errno", drivers="bio sockets", peers="honest", sweep="none")
def truncation_bears_its_number(subject, peer):
    """SSLEOFError has errno 8, SSL_ERROR_EOF, the first time and every time after it."""
    told = _reads(subject).raises(RAGGED_EOF, exception="SSLEOFError", errno=_EOF)
    first = _reads(subject).raises(
        RAGGED_EOF,
        exception="SSLEOFError",
        errno=_EOF,
        library="SSL",
        reason="UNEXPECTED_EOF_WHILE_READING",
    )
    return [handshake(subject, peer), peer.cuts_wire(), first, told, told]


# A blocking unwrap cannot be left in the middle for a read.
@scenario("python:sslobject:errno", drivers="bio socket-nonblocking", peers="honest", sweep="none")
def a_closed_connection_bears_its_number(subject, peer):
    """After our own closure alert the other end's reads as SSLZeroReturnError with errno 6.

    The docs say so of every read behind a clean end; while our own side is open CPython gives b"".
    """
    return [
        handshake(subject, peer),
        subject.connection.calls("unwrap").wants(READ),
        peer.writes(b"trailing"),
        peer.closes(),
        _reads(subject).gives(b"trailing"),
        *[
            _reads(subject)
            .raises(CLEAN_CLOSE, exception="SSLZeroReturnError", errno=_ZERO_RETURN)
            .or_gives(b"")
        ]
        * 2,
    ]


@scenario("python:sslobject:errno", drivers="bio sockets", peers="honest", sweep="none")
def what_is_no_tls_bears_its_number(subject, peer):
    """Garbage is exactly SSLError, errno 1, SSL_ERROR_SSL, with the library's name and a reason in it."""
    return [
        handshake(subject, peer),
        peer.sends_raw(_REQUEST),
        _reads(subject).raises(PROTOCOL_ERROR, exception="SSLError", errno=_SSL, library="SSL"),
    ]


# As above: the exception is kept.
@scenario(
    "python:sslobject:verify-error",
    drivers="bio socket-nonblocking",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_rejected_certificate_says_why(subject, peer):
    """SSLCertVerificationError has a number and a sentence for what is wrong with the certificate."""
    error = subject.thing("error")
    return [
        subject.configured(trust="other-ca"),
        _handshakes(subject).wants(READ),
        peer.handshakes().wants(READ),
        together(subject.does(caught(_handshakes(subject))).keeps("error"), peer.handshakes().anything()),
        subject.does(py("isinstance", error, subject.ssl.has("SSLCertVerificationError"))).gives(True),
        subject.does(py("isinstance", error, constant("ValueError"))).gives(True),
        error.has("errno").gives(_SSL),
        error.has("verify_code").returns(int, filled=True),
        error.has("verify_message").returns(str, filled=True),
    ]


@scenario(
    "python:sslobject:verify-error",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_wrong_name_is_named_in_the_error(subject, peer):
    """When the certificate is for another host, the message names the host that was called."""
    return [
        subject.configured(server_name="elsewhere.example"),
        together(
            _handshakes(subject).raises(
                CERTIFICATE_REJECTED,
                exception="SSLCertVerificationError",
                errno=_SSL,
                library="SSL",
                reason="CERTIFICATE_VERIFY_FAILED",
                verify_code=62,
                verify_message="Hostname mismatch, certificate is not valid for 'elsewhere.example'.",
            ),
            peer.handshakes().anything(),
        ),
    ]


# A blocking call in progress cannot be given up for one whose exception is kept.
@scenario(
    "python:sslobject:reason", drivers="bio socket-nonblocking", roles="client", peers="honest", sweep="none"
)
def every_alert_has_a_reason(subject, peer):
    """After any fatal alert reason is a str, for alerts younger than the library's table of names as well."""
    return [
        _handshakes(subject).wants(READ),
        peer.sends_raw(_NO_APPLICATION_PROTOCOL),
        subject.connection.calls("pending").gives(0),  # while the alert arrives
        subject.does(caught(_handshakes(subject))).keeps("error"),
        subject.thing("error").has("errno").gives(_SSL),
        subject.thing("error").has("library").returns(str, filled=True),
        subject.thing("error").has("reason").returns(str, filled=True),
    ]


# -- after a failed handshake -------------------------------------------------------------------------------


@scenario("python:sslobject:failed:facts", drivers="bio sockets", peers="honest", sweep="none")
def a_failed_handshake_leaves_nothing_to_tell(subject, peer):
    """After a failed handshake there is no version, cipher, certificate or binding: nobody was connected."""
    return [
        *_refused_at_once(subject, peer),
        subject.connection.calls("version").gives(None),
        subject.connection.calls("cipher").gives(None),
        subject.connection.calls("shared_ciphers").gives(None),
        subject.connection.calls("selected_alpn_protocol").gives(None),
        subject.connection.calls("get_channel_binding").gives(None),
        subject.connection.calls("getpeercert").raises(MISUSE, exception="ValueError"),
        subject.connection.calls("getpeercert", True).raises(MISUSE, exception="ValueError"),
        subject.connection.calls("pending").gives(0),
        subject.connection.has("session_reused").gives(False),
    ]


@scenario(
    "python:sslobject:failed:facts", drivers="bio sockets", roles="client", peers="honest", sweep="none"
)
def a_refused_server_is_nobody(subject, peer):
    """After a rejected certificate version() is None and getpeercert() refuses: nothing was proved."""
    return [
        subject.configured(trust="other-ca"),
        together(
            _handshakes(subject).raises(CERTIFICATE_REJECTED),
            peer.handshakes().anything(),
        ),
        subject.connection.calls("version").gives(None),
        subject.connection.calls("getpeercert").raises(MISUSE, exception="ValueError"),
        subject.connection.calls("getpeercert", True).raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslobject:failed:class", drivers="bio sockets", peers="honest", sweep="none")
def a_failed_handshake_fails_again(subject, peer):
    """A handshake that failed and is tried again is an SSLError, and no SSLSyscallError: no system failed."""
    return [
        *_refused_at_once(subject, peer),
        *[_handshakes(subject).raises(PROTOCOL_ERROR, RAGGED_EOF)] * 3,
    ]


@scenario("python:sslobject:failed:class", drivers="bio sockets", peers="honest", sweep="none")
def a_failed_handshake_leaves_nothing_to_use(subject, peer):
    """Reads, writes and closing on a connection that was never made are an SSLError; none of them waits."""
    dead = (PROTOCOL_ERROR, RAGGED_EOF)
    return [
        *_refused_at_once(subject, peer),
        _reads(subject).raises(*dead),
        subject.connection.calls("write", b"too late").raises(*dead),
        subject.connection.calls("unwrap").raises(*dead),
        _reads(subject).raises(*dead),
    ]


@scenario("python:sslobject:failed:class", drivers="bio sockets", peers="honest", sweep="none")
def a_handshake_cut_short_stays_truncated(subject, peer):
    """A handshake that met the end of the transport says SSLEOFError again when it is tried again."""
    told = _handshakes(subject).raises(RAGGED_EOF, exception="SSLEOFError", errno=_EOF)
    return [_handshakes(subject).wants(READ), peer.cuts_wire(), told, told, told]


@scenario("python:sslobject:failed:silent", drivers="bio", peers="honest", sweep="none")
def a_dead_connection_sends_nothing_more(subject, peer):
    """After the failure and its alert nothing goes out, whatever is called: no half record for the peer."""
    left = subject.thing("outgoing").has("pending")
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        peer.sends_raw(_REQUEST),
        _reads(subject).raises(PROTOCOL_ERROR),
        left.keeps("left"),
        subject.does(caught(subject.connection.calls("write", payload(100)))),
        subject.does(caught(_reads(subject))),
        subject.does(caught(_handshakes(subject))),
        subject.does(py("operator.eq", left, subject.thing("left"))).gives(True),
    ]


# -- after a clean end --------------------------------------------------------------------------------------


@scenario("python:sslobject:closed:unwrap", drivers="bio", peers="honest", sweep="none")
def unwrap_gives_nothing_on_an_object(subject, peer):
    """SSLObject.unwrap() returns None, each time: there is no socket under it to give back."""
    return [
        handshake(subject, peer),
        subject.connection.calls("unwrap").wants(READ),
        peer.closes(),
        subject.connection.calls("unwrap").gives(None),
        subject.connection.calls("unwrap").gives(None),
    ]


@scenario("python:sslsocket:unwrap", drivers="sockets", peers="honest", sweep="none")
def an_unwrapped_socket_has_no_tls(subject, peer):
    """After unwrap() the TLS layer is gone: read(), write() and getpeercert() refuse, version() is None."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.connection.calls("version").gives(None),
        subject.connection.calls("cipher").gives(None),
        subject.connection.calls("read", 10).raises(MISUSE, exception="ValueError"),
        subject.connection.calls("write", b"x").raises(MISUSE, exception="ValueError"),
        subject.connection.calls("unwrap").raises(MISUSE, exception="ValueError"),
        subject.connection.calls("pending").gives(0),
    ]


@scenario("python:sslsocket:unwrap:getpeercert", drivers="sockets", peers="honest", sweep="none")
def an_unwrapped_socket_has_no_certificate(subject, peer):
    """getpeercert() on a socket without TLS is a ValueError: there is no handshake it could be of."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.connection.calls("getpeercert").raises(MISUSE, exception="ValueError"),
    ]


@scenario("python:sslsocket:unwrap:plain", drivers="socket-nonblocking", peers="honest", sweep="none")
def an_unwrapped_socket_speaks_in_clear(subject, peer):
    """What unwrap() gives back carries plain bytes, as STARTTLS backwards needs it."""
    return [
        handshake(subject, peer),
        subject.connection.calls("unwrap").wants(READ),
        peer.closes(),
        subject.connection.calls("unwrap").keeps("plain"),
        peer.sends_raw(b"220 in clear again"),
        subject.thing("plain").calls("gettimeout").gives(0.0),  # while it arrives
        subject.thing("plain").calls("recv", 100).gives(b"220 in clear again"),
        subject.thing("plain").calls("send", b"HELO").gives(4),
    ]


# -- sockets ------------------------------------------------------------------------------------------------


@scenario("python:sslsocket:send:reset", drivers="sockets", peers="honest", sweep="none")
def writing_to_nobody_is_an_error_of_the_system(subject, peer):
    """Sending to a peer whose socket is gone raises BrokenPipeError or ConnectionResetError, with its errno.

    Programs tell by these classes that a client went away; an error of TLS would read as an attack.
    """
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("send", b"never to be read").gives(16),
        peer.resets_wire(),
        subject.connection.calls("send", payload(1000)).raises(OS_ERROR),
    ]


@scenario(
    "python:sslsocket:do_handshake:block",
    drivers="socket",
    roles="client",
    tls="1.3",
    peers="honest",
    sweep="none",
)
def tls13_a_blocking_handshake_leaves_the_socket_as_it_was(subject, peer):
    """do_handshake(block=True) on a non-blocking socket waits, and gives its timeout back."""
    shakes_hands = subject.connection.calls("do_handshake", block=True)
    return [
        subject.connection.calls("setblocking", False),
        together(subject.does(caught(shakes_hands)).gives(None), peer.handshakes()),
        subject.connection.calls("gettimeout").gives(0.0),
        subject.connection.calls("getblocking").gives(False),
    ]


@scenario("python:ssl:write:closed", drivers="bio", sweep="none")
def writing_after_a_clean_close_says_that_it_is_closed(subject, peer):
    """Once both ends have closed, a write raises SSLZeroReturnError: nothing failed, it is over."""
    return [
        handshake(subject, peer),
        closing(subject, peer),
        subject.writes_once(b"too late").raises(CLEAN_CLOSE, exception="SSLZeroReturnError"),
    ]
