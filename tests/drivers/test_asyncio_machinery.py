"""The step loop and the in-memory transport by themselves."""

import asyncio

import pytest

from harness.drivers.aio_loop import NeverIdle, StepLoop
from harness.drivers.aio_transport import HIGH_WATER, SEND_BUFFER, MemoryTransport
from harness.errors import HarnessError
from tests.drivers.asyncio_pair import raising


def test_timers_run_in_order_of_time_and_only_when_told():
    loop, ran = StepLoop(), []
    for name, delay in (("c", 2), ("a", 1), ("b", 1), ("now", 0)):
        loop.call_later(delay, ran.append, name)
    loop.call_later(1.5, ran.append, "cancelled").cancel()
    loop.run_until_idle()
    assert (ran, loop.time()) == (["now"], 0)
    loop.advance(1.5)
    assert (ran, loop.time()) == (["now", "a", "b"], 1.5)
    loop.advance(1)
    assert ran[-1] == "c"


def test_a_loop_bounds_its_work_and_notes_exceptions():
    loop = StepLoop()
    boom = ValueError("boom")
    loop.call_soon(raising(boom))
    loop.run_until_idle()
    assert loop.reports == [boom]

    def spin():
        loop.call_soon(spin)

    spin()
    with pytest.raises(NeverIdle, match="never idle: 50 callbacks"):
        loop.run_until_idle(bound=50)
    loop.run_until_idle()  # what spun was dropped
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_soon(spin)


def test_an_executors_work_is_done_at_once():
    loop, boom = StepLoop(), ValueError("boom")
    assert loop.run_in_executor(None, max, 1, 2).result() == 2
    assert loop.run_in_executor(None, raising(boom)).exception() is boom


class Application(asyncio.Protocol):
    """Notes its callbacks; `fails` names one that raises, `keep_open` is what eof_received answers."""

    def __init__(self, fails="", keep_open=None):
        self.seen, self.fails, self.keep_open = [], fails, keep_open

    def _saw(self, name, *details):
        self.seen.append((name, *details))
        if name == self.fails:
            raise ZeroDivisionError(name)

    def connection_made(self, transport):
        self._saw("made")

    def data_received(self, data):
        self._saw("data", data)

    def eof_received(self):
        self._saw("eof")
        return self.keep_open

    def connection_lost(self, exc):
        self._saw("lost", type(exc).__name__)

    def pause_writing(self):
        self._saw("pause")

    def resume_writing(self):
        self._saw("resume")


def transport_over(application):
    loop = StepLoop()
    transport = MemoryTransport(loop, application, {"peername": "there"})
    loop.run_until_idle()
    assert application.seen.pop(0) == ("made",)
    return loop, transport


def test_transport_keeps_a_backlog_while_paused_and_ends_behind_it():
    application = Application()
    loop, transport = transport_over(application)
    transport.pause_reading()
    transport.feed(b"held")
    transport.feed_eof()
    loop.run_until_idle()
    assert (application.seen, transport.backlog()) == ([], 4)
    transport.resume_reading()
    loop.run_until_idle()
    assert application.seen == [("data", b"held"), ("eof",), ("lost", "NoneType")]
    assert transport.closed
    with pytest.raises(HarnessError, match="after the end"):
        transport.feed(b"more")


def test_transport_stays_open_after_the_end_when_asked_to():
    application = Application(keep_open=True)
    loop, transport = transport_over(application)
    transport.feed_eof()
    loop.run_until_idle()
    transport.resume_reading()
    loop.run_until_idle()
    assert application.seen == [("eof",)]
    transport.write(b"still here")
    assert transport.take() == b"still here"


def test_transport_sends_in_order_under_flow_control_and_closes_behind():
    application = Application()
    loop, transport = transport_over(application)
    sent = b"k" * SEND_BUFFER + b"b" * (HIGH_WATER + 1)
    transport.write(sent)
    transport.close()
    loop.run_until_idle()
    assert application.seen == [("pause",)]
    assert (transport.get_write_buffer_size(), transport.closed) == (HIGH_WATER + 1, False)
    assert transport.take() == sent
    loop.run_until_idle()
    assert application.seen == [("pause",), ("resume",), ("lost", "NoneType")]
    transport.write(b"ignored")
    assert transport.take() == b""


def test_a_roomy_transport_takes_all_at_once():
    loop, application = StepLoop(), Application()
    transport = MemoryTransport(loop, application, {})
    transport.room = 1 << 20
    transport.write(bytes(1 << 20))
    loop.run_until_idle()
    assert (transport.get_write_buffer_size(), transport.unsent()) == (0, 1 << 20)
    assert application.seen == [("made",)]


def test_transport_cannot_call_back_what_it_has_sent():
    application = Application()
    loop, transport = transport_over(application)
    transport.write(b"k" * SEND_BUFFER + b"b")
    transport.abort()
    loop.run_until_idle()
    assert transport.take() == b"k" * SEND_BUFFER
    assert application.seen == [("lost", "NoneType")]


@pytest.mark.parametrize("fails", ["data", "eof"])
def test_transport_is_lost_to_an_exception_of_the_protocol(fails):
    application = Application(fails=fails)
    loop, transport = transport_over(application)
    transport.feed(b"x")
    transport.feed_eof()
    loop.run_until_idle()
    assert application.seen[-1] == ("lost", "ZeroDivisionError")
    assert [str(error) for error in loop.reports] == [fails]


def test_transport_checks_what_asyncio_checks():
    _, transport = transport_over(Application())
    with pytest.raises(TypeError, match="bytes-like"):
        transport.write("text")
    with pytest.raises(ValueError, match="must be >="):
        transport.set_write_buffer_limits(high=1, low=2)
    transport.set_write_buffer_limits(high=400)
    assert transport.get_write_buffer_limits() == (100, 400)
    assert (transport.can_write_eof(), transport.get_extra_info("peername")) == (False, "there")
