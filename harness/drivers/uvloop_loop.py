"""A uvloop that is run until it sleeps: what the asyncio endpoints need of a loop, over a socketpair.

uvloop does not tell when it has nothing left to do; the kernel does. While the loop runs, a thread beside it
looks at what the loop's own thread is in. Asleep in an epoll of which nothing is ready, only the harness or
the passing of time can move it again: then the loop is stopped. The far end of its socket is the harness's.

uvloop's clock is the real one, and its timeouts are far longer than any cell takes.

Sources: uvloop docs; epoll(7), proc(5). Importable on Python 3.8 without uvloop.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Callable, Coroutine, Dict, List, Optional

from harness.drivers.beside import Worker, looks
from harness.drivers.bound import installed
from harness.drivers.waiting import asleep_in_epoll, names_of_calls
from harness.drivers.wire_end import WireEnd
from harness.endpoint import Done, Outcome


class SocketWire:
    """The harness's end of the socketpair, with the names of `aio_transport.MemoryTransport`."""

    def __init__(self, end: WireEnd) -> None:
        self._end = end
        self.feed, self.feed_eof, self.reset, self.take = end.feed, end.feed_eof, end.close, end.take
        self.backlog, self.unsent = end.backlog, end.waiting

    @property
    def closed(self) -> bool:
        """Whether the subject has closed its socket, or this end is gone."""
        return self.hung_up or self._end.other_left()

    @property
    def hung_up(self) -> bool:
        """Whether it has, and all it had sent is taken."""
        return self._end.ended()

    def get_extra_info(self, name: str) -> Any:
        """What a transport over the socketpair knows: addresses, which are empty."""
        return "" if name in ("peername", "sockname") else None

    def pushed(self) -> bool:
        """Whether the kernel has taken any of what waits for room in it."""
        before = self._end.backlog()
        self._end.push()
        return self._end.backlog() < before


class SleepingLoop:
    """A uvloop, run only inside `run_until_idle` and `advance`.

    wire: the harness's end. reports: the exceptions that the loop's exception handler was told of, as
    `aio_loop.StepLoop` has them. upgraded: called with the transport that `start_tls` gives.
    """

    def __init__(self, wire: SocketWire, upgraded: Callable[[Any], None]) -> None:
        self.reports: List[BaseException] = []
        self.wire: Optional[SocketWire] = wire
        self._names = names_of_calls()
        self._upgraded = upgraded
        self._watcher = Worker()
        self.uvloop: Any = installed("uvloop", "uvloop").new_event_loop()
        self.uvloop.set_exception_handler(self._report)

    @property
    def idle(self) -> bool:
        """Unknown, until it is run."""
        return False

    def run_until_idle(self) -> None:
        """Run until the loop sleeps, and again while what waits for room in the kernel finds some."""
        self._run()
        while self.wire is not None and self.wire.pushed():
            self._run()

    def advance(self, seconds: float) -> None:
        """Let real time pass."""
        self.uvloop.run_until_complete(asyncio.sleep(seconds))
        self.run_until_idle()

    def get_debug(self) -> bool:
        """Never: debug mode logs."""
        return False

    def call_exception_handler(self, context: Dict[str, Any]) -> None:
        """As documented."""
        self.uvloop.call_exception_handler(context)

    def create_future(self) -> Any:
        """As documented."""
        return self.uvloop.create_future()

    def create_task(self, coro: Coroutine[Any, Any, Any]) -> Any:
        """As documented."""
        return self.uvloop.create_task(coro)

    async def start_tls(self, *args: Any, **kwargs: Any) -> Any:
        """As documented."""
        transport = await self.uvloop.start_tls(*args, **kwargs)
        self._upgraded(transport)
        return transport

    def is_closed(self) -> bool:
        """As documented."""
        return bool(self.uvloop.is_closed())

    def close(self) -> None:
        """End the loop and the thread beside it."""
        self._watcher.stop()
        self.uvloop.close()

    def _run(self) -> None:
        self._watcher.start(self._watch(threading.get_native_id()))
        try:
            self.uvloop.run_forever()
        finally:
            self._watcher.finished.wait()

    def _watch(self, thread: int) -> Callable[[], Outcome]:
        """What waits until `thread` sleeps in the loop, and stops it."""

        def watching() -> Outcome:
            for _ in looks(self._never):
                if asleep_in_epoll(thread, self._names):
                    self.uvloop.call_soon_threadsafe(self.uvloop.stop)
                    break
            return Done()

        return watching

    #: Never set: the watcher looks until the loop sleeps.
    _never = threading.Event()

    def _report(self, _loop: Any, context: Dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None and "future" not in context and "task" not in context:
            self.reports.append(error)
