"""The two SSLSocket drivers, on the standard library, with the bio driver at the other end."""

import errno
import ssl
from types import SimpleNamespace

import pytest

from harness.drivers import blocking, sockets, wire_end
from harness.endpoint import Call, Done, EndpointRaised, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Tls, Want
from tests.drivers.socket_pair import (
    CLOSE_NOTIFY,
    HANDSHAKE,
    MEBIBYTE,
    Pair,
    connect,
    held,
    pki,
    raising,
    read_all,
    shaped,
)

__all__ = ["connect", "pki"]  # fixtures

DRIVERS = (sockets.DRIVER_NONBLOCKING, blocking.DRIVER)


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.name)
def driver(request):
    return request.param


@pytest.fixture
def pair(driver, connect):
    return connect(driver).shake()


@pytest.mark.parametrize("tls", list(Tls), ids=str)
@pytest.mark.parametrize("role", list(Role), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(driver, connect, role, tls):
    pair = connect(driver, role, tls).shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), Call("read", (100,))) == [Done(4), Done(b"ping")]
    assert pair.run(Call("read", (100,)), Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_one_byte_at_a_time(driver, connect, role):
    pair = connect(driver, role, piece=1).shake()
    assert pair.run(Call("read", (100,)), Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


def test_subject_writes_a_mebibyte_and_has_to_wait_for_room(pair):
    write, outcome = Call("write", (MEBIBYTE,)), Wants(Want.WRITE)
    seen, got = 0, bytearray()
    while isinstance(outcome, Wants):
        outcome = pair.subject.attempt(Call("write", (bytes(MEBIBYTE),)))  # an equal copy continues it
        seen += outcome == Wants(Want.WRITE)
        assert outcome != Wants(Want.READ)
        pair.move()
        while isinstance(part := pair.peer.attempt(Call("read", (65536,))), Done):
            got += part.value
    assert outcome == Done(len(write.args[0]))
    assert got == MEBIBYTE
    assert seen > 50  # the kernel holds about 4 kB


def test_peer_writes_a_mebibyte_and_meets_back_pressure(pair):
    assert pair.peer.attempt(Call("write", (MEBIBYTE,))) == Done(len(MEBIBYTE))
    assert read_all(pair, "subject", len(MEBIBYTE)) == MEBIBYTE
    assert max(pair.backlogs) > 10 * 65536
    assert pair.subject.backlog() == 0


def test_attempts_alone_reach_what_is_queued(pair):
    record = bytes(16384)  # four times what the kernel holds
    pair.peer.attempt(Call("write", (record,)))
    pair.subject.feed(pair.peer.take())
    outcomes = [pair.subject.attempt(Call("read", (16384,))) for _ in range(8)]
    assert Done(record) in outcomes


def test_a_read_that_waits_is_continued_by_the_equal_call(pair):
    read = Call("read", (100,))
    assert [pair.subject.attempt(read) for _ in range(3)] == [Wants(Want.READ)] * 3
    assert pair.run(read, Call("write", (b"at last",))) == [Done(b"at last"), Done(7)]


def test_read_into_gives_the_count_and_the_whole_buffer(pair):
    outcome = pair.run(Call("read_into", (3, 8)), Call("write", (b"hello",)))[0]
    assert outcome == Done((3, b"hel" + bytes(5)))
    assert pair.subject.attempt(Call("pending")) == Done(2)
    assert pair.subject.attempt(Call("read", (100,))) == Done(b"lo")


def test_end_of_stream_without_close_notify_is_ragged(pair):
    pair.peer.attempt(Call("write", (b"half",)))
    pair.move()
    pair.subject.feed_eof()
    assert pair.subject.attempt(Call("read", (100,))) == Done(b"half")
    outcome = pair.subject.attempt(Call("read", (100,)))
    assert (outcome.kind, outcome.exception) == (Kind.RAGGED_EOF, "SSLEOFError")


def test_end_of_stream_comes_after_what_is_queued(pair):
    pair.peer.attempt(Call("write", (MEBIBYTE,)))
    pair.subject.feed(pair.peer.take())
    pair.subject.feed_eof()
    assert pair.subject.backlog() > 0
    assert read_all(pair, "subject", len(MEBIBYTE)) == MEBIBYTE
    assert pair.subject.attempt(Call("read", (1,))).kind is Kind.RAGGED_EOF


def test_end_of_stream_reaches_a_waiting_read(pair):
    assert pair.subject.attempt(Call("read", (100,))) == Wants(Want.READ)
    pair.subject.feed_eof()
    assert pair.subject.attempt(Call("read", (100,))).kind is Kind.RAGGED_EOF


@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_close_notify_from_the_subject_first(driver, connect, tls):
    pair = connect(driver, tls=tls).shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == Wants(Want.READ)
    pair.move()
    assert pair.peer.attempt(Call("read", (1,))) == Done(b"")
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]


@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_close_notify_from_the_peer_first(driver, connect, tls):
    pair = connect(driver, tls=tls).shake()
    assert pair.peer.attempt(CLOSE_NOTIFY) == Wants(Want.READ)
    pair.move()
    assert pair.subject.attempt(Call("read", (1,))) == Done(b"")
    assert pair.subject.attempt(CLOSE_NOTIFY) == Done()
    pair.move()
    assert pair.peer.attempt(CLOSE_NOTIFY) == Done()


def test_close_drops_the_transport_but_not_what_was_sent(pair):
    assert pair.subject.attempt(Call("write", (b"last words",))) == Done(10)
    assert pair.subject.attempt(Call("close")) == Done()
    pair.peer.feed(pair.subject.take())
    assert pair.peer.attempt(Call("read", (100,))) == Done(b"last words")
    assert pair.subject.take() == b""
    pair.subject.feed(b"into the void")
    pair.subject.feed_eof()
    assert pair.subject.backlog() == 0
    assert isinstance(pair.subject.attempt(Call("read", (1,))), Raised)


def test_a_rejected_certificate_is_an_outcome(driver, connect):
    pair = connect(driver, trust="other-ca")
    outcomes = pair.run(HANDSHAKE, HANDSHAKE)
    assert outcomes[0].kind is Kind.CERTIFICATE_REJECTED


def test_facts_are_told(driver, connect):
    pair = connect(driver, Role.SERVER, notes_name=True)
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("server_name",))) == Done("localhost")
    with pytest.raises(Unsupported, match="weather"):
        pair.subject.attempt(Call("tell", ("weather",)))


