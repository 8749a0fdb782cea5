"""The other tasks of an application, beside the one whose calls a stream driver makes.

What a stream does with two calls at once, and with one that is given up, shows only where somebody else
makes the other. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Optional

from harness.drivers.stepping import SteppingLoop, Task
from harness.errors import Unsupported


class Tasks:
    """The way to begin one, for expressions: `tasks.calls("start", connection.calls("receive", 100))`.

    make_scope: the class of a library's scopes, in which a part of a task can be cancelled.
    """

    def __init__(self, loop: SteppingLoop, make_scope: Optional[Callable[[], Any]] = None) -> None:
        self._loop, self._make_scope = loop, make_scope

    def start(self, awaitable: Awaitable[Any]) -> Started:
        """A task that awaits it."""
        return Started(self._loop.start(lambda: awaitable))

    async def given_up(self, awaitable: Awaitable[Any]) -> bytes:
        """What it gives in a scope that was cancelled before, b"" where it gives up there."""
        if self._make_scope is None:
            raise Unsupported("asyncio has no scopes to cancel")
        given = [b""]
        with self._make_scope() as scope:
            scope.cancel()
            given.append(bytes(await awaitable or b""))
        return given[-1]


class Started:
    """One that was begun."""

    def __init__(self, task: Task) -> None:
        self._task = task

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._task.done

    def cancel(self) -> None:
        """Have it give up."""
        self._task.cancel()

    async def result(self) -> Any:
        """What it returns, once it has ended; raises what it raises, RuntimeError where it was cancelled."""
        await self._task.wait()
        return self._result()

    @property
    def error(self) -> Optional[Exception]:
        """What it raised, if it has ended so."""
        try:
            self._result()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what was asked for
            return error
        return None

    def _result(self) -> Any:
        try:
            return self._task.result()
        except asyncio.CancelledError:  # not an Exception, and nothing that is to end the task of who asks
            raise RuntimeError("it was cancelled") from None
