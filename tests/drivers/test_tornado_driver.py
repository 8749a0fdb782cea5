"""The driver of tornado and the loop under it, on the standard library, with bio at the other end."""

import socket
import sys

import pytest

from harness.drivers.aio_loop import NeverIdle
from harness.drivers.contexts import Contexts
from harness.drivers.registry import ON_REQUEST
from harness.drivers.selecting_loop import SelectingLoop
from harness.drivers.tornado_stream import DRIVER
from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup
from tests.drivers.asyncio_pair import (
    CLOSE,
    CLOSE_NOTIFY,
    HANDSHAKE,
    MEBIBYTE,
    READ,
    READING,
    ROLES,
    STDLIB,
    WRITING,
    connect,
    nothing_left_to_the_garbage_collector,
    pki,
    quiet,
    read_all,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures


@ROLES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(connect, role, tls):
    pair = connect(DRIVER, role, tls)
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@ROLES
def test_one_byte_at_a_time(connect, role):
    pair = connect(DRIVER, role, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


def test_a_mebibyte_meets_back_pressure_both_ways(connect):
    pair = connect(DRIVER).shake()
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == WRITING
    outcome = WRITING
    while outcome == WRITING:
        pair.move()
        outcome = pair.subject.attempt(Call("write", (MEBIBYTE,)))
    assert outcome == Done(len(MEBIBYTE))
    pair.settle()
    assert read_all(pair.peer, len(MEBIBYTE)) == MEBIBYTE
    pair.peer.attempt(Call("write", (MEBIBYTE,)))
    pair.move()
    assert pair.subject.backlog() > 0
    assert read_all(pair.subject, len(MEBIBYTE)) == MEBIBYTE
    assert pair.subject.backlog() == 0


def test_a_read_that_waits_is_kept_for_the_next(connect):
    pair = connect(DRIVER).shake()
    assert pair.subject.attempt(Call("read", (4,))) == READING
    assert pair.subject.attempt(Call("write", (b"x",))) == Done(1)
    pair.peer.attempt(Call("write", (b"abcdef",)))
    pair.move()
    got = [pair.subject.attempt(Call("read", (3,))).value for _ in range(3)]
    assert b"".join(got) == b"abcdef"


def test_the_peers_close_notify_is_the_end_and_our_close_is_not(connect):
    pair = connect(DRIVER).shake()
    pair.peer.attempt(CLOSE_NOTIFY)
    pair.move()
    assert pair.subject.attempt(READ) == Done(b"")
    pair = connect(DRIVER).shake()
    assert pair.subject.attempt(CLOSE) == Done()
    assert pair.subject.take() == b""
    assert pair.subject.hung_up
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.OS_ERROR, "StreamClosedError")


def test_what_closed_a_stream_that_waited_is_told(connect):
    pair = connect(DRIVER).shake()
    assert pair.subject.attempt(READ) == READING
    pair.subject.feed(bytes.fromhex("1703030040") + bytes(64))
    raised = pair.subject.attempt(READ)
    assert (raised.kind, raised.exception) == (Kind.PROTOCOL_ERROR, "StreamClosedError")


def test_a_failed_handshake_fails_what_comes_after(connect):
    pair = connect(DRIVER, trust="other-ca")
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.reason) == (Kind.CERTIFICATE_REJECTED, "CERTIFICATE_VERIFY_FAILED")
    assert pair.subject.attempt(READ) == pair.subject.attempt(HANDSHAKE) == raised
    assert pair.subject.take() != b""  # the alert


def test_it_says_what_it_cannot_do_and_what_to_install(monkeypatch, pki):
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki, session=object())
    with pytest.raises(Unsupported, match="resume"):
        DRIVER.connect(STDLIB, setup, Contexts())
    monkeypatch.setitem(sys.modules, "tornado", None)
    with pytest.raises(Unsupported, match=r"is not installed: pip install 'tls-harness\[tornado\]'$"):
        DRIVER.connect(STDLIB, setup, Contexts())


def test_it_runs_on_request():
    assert "tornado" in ON_REQUEST


def test_a_selecting_loop_watches_until_it_is_told_not_to():
    loop, (one, other) = SelectingLoop(), socket.socketpair()
    with one, other:
        got = []
        loop.add_reader(one, lambda: got.append(one.recv(1)))
        loop.run_until_idle()
        other.send(b"ab")
        loop.run_until_idle()
        assert got == [b"a", b"b"]
        assert loop.remove_reader(one)
        assert not loop.remove_reader(one)
        other.send(b"c")
        loop.run_until_idle()
        assert got == [b"a", b"b"]


def test_a_selecting_loop_does_not_spin_for_ever():
    loop, (one, other) = SelectingLoop(), socket.socketpair()
    with one, other:
        loop.add_writer(one, lambda: None)
        with pytest.raises(NeverIdle):
            loop.run_until_idle(100)
        assert loop.remove_writer(one)
