"""trio, standing still: `trio.run` in a thread of its own that works only while the harness waits for it.

The main task of that run takes its orders from a queue, and while it waits there nothing else in the run
moves: the queue blocks the thread, on purpose. An order is carried out, then `wait_all_tasks_blocked` tells
when there is nothing left that could go on by itself, then the harness is answered. So there is never more
than one of the two threads at work, and no order of events depends on the machine. The clock is trio's
MockClock, which stands unless it is told to jump.

Sources: Trio docs, "Testing made easier with trio.testing". Importable on Python 3.8 without trio.
"""

from __future__ import annotations

import queue
import threading
from typing import Any, Callable, Optional

from harness.drivers.bound import installed
from harness.drivers.stepping import Start, Task


class TrioSteps:
    """A `SteppingLoop`. Raises `Unsupported` where trio is not installed."""

    def __init__(self) -> None:
        self._trio = installed("trio", "trio")
        self._testing = installed("trio.testing", "trio")
        self._orders: queue.SimpleQueue[Optional[Callable[[], Any]]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        self._clock = self._testing.MockClock()
        self._nursery: Any = None
        self._broken: Optional[BaseException] = None
        # A daemon, so that a subject that never becomes idle does not keep the interpreter from ending.
        self._thread: Optional[threading.Thread] = threading.Thread(
            target=self._run, name="tls-harness trio", daemon=True
        )
        self._thread.start()

    def run(self, work: Callable[[], Any]) -> Any:
        """See `SteppingLoop`."""
        if self._thread is None or self._broken is not None:
            raise RuntimeError("the loop has ended") from self._broken
        self._orders.put(work)
        return self._answers.get()()

    def start(self, start: Start) -> Task:
        """See `SteppingLoop`."""
        task = _TrioTask(self._trio.CancelScope(), self._trio.Event())
        self._nursery.start_soon(task.run, start)
        return task

    def advance(self, seconds: float) -> None:
        """See `SteppingLoop`."""
        self.run(lambda: self._clock.jump(seconds))

    def close(self) -> None:
        """See `SteppingLoop`."""
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        try:
            self._trio.run(self._main, clock=self._clock)
        except BaseException as error:  # noqa: BLE001 -- whoever waits for an answer is to hear of it
            self._broken = error
            self._answers.put(_raising(error))

    async def _main(self) -> None:
        async with self._trio.open_nursery() as self._nursery:
            for work in iter(self._orders.get, None):
                answer = _done(work)
                await self._testing.wait_all_tasks_blocked()
                self._answers.put(answer)
            self._nursery.cancel_scope.cancel()


class _TrioTask:
    """A task in a cancel scope of its own, which keeps its outcome to itself."""

    def __init__(self, scope: Any, ended: Any) -> None:
        self.done = False
        self._scope, self._ended = scope, ended
        self._answer: Callable[[], Any] = _raising(RuntimeError("it was cancelled"))

    async def run(self, start: Start) -> None:
        with self._scope:
            try:
                value = await start()
            except Exception as error:  # noqa: BLE001 -- whoever asks for the result hears of it
                self._answer = _raising(error)
            else:
                self._answer = lambda: value
        self.done = True
        self._ended.set()

    async def wait(self) -> None:
        await self._ended.wait()

    def result(self) -> Any:
        return self._answer()

    def cancel(self) -> None:
        self._scope.cancel()


def _done(work: Callable[[], Any]) -> Callable[[], Any]:
    try:
        value = work()
    except Exception as error:  # noqa: BLE001 -- it passes, to whoever gave the order
        return _raising(error)
    return lambda: value


def _raising(error: BaseException) -> Callable[[], Any]:
    def answer() -> Any:
        raise error

    return answer
