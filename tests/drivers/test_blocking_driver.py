"""How the blocking driver sees that a thread is blocked, and what a parked call allows."""

import os
import select
import selectors
import signal
import socket
import ssl
import subprocess
import sys
import threading

import pytest

from harness.drivers import blocking, waiting
from harness.endpoint import Call, Done, Wants
from harness.errors import Unsupported
from harness.names import Role, Tls, Want
from tests.drivers.socket_pair import MEBIBYTE, connect, pki, shaped

__all__ = ["connect", "pki"]  # fixtures


def test_a_blocked_reader_gets_everything_queued_before_it_wants_more(connect):
    pair = connect(blocking.DRIVER).shake()
    big = bytes(16384)  # one record, four times what the kernel holds
    pair.peer.attempt(Call("write", (big,)))
    pair.subject.feed(pair.peer.take())
    assert pair.subject.backlog() > 0
    assert pair.subject.attempt(Call("read", (16384,))) == Done(big)


def polling(events):
    """A method that waits for `events` with poll(2) before it receives."""

    def recv(self, amount):
        poll = select.poll()
        poll.register(self, events)
        poll.poll()
        return ssl.SSLSocket.recv(self, amount)

    return recv


def selecting(self, amount):
    select.select([self], [], [])
    return ssl.SSLSocket.recv(self, amount)


@pytest.mark.parametrize("recv", [polling(1), selecting], ids=["poll", "select"])
def test_a_thread_in_poll_or_select_is_seen_to_wait(connect, recv):
    pair = connect(blocking.DRIVER, tls=Tls.V12, implementation=shaped(recv=recv)).shake()
    assert pair.subject.attempt(Call("read", (9,))) == Wants(Want.READ)
    assert pair.run(Call("read", (9,)), Call("write", (b"polled",)))[0] == Done(b"polled")


def test_a_thread_in_poll_for_room_is_seen_to_wait(connect):
    def send(self, data):
        poll = select.poll()
        poll.register(self, select.POLLOUT)
        for start in range(0, len(data), 500):  # so little that a socket with room never blocks
            poll.poll()
            ssl.SSLSocket.send(self, data[start : start + 500])
        return len(data)

    pair = connect(blocking.DRIVER, implementation=shaped(send=send)).shake()
    outcomes = [Wants(Want.WRITE)]
    while outcomes[-1] == Wants(Want.WRITE):
        outcomes.append(pair.subject.attempt(Call("write", (bytes(20_000),))))
        pair.move()
    assert outcomes[-1] == Done(20_000)
    assert len(outcomes) > 4


def test_a_thread_in_epoll_on_a_duplicate_is_seen_to_wait(connect):
    def recv(self, amount):
        with self.dup_plain() as again, selectors.EpollSelector() as selector:
            selector.register(again, selectors.EVENT_READ)
            selector.select()
            return ssl.SSLSocket.recv(self, amount)

    def dup_plain(self):
        return socket.socket(fileno=os.dup(self.fileno()))

    pair = connect(
        blocking.DRIVER, tls=Tls.V12, implementation=shaped(recv=recv, dup_plain=dup_plain)
    ).shake()
    assert pair.subject.attempt(Call("read", (9,))) == Wants(Want.READ)
    assert pair.run(Call("read", (9,)), Call("write", (b"polled",)))[0] == Done(b"polled")


def receiving(own):
    """Wait in recv on the subject's own socket, while its connection has nothing to read either."""
    return own.recv(1)


def polling_then_receiving(own):
    """Wait in poll for it, while the connection has something to read."""
    poll = select.poll()
    poll.register(own, select.POLLIN)
    poll.poll()
    return own.recv(1)


