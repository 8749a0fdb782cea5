"""The step loop: an asyncio event loop with no selector, no thread and no clock of its own.

Who owns it: one endpoint owns one loop, and only the endpoint's verbs turn it. `run_until_idle` runs what
is ready, and what that makes ready, until nothing is: then every task waits for bytes from the wire or
for time to pass, and control goes back to the harness. "Idle" is therefore a fact, not a guess, and two
ends with a loop each never wait for one another.

Time is a number that moves only in `advance`: the 60 s of a handshake timeout pass when a scenario says
so, at no cost. An executor's work is done at once, for there is no thread. What a loop does for the operating
system (sockets, processes, signals) is left to `AbstractEventLoop`, whose methods raise NotImplementedError.

Source: Python docs, library/asyncio-eventloop (the methods) and library/asyncio-extending.
Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
import heapq
from asyncio import (  # documented for authors of event loops and of tasks
    _enter_task,
    _get_running_loop,
    _leave_task,
    _set_running_loop,
)
from collections import deque
from contextvars import Context
from typing import TYPE_CHECKING, Any, Callable, Coroutine, Deque, Dict, List, Optional, Tuple

if TYPE_CHECKING:
    from typing import TypeVarTuple, Unpack

    _Args = TypeVarTuple("_Args")

#: More callbacks than this in one run, and the loop is not going to be idle: reading 1 MiB takes two dozen.
BOUND = 100_000


class NeverIdle(RuntimeError):
    """The callbacks keep scheduling callbacks: what runs on the loop spins, and would hang for ever."""


class StepLoop(asyncio.AbstractEventLoop):
    """An event loop that runs only inside `run_until_idle`, and always comes back.

    reports: the exceptions that `call_exception_handler` was told of, oldest first. Those about a task
    or future whose exception nobody retrieved are left out: they are told when the garbage collector
    comes by, and whoever abandoned the task chose not to hear.
    """

    def __init__(self) -> None:
        self.reports: List[BaseException] = []
        self._ready: Deque[asyncio.Handle] = deque()
        self._timers: List[Tuple[float, int, asyncio.TimerHandle]] = []
        self._timers_made = 0
        self._now = 0.0
        self._running = False
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether no callback is ready or due."""
        return not self._ready and not (self._timers and self._timers[0][0] <= self._now)

    def run_until_idle(self, bound: int = BOUND) -> None:
        """Run every callback that is ready or due, and those they schedule, until none is left.

        Works inside another running loop, which is put back. Raises `NeverIdle` after `bound` callbacks;
        what was still scheduled then is dropped.
        """
        ready, timers = self._ready, self._timers
        if not ready and not (timers and timers[0][0] <= self._now):
            return  # as most are, where bytes come one by one
        outer = _get_running_loop()
        task = asyncio.current_task(outer) if outer else None
        if outer and task:
            _leave_task(outer, task)  # no task starts inside another, and from Python 3.14 on that is checked
        _set_running_loop(self)
        self._running = True
        try:
            for _ in range(bound):
                while timers and timers[0][0] <= self._now:
                    ready.append(heapq.heappop(timers)[2])
                if not ready:
                    return
                handle = ready.popleft()
                if not handle.cancelled():
                    handle._run()  # noqa: SLF001 -- the loop's half of Handle has no public name
        finally:
            self._running = False
            _set_running_loop(outer)
            if outer and task:
                _enter_task(outer, task)
        self._ready.clear()
        raise NeverIdle("event loop never idle: {} callbacks, and still more".format(bound))

    def advance(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass, timer by timer, running what becomes due."""
        until = self._now + seconds
        self.run_until_idle()
        while self._timers and self._timers[0][0] <= until:
            self._now = max(self._now, self._timers[0][0])
            self.run_until_idle()
        self._now = until

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._now

    def call_soon(
        self,
        callback: Callable[[Unpack[_Args]], object],
        *args: Unpack[_Args],
        context: Optional[Context] = None,
    ) -> asyncio.Handle:
        """Run `callback` in this or the next `run_until_idle`, after those already scheduled."""
        self._check_open()
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[[Unpack[_Args]], object],
        *args: Unpack[_Args],
        context: Optional[Context] = None,
    ) -> asyncio.Handle:
        """The same as `call_soon`: nobody calls from another thread, for there is none."""
        return self.call_soon(callback, *args, context=context)

    def call_later(
        self,
        delay: float,
        callback: Callable[[Unpack[_Args]], object],
        *args: Unpack[_Args],
        context: Optional[Context] = None,
    ) -> asyncio.TimerHandle:
        """Run `callback` once `delay` virtual seconds have passed."""
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[[Unpack[_Args]], object],
        *args: Unpack[_Args],
        context: Optional[Context] = None,
    ) -> asyncio.TimerHandle:
        """Run `callback` once `time()` has reached `when`."""
        self._check_open()
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        self._timers_made += 1  # equal times run in the order they were asked for
        heapq.heappush(self._timers, (when, self._timers_made, timer))
        return timer

    def create_future(self) -> asyncio.Future[Any]:
        """A future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(self, coro: Coroutine[Any, Any, Any], **kwargs: Any) -> asyncio.Task[Any]:  # type: ignore[override]  # keywords differ between Python versions
        """A task of this loop; the keywords (name, context) are those of `asyncio.Task`."""
        self._check_open()
        return asyncio.Task(coro, loop=self, **kwargs)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # there is none
        """Call `func` here and now: there is no other thread."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 -- it is for whoever waits
            future.set_exception(error)
        return future

    def call_exception_handler(self, context: Dict[str, Any]) -> None:
        """Note the exception in `reports`; nothing is printed."""
        error = context.get("exception")
        if error is not None and "future" not in context and "task" not in context:
            self.reports.append(error)

    def get_debug(self) -> bool:
        """Never: debug mode logs, and measures with the wall clock."""
        return False

    def is_running(self) -> bool:
        """Whether `run_until_idle` is under way."""
        return self._running

    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self) -> None:
        """Drop what is scheduled and accept nothing more; safe to call twice."""
        self._closed = True
        self._ready.clear()
        self._timers.clear()

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """TimerHandle.cancel says so; the cancelled handle is skipped when its time comes."""