def test_calls_an_sslsocket_lacks_are_unsupported(driver, pair):
    assert "key_update" not in driver.calls
    with pytest.raises(Unsupported, match="key_update"):
        pair.subject.attempt(Call("key_update", (True,)))


def test_sixty_endpoints_leave_no_thread_or_descriptor(driver, pki):
    Pair(driver, pki).subject.close()
    before = held()
    for number in range(60):
        pair = Pair(driver, pki)
        if number % 3 == 0:
            pair.shake()
        elif number % 3 == 1:
            pair.subject.attempt(HANDSHAKE)  # left waiting
        pair.subject.close()
        pair.subject.close()
    assert held() == before


# ---- implementations that are wrong, incomplete or unusual --------------------------------------------


def test_blocking_io_error_is_not_taken_for_a_want(driver, connect):
    wrong = shaped(recv=raising(BlockingIOError(errno.EAGAIN, "try again")))
    outcome = connect(driver, implementation=wrong).subject.attempt(Call("read", (1,)))
    assert (outcome.kind, outcome.exception) == (Kind.FOREIGN, "BlockingIOError")


def test_a_blocking_socket_that_wants_is_foreign(connect):
    wrong = shaped(recv=raising(ssl.SSLWantReadError()))
    read = Call("read", (1,))
    assert connect(blocking.DRIVER, implementation=wrong).subject.attempt(read).kind is Kind.FOREIGN
    assert connect(sockets.DRIVER_NONBLOCKING, implementation=wrong).subject.attempt(read) == Wants(Want.READ)


def test_an_exit_in_the_thread_is_raised_where_it_was_attempted(connect):
    subject = connect(blocking.DRIVER, implementation=shaped(recv=raising(SystemExit(5)))).subject
    with pytest.raises(SystemExit):
        subject.attempt(Call("read", (1,)))
    assert subject.attempt(HANDSHAKE) == Wants(Want.READ)  # the thread lives on


def test_a_context_that_cannot_wrap_sockets_is_unsupported(driver, connect):
    class Context:
        def __init__(self, protocol):
            self._inner = ssl.SSLContext(protocol)

        def __getattr__(self, name):
            if name == "wrap_socket":
                raise AttributeError(name)
            return getattr(self._inner, name)

    wrong = Implementation("lame", SimpleNamespace(**{**vars(ssl), "SSLContext": Context}))
    with pytest.raises(Unsupported, match=r"lame has no SSLContext\.wrap_socket"):
        connect(driver, implementation=wrong)


def test_an_exception_while_connecting_leaves_no_descriptor(driver, pki):
    before = held()
    wrong = shaped(fileno=raising(RuntimeError("no")))
    with pytest.raises(EndpointRaised, match="RuntimeError"):
        Pair(driver, pki, implementation=wrong)
    wrong.module.SSLContext.wrap_socket = raising(RuntimeError("no"))
    with pytest.raises(EndpointRaised, match=r"wrap_socket: RuntimeError"):
        Pair(driver, pki, implementation=wrong)
    assert held() == before


def test_nonblocking_asks_for_readiness_before_it_repeats_a_call(connect):
    made = []

    def recv(self, amount):
        made.append(amount)
        return ssl.SSLSocket.recv(self, amount)

    pair = connect(sockets.DRIVER_NONBLOCKING, implementation=shaped(recv=recv)).shake()
    for _ in range(5):
        pair.subject.attempt(Call("read", (7,)))
        pair.move()
    # Twice at most: OpenSSL wants to read again after the session tickets, which arrive once.
    assert 1 <= len(made) <= 2
    made.clear()
    pair.subject.attempt(Call("read", (8,)))
    assert made == [8]


# ---- the harness's end ---------------------------------------------------------------------------------


def test_the_pair_is_small_and_the_queue_takes_the_rest():
    own, other = wire_end.small_pair()
    end = wire_end.WireEnd(own)
    with other:
        end.feed(bytes(100_000))
        assert 2_000 < 100_000 - end.backlog() < 16_384
        assert wire_end.ready(other.fileno(), Want.READ)
        end.close()
        end.close()