@pytest.mark.parametrize("wait", [receiving, polling_then_receiving])
def test_a_thread_that_waits_for_something_else_is_not_taken_for_blocked(connect, monkeypatch, wait):
    own, other = socket.socketpair()
    wrong = shaped(recv=lambda _self, _amount: wait(own))
    pair = connect(blocking.DRIVER, tls=Tls.V12, implementation=wrong).shake()
    if wait is polling_then_receiving:
        pair.subject.feed(b"unread")
    looks = []

    def look(*args):
        looks.append(waiting.blocked_on(*args))
        if len(looks) == 20:
            other.send(b"!")
        return looks[-1]

    monkeypatch.setattr(blocking, "blocked_on", look)
    with own, other:
        assert pair.subject.attempt(Call("read", (1,))) == Done(b"!")
    assert set(looks) == {None}


def test_take_waits_for_what_a_parked_call_makes_of_what_was_fed(connect):
    pair = connect(blocking.DRIVER, Role.SERVER)
    assert pair.subject.attempt(Call("handshake")) == Wants(Want.READ)
    pair.peer.attempt(Call("handshake"))
    pair.subject.feed(pair.peer.take())
    assert pair.subject.take()[:1] == b"\x16"  # the ServerHello's record


def test_a_parked_call_excludes_others_but_those_that_never_block(connect):
    pair = connect(blocking.DRIVER, tls=Tls.V12).shake()
    read = Call("read", (100,))
    assert pair.subject.attempt(read) == Wants(Want.READ)
    with pytest.raises(Unsupported, match="cannot give up"):
        pair.subject.attempt(Call("write", (b"no",)))
    assert pair.subject.attempt(Call("tell", ("version",))) == Done("TLSv1.2")
    pair.peer.attempt(Call("write", (b"data",)))
    pair.move()
    with pytest.raises(Unsupported, match="cannot give up"):
        pair.subject.attempt(Call("read", (99,)))
    assert pair.subject.attempt(read) == Done(b"data")


def test_close_ends_a_parked_read_and_keeps_what_was_sent(connect):
    pair = connect(blocking.DRIVER).shake()
    pair.subject.attempt(Call("write", (b"last words",)))
    assert pair.subject.attempt(Call("read", (1,))) == Wants(Want.READ)
    assert pair.subject.attempt(Call("close")) == Done()
    pair.peer.feed(pair.subject.take())
    assert pair.peer.attempt(Call("read", (100,))) == Done(b"last words")


def test_a_parked_write_is_ended_by_closing_the_endpoint(connect):
    pair = connect(blocking.DRIVER).shake()
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == Wants(Want.WRITE)
    before = threading.active_count()
    pair.subject.close()
    another = connect(blocking.DRIVER).shake()
    assert another.subject.attempt(Call("write", (MEBIBYTE,))) == Wants(Want.WRITE)
    assert threading.active_count() == before, "the thread was free for the next endpoint"


def test_the_blocking_driver_needs_a_platform_it_can_see_through(connect, monkeypatch):
    monkeypatch.setattr(waiting.platform, "machine", lambda: "pdp11")
    with pytest.raises(Unsupported, match="/proc/self/task/<tid>/syscall"):
        connect(blocking.DRIVER)


_STOPPED_IN_POLL = """
import os, signal, threading
from harness.drivers.waiting import Line, blocked_on, names_of_calls
from harness.drivers.wire_end import small_pair

ours, theirs = small_pair()
theirs.settimeout(3600)
thread = threading.Thread(target=theirs.recv, args=(1,), daemon=True)
thread.start()
line, names = Line(thread.native_id), names_of_calls()
for _ in ("before", "after"):
    while (want := blocked_on(line, names, theirs.fileno())) is None:
        pass
    call = line.system_call(names)[0]
    print(call, want.name, flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_a_thread_that_was_stopped_and_goes_on_is_seen_to_block(request):
    environment = {**os.environ, "PYTHONPATH": str(request.config.rootpath)}
    with subprocess.Popen(
        [sys.executable, "-c", _STOPPED_IN_POLL], stdout=subprocess.PIPE, env=environment, text=True
    ) as child:
        for _ in ("before", "after"):
            os.waitpid(child.pid, os.WUNTRACED)  # it has stopped itself
            os.kill(child.pid, signal.SIGCONT)
        told, _ = child.communicate()
    assert told.split() == ["poll", "READ", "restart_syscall", "READ"]
