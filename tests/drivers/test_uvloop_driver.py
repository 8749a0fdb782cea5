"""The drivers of uvloop and the loop that is run until it sleeps, with bio at the other end."""

import asyncio
import sys
import threading
from pathlib import Path

import pytest

pytest.importorskip("uvloop", reason="uvloop is an extra")

from harness.drivers.aio_uvloop import ON_PROTOCOL, ON_STREAMS
from harness.drivers.contexts import Contexts
from harness.drivers.registry import LIKE, ON_REQUEST
from harness.drivers.uvloop_loop import SleepingLoop, SocketWire
from harness.drivers.wire_end import WireEnd, small_pair
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
    other_ssl,
    pki,
    quiet,
    read_all,
)

__all__ = ["connect", "nothing_left_to_the_garbage_collector", "pki", "quiet"]  # fixtures

FACES = pytest.mark.parametrize("face", [ON_PROTOCOL, ON_STREAMS], ids=lambda face: face.name)


@FACES
@ROLES
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_handshake_and_both_ways_in_both_roles_and_versions(connect, face, role, tls):
    pair = connect(face, role, tls)
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(tls.spoken)
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_one_byte_at_a_time(connect, face):
    pair = connect(face, piece=1).shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_a_mebibyte_meets_back_pressure_both_ways(connect, face):
    pair = connect(face).shake()
    write = Call("write", (MEBIBYTE,))
    assert pair.subject.attempt(write) == Done(len(MEBIBYTE))  # it lies in the transport below
    assert pair.subject.attempt(write) == WRITING
    outcome = WRITING
    while outcome == WRITING:
        pair.move()
        outcome = pair.subject.attempt(write)
    assert outcome == Done(len(MEBIBYTE))
    pair.settle()
    assert read_all(pair.peer, 2 * len(MEBIBYTE)) == 2 * MEBIBYTE
    pair.peer.attempt(write)
    pair.move()
    assert read_all(pair.subject, len(MEBIBYTE)) == MEBIBYTE


@FACES
@ROLES
def test_a_connection_in_clear_is_upgraded(connect, face, role):
    pair = connect(face, role, entrance="start-tls")
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@FACES
def test_closing_waits_for_the_answer(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(CLOSE_NOTIFY) == READING
    assert pair.run(CLOSE_NOTIFY, CLOSE_NOTIFY) == [Done(), Done()]
    pair.settle()
    assert pair.subject.hung_up


@FACES
def test_an_abort_hangs_up(connect, face):
    pair = connect(face).shake()
    assert pair.subject.attempt(CLOSE) == Done()
    assert pair.subject.take() == b""
    assert pair.subject.hung_up


@FACES
def test_a_refused_certificate_is_told(connect, face):
    pair = connect(face, trust="other-ca")
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    raised = pair.subject.attempt(HANDSHAKE)
    assert (raised.kind, raised.reason) == (Kind.CERTIFICATE_REJECTED, "CERTIFICATE_VERIFY_FAILED")


def _held():
    """How many threads and descriptors this process has."""
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))


@FACES
def test_nothing_is_left_whatever_waits(pki, face):
    before = _held()
    subject = face.connect(STDLIB, Setup(Role.CLIENT, Tls.V13, Options(), pki), Contexts())
    assert subject.attempt(HANDSHAKE) == READING
    subject.close()
    subject.close()
    assert _held() == before


@FACES
def test_it_says_what_it_cannot_do_and_what_to_install(monkeypatch, connect, pki, face):
    with pytest.raises(Unsupported, match="7200 s do not pass"):
        connect(face).shake().subject.elapse(7200)
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    with pytest.raises(Unsupported, match="no other module"):
        face.connect(other_ssl(), setup, Contexts())
    monkeypatch.setitem(sys.modules, "uvloop", None)
    with pytest.raises(Unsupported, match=r"is not installed: pip install 'tls-harness\[uvloop\]'$"):
        face.connect(STDLIB, setup, Contexts())


def test_they_run_on_request_and_are_like_asyncios():
    assert {"uvloop-protocol", "uvloop-streams"} <= ON_REQUEST
    assert LIKE["uvloop-protocol"] == "asyncio-protocol"


@pytest.fixture
def loop():
    own, other = small_pair()
    made = SleepingLoop(SocketWire(WireEnd(own)), lambda _transport: None)
    yield made
    made.close()
    own.close()
    other.close()


def test_the_loop_runs_everything_before_it_sleeps(loop):
    done = []

    async def chain():
        for number in range(200):
            await asyncio.sleep(0)
            done.append(number)

    loop.create_task(chain())
    loop.run_until_idle()
    assert done == list(range(200))


def test_the_loop_hears_what_was_sent_before_it_ran(loop):
    one, other = small_pair()
    with one, other:
        heard = []
        loop.uvloop.add_reader(one, lambda: heard.append(one.recv(1)))
        other.send(b"abc")
        loop.run_until_idle()
        assert heard == [b"a", b"b", b"c"]


def test_the_loop_notes_what_its_handler_is_told(loop):
    def fails():
        raise ZeroDivisionError

    loop.uvloop.call_soon(fails)
    loop.run_until_idle()
    assert [type(error) for error in loop.reports] == [ZeroDivisionError]


def test_a_wire_is_closed_before_all_that_was_sent_is_taken():
    own, theirs = small_pair()
    end = WireEnd(own)
    wire = SocketWire(end)
    assert (wire.closed, wire.hung_up) == (False, False)
    theirs.send(b"unread")
    theirs.close()
    assert (wire.closed, wire.hung_up) == (True, False)
    assert wire.take() == b"unread"
    assert (wire.closed, wire.hung_up) == (True, True)
    end.close()
    assert wire.closed
