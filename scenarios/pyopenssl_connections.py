"""pyOpenSSL's Connection: its memory BIOs, the end of a connection, and the object itself.

These are promises of its own, beyond those that every face of TLS makes. `pyopenssl_data` has its reads and
writes, `pyopenssl_facts` what it tells, `pyopenssl_contexts` what its Context decides. `held` is a Connection
that a scenario has made itself, and whose bytes it moves by calls of its own.
"""

from harness.scenario import (
    CLEAN_CLOSE,
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    Step,
    Thing,
    constant,
    handshake,
    py,
    same,
    scenario,
)

_BOTH = "pyopenssl pyopenssl-socket"
_PLENTY = 1 << 16


def _reads(subject: Actor, amount: int) -> Act:
    return subject.connection.calls("recv", amount)


def _shut(subject: Actor, *sides: str) -> Act:
    """get_shutdown() tells of these sides, and of no other."""
    bits: object = 0
    for side in sides:
        bits = py("operator.or_", bits, subject.ssl.has(side))
    return subject.does(same(subject.connection.calls("get_shutdown"), bits))


def _held(subject: Actor, method: str, state: str) -> list[Step]:
    """A Connection over memory BIOs, kept as `held`, of a Context of its own."""
    return [
        subject.ssl.calls("Context", subject.ssl.has(method)).keeps("its_context"),
        subject.ssl.calls("Connection", subject.thing("its_context"), None).keeps("held"),
        subject.thing("held").calls(state).gives(None),
    ]


# -- memory BIOs --------------------------------------------------------------------------------------------


