"""Event loops that stand still: what runs a coroutine library for a driver, one step at a time.

A stepping loop runs nothing by itself. `run` has something done inside the loop, and comes back when every
task waits for bytes from the wire or for time to pass: "idle" is a fact, not a guess. Between two calls the
loop is frozen. Time is virtual, and moves in `advance` alone.

Here are the shape and the one for asyncio; trio's is in `trio_loop`, since it has to be installed.
Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Optional, Protocol

from harness.drivers.aio_loop import NeverIdle, StepLoop

#: What makes the coroutine of a task, once it is inside the loop.
Start = Callable[[], Awaitable[Any]]


class Task(Protocol):
    """Something that runs on a stepping loop."""

    @property
    def done(self) -> bool:
        """Whether it has ended."""

    def result(self) -> Any:
        """What it returned; raises what it raised."""

    def cancel(self) -> None:
        """Have it give up; called from inside the loop."""

    async def wait(self) -> None:
        """Until it has ended, however that was."""


class SteppingLoop(Protocol):
    """A loop that runs only inside its methods, each of which ends with the loop idle."""

    def run(self, work: Callable[[], Any]) -> Any:
        """Call `work` inside the loop, go on until idle, and give what it returned; its exceptions pass."""

    def start(self, start: Start) -> Task:
        """A task that runs `start()`; called from inside the loop."""

    def advance(self, seconds: float) -> None:
        """Let virtual time pass."""

    def close(self) -> None:
        """Cancel every task and end the loop; safe to call twice."""


class AsyncioSteps:
    """asyncio, on a `StepLoop`, by default one of its own.

    `run` and `advance` raise `NeverIdle` when what runs on it spins.
    """

    def __init__(self, loop: Optional[StepLoop] = None) -> None:
        self._loop: Any = loop or StepLoop()  # type: ignore[abstract]  # it needs no more of a loop than it has
        self._tasks: list[_AsyncioTask] = []

    def run(self, work: Callable[[], Any]) -> Any:
        """See `SteppingLoop`."""
        done: list[Any] = []
        failed: list[BaseException] = []

        def inside() -> None:
            try:
                done.append(work())
            except Exception as error:  # noqa: BLE001 -- it passes, to whoever called
                failed.append(error)

        self._loop.call_soon(inside)
        self._loop.run_until_idle()
        if failed:
            raise failed[0]
        return done[0]

    def start(self, start: Start) -> Task:
        """See `SteppingLoop`."""

        async def running() -> Any:
            return await start()

        task = _AsyncioTask(self._loop.create_task(running()))
        self._tasks = [each for each in self._tasks if not each.done]
        self._tasks.append(task)
        return task

    def advance(self, seconds: float) -> None:
        """See `SteppingLoop`."""
        self._loop.advance(seconds)

    def close(self) -> None:
        """See `SteppingLoop`."""
        if self._loop.is_closed():
            return
        for task in self._tasks:
            task.cancel()
        try:
            self._loop.run_until_idle()
        except NeverIdle:
            pass  # told before, by the call that made it so
        finally:
            self._loop.close()
        for task in self._tasks:
            task.hear()


class _AsyncioTask:
    def __init__(self, task: asyncio.Task[Any]) -> None:
        self._task = task

    @property
    def done(self) -> bool:
        return self._task.done()

    async def wait(self) -> None:
        await asyncio.wait((self._task,))

    def result(self) -> Any:
        return self._task.result()

    def cancel(self) -> None:
        self._task.cancel()

    def hear(self) -> Optional[BaseException]:
        """Its exception, which asyncio takes for heard of then."""
        if not self._task.done() or self._task.cancelled():
            return None
        return self._task.exception()
