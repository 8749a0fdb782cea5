"""A step loop for libraries that bring sockets of their own: it asks which are ready, and never waits.

The far ends of those sockets are the harness's, in this process, so that what is there is there: when no
callback is left and no descriptor that is watched is ready, only the harness can bring about more.

Source: Python docs, library/asyncio-eventloop, "Watching file descriptors". Importable on Python 3.8 with
the standard library alone.
"""

from __future__ import annotations

import selectors
from typing import Any, Callable, Dict, Tuple

from harness.drivers.aio_loop import BOUND, NeverIdle, StepLoop

_Watch = Tuple[Callable[..., Any], Tuple[Any, ...]]


class SelectingLoop(StepLoop):
    """A `StepLoop` with `add_reader` and `add_writer`."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: Dict[Tuple[int, int], _Watch] = {}

    def run_until_idle(self, bound: int = BOUND) -> None:
        """Run what is ready, and what the watched descriptors make so, until neither is left."""
        for _ in range(bound):
            super().run_until_idle(bound)
            ready = self._ready_descriptors()
            if not ready:
                return
            for callback, args in ready:
                self.call_soon(callback, *args)
        raise NeverIdle("event loop never idle: a descriptor that is ready stays so")

    def add_reader(self, fd: Any, callback: Callable[..., Any], *args: Any) -> None:  # type: ignore[override]  # as loops do
        """Call `callback` whenever `fd` can be read."""
        self._watched[_number(fd), selectors.EVENT_READ] = callback, args

    def add_writer(self, fd: Any, callback: Callable[..., Any], *args: Any) -> None:  # type: ignore[override]  # as loops do
        """Call `callback` whenever `fd` can be written."""
        self._watched[_number(fd), selectors.EVENT_WRITE] = callback, args

    def remove_reader(self, fd: Any) -> bool:
        """Watch `fd` no longer for reading; whether it was."""
        return self._watched.pop((_number(fd), selectors.EVENT_READ), None) is not None

    def remove_writer(self, fd: Any) -> bool:
        """Watch `fd` no longer for writing; whether it was."""
        return self._watched.pop((_number(fd), selectors.EVENT_WRITE), None) is not None

    def _ready_descriptors(self) -> list[_Watch]:
        if not self._watched:
            return []
        wanted: Dict[int, int] = {}
        for number, event in self._watched:
            wanted[number] = wanted.get(number, 0) | event
        with selectors.PollSelector() as selector:
            for number, events in wanted.items():
                selector.register(number, events)
            found = selector.select(0)
        return [
            self._watched[key.fd, event]
            for key, events in found
            for event in (selectors.EVENT_READ, selectors.EVENT_WRITE)
            if events & event and (key.fd, event) in self._watched
        ]


def _number(fd: Any) -> int:
    return fd if isinstance(fd, int) else int(fd.fileno())