@scenario("pyopenssl:bio_read", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def a_bio_is_read_in_pieces(subject, peer):
    """bio_read(n) gives at most n bytes of what there is, and raises WantReadError where there is nothing."""
    held = subject.thing("held")
    return [
        *_held(subject, "TLS_CLIENT_METHOD", "set_connect_state"),
        held.calls("bio_read", _PLENTY).wants(READ),
        held.calls("do_handshake").wants(READ),
        subject.does(py("len", held.calls("bio_read", 5))).gives(5),
        # a ClientHello is longer than 5 bytes and shorter than _PLENTY
        held.calls("bio_read", _PLENTY).returns(bytes, filled=True),
        held.calls("bio_read", _PLENTY).wants(READ),
    ]


@scenario("pyopenssl:bio_write", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def a_bio_counts_what_is_written(subject, peer):
    """bio_write() gives the number of bytes it has put there, and the Connection reads just those."""
    held = subject.thing("held")
    return [
        *_held(subject, "TLS_SERVER_METHOD", "set_accept_state"),
        held.calls("bio_write", b"\x16\x03").gives(2),
        held.calls("do_handshake").wants(READ),
        held.calls("bio_write", py("bytearray", b"\x01\x00")).gives(2),
        held.calls("do_handshake").wants(READ),
        # a record of no bytes, where a ClientHello is due
        held.calls("bio_write", py("memoryview", b"\x00\x17\x03\x01\x00\x01\x00")).gives(7),
        held.calls("do_handshake").raises(PROTOCOL_ERROR, exception="Error"),
    ]


@scenario("pyopenssl:bio_shutdown", drivers="pyopenssl", peers="honest tlslite", sweep="none")
def a_bio_that_was_shut_down_ends(subject, peer):
    """After bio_shutdown() what was written is still read; behind it is an end that violates the protocol."""
    return [
        handshake(subject, peer),
        peer.writes(b"the last"),
        subject.connection.calls("recv", 100, constant("socket.MSG_PEEK")).gives(b"the last"),
        subject.connection.calls("bio_shutdown").gives(None),
        _reads(subject, 100).gives(b"the last"),
        _reads(subject, 100).raises(RAGGED_EOF, exception="SysCallError"),
    ]


# -- the end ------------------------------------------------------------------------------------------------


@scenario("pyopenssl:shutdown", "pyopenssl:get_shutdown", drivers=_BOTH, peers="honest tlslite")
def shutdown_is_done_when_both_have_said_so(subject, peer):
    """shutdown() gives False once its own alert is sent, and True no sooner than the other end's has come."""
    shutting = subject.connection.calls("shutdown")
    return [
        handshake(subject, peer),
        _shut(subject),
        shutting.gives(value=False),
        _shut(subject, "SENT_SHUTDOWN"),
        peer.reads(100).ends(),
        shutting.wants(READ).or_gives(value=False),
        _shut(subject, "SENT_SHUTDOWN"),
        peer.closes(),
        shutting.gives(value=True),
        _shut(subject, "SENT_SHUTDOWN", "RECEIVED_SHUTDOWN"),
    ]


@scenario("pyopenssl:shutdown", "pyopenssl:get_shutdown", drivers=_BOTH, peers="honest tlslite", sweep="none")
def shutdown_answers_at_once(subject, peer):
    """Where the other end's alert has been read, shutdown() sends its own and gives True."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        _reads(subject, 100).raises(CLEAN_CLOSE, exception="ZeroReturnError"),
        _shut(subject, "RECEIVED_SHUTDOWN"),
        subject.connection.calls("shutdown").gives(value=True),
        _shut(subject, "SENT_SHUTDOWN", "RECEIVED_SHUTDOWN"),
        peer.closes(),
    ]


@scenario("pyopenssl:zero-return", drivers=_BOTH, peers="honest tlslite")
def every_read_behind_the_end_says_so(subject, peer):
    """Behind the closure alert each read raises ZeroReturnError, whatever becomes of the wire."""
    ended, peek = "ZeroReturnError", constant("socket.MSG_PEEK")
    return [
        handshake(subject, peer),
        peer.writes(b"all"),
        peer.closes().anything(),
        _reads(subject, 100).gives(b"all"),
        subject.connection.calls("recv", 100, peek).raises(CLEAN_CLOSE, exception=ended),
        _reads(subject, 100).raises(CLEAN_CLOSE, exception=ended),
        peer.cuts_wire(),
        _reads(subject, 100).raises(CLEAN_CLOSE, exception=ended),
        subject.connection.calls("recv_into", py("bytearray", 4)).raises(CLEAN_CLOSE, exception=ended),
    ]


@scenario("pyopenssl:zero-return", "rfc8446:6.1:truncation", drivers=_BOTH, peers="honest tlslite")
def a_cut_behind_the_own_alert_is_no_clean_end(subject, peer):
    """Whoever has said goodbye still reads what comes, and is told when the other end is cut off."""
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown").gives(value=False),
        peer.writes(b"late"),
        peer.cuts_wire(),
        _reads(subject, 100).gives(b"late"),
        _reads(subject, 100).raises(RAGGED_EOF, exception="SysCallError"),
    ]


@scenario("pyopenssl:shutdown", "rfc8446:6.1:truncation", drivers=_BOTH, peers="honest tlslite", sweep="none")
def a_cut_does_not_complete_a_shutdown(subject, peer):
    """A wire cut while shutdown() waits is an error: the other end has sent no closure alert."""
    return [
        handshake(subject, peer),
        subject.connection.calls("shutdown").gives(value=False),
        peer.cuts_wire(),
        subject.connection.calls("shutdown").raises(RAGGED_EOF, OS_ERROR, PROTOCOL_ERROR),
        _shut(subject, "SENT_SHUTDOWN"),
    ]


@scenario("pyopenssl:set_shutdown", drivers=_BOTH, peers="honest tlslite", sweep="none")
def a_state_that_is_set_sends_nothing(subject, peer):
    """set_shutdown() sets the state of the Connection, and says nothing to the other end."""
    return [
        handshake(subject, peer),
        subject.connection.calls("set_shutdown", subject.ssl.has("SENT_SHUTDOWN")).gives(None),
        _shut(subject, "SENT_SHUTDOWN"),
        peer.reads(100).wants(READ),
        subject.connection.calls("set_shutdown", 0).gives(None),
        _shut(subject),
    ]


@scenario("pyopenssl:sock_shutdown", drivers="pyopenssl-socket", peers="honest tlslite", sweep="none")
def sock_shutdown_is_the_sockets(subject, peer):
    """sock_shutdown() ends the socket, and sends no closure alert."""
    return [
        handshake(subject, peer),
        subject.writes(b"bye"),
        subject.connection.calls("sock_shutdown", constant("socket.SHUT_WR")).gives(None),
        peer.reads(100).gives(b"bye"),
        peer.reads(100).raises(RAGGED_EOF),
        _shut(subject),
    ]


# -- the object ---------------------------------------------------------------------------------------------


@scenario("pyopenssl:makefile", drivers=_BOTH, peers="honest", sweep="none")
def there_is_no_file_of_a_connection(subject, peer):
    """makefile() raises NotImplementedError, with or without arguments, and disturbs nothing."""
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile").raises(FOREIGN, exception="NotImplementedError"),
        subject.connection.calls("makefile", "rb", buffering=0).raises(
            FOREIGN, exception="NotImplementedError"
        ),
        subject.continues(),
    ]


@scenario("pyopenssl:app_data", drivers=_BOTH, peers="honest", sweep="none")
def a_connection_keeps_what_it_is_given(subject, peer):
    """get_app_data() gives the very object that set_app_data() was given; a Context keeps one of its own."""
    data, other = subject.thing("data"), subject.thing("other")

    def is_kept(of: Thing, what: Thing) -> Act:
        kept: Act = subject.does(py("operator.is_", of.calls("get_app_data"), what)).gives(value=True)
        return kept

    return [
        subject.does(py("list", b"data")).keeps("data"),
        subject.does(py("list", b"data")).keeps("other"),
        subject.context.calls("set_app_data", other).gives(None),
        subject.connection.calls("set_app_data", data).gives(None),
        handshake(subject, peer),
        is_kept(subject.connection, data),
        is_kept(subject.context, other),
    ]


@scenario("pyopenssl:set_context", drivers=_BOTH, peers="honest", sweep="none")
def a_connection_knows_its_context(subject, peer):
    """get_context() gives the Context it was made of, and after set_context() the new one."""
    having = subject.connection.calls("get_context")
    return [
        subject.does(py("operator.is_", having, subject.context)).gives(value=True),
        handshake(subject, peer),
        subject.does(py("operator.is_", having, subject.context)).gives(value=True),
        subject.ssl.calls("Context", subject.ssl.has("TLS_METHOD")).keeps("another"),
        subject.connection.calls("set_context", subject.thing("another")).gives(None),
        subject.does(py("operator.is_", having, subject.thing("another"))).gives(value=True),
        subject.continues(),
    ]


@scenario("pyopenssl:classes", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def a_connection_is_made_of_a_context(subject, peer):
    """Connection() refuses what is no Context, and Context() what is no method; TypeError or ValueError."""
    return [
        subject.ssl.calls("Connection", None).raises(MISUSE),
        subject.ssl.calls("Connection", "context", None).raises(MISUSE),
        subject.ssl.calls("Context", "TLS").raises(MISUSE),
        subject.ssl.calls("Context", 12_345).raises(MISUSE),
        subject.ssl.calls("Context", subject.ssl.has("TLS_METHOD")).keeps("fit"),
        subject.ssl.calls("Connection", subject.thing("fit")).keeps("made"),
    ]
