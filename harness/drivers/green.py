"""The `gevent` and `eventlet` drivers: their SSLSockets, which block the caller and not the hub.

A hub belongs to one thread. All that may wait or that concerns the hub is done in the one thread of the
endpoint, from the making of the socket to its end, and the hub there waits for nobody but this connection.
A call that waits has gone to the hub, and the hub sleeps in epoll: so it is seen to block (see `blocking`).

gevent.ssl and eventlet.green.ssl are modules shaped like `ssl` over CPython's; over another implementation
they are private copies bound to it. Contexts and sockets are theirs.

Sources: gevent docs, gevent.ssl; eventlet docs, "Greening the world". Importable on Python 3.8 without both.
"""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any, Callable, Dict, Tuple

from harness.drivers.blocking import BlockingEndpoint
from harness.drivers.bound import installed, layer
from harness.drivers.contexts import Contexts
from harness.drivers.driver import Driver
from harness.drivers.sockets import ENTRANCES, METHODS, THINGS, SocketEndpoint
from harness.endpoint import Done, Outcome
from harness.implementation import Implementation
from harness.setup import Setup

#: The TLS module of each package.
_MODULES: Dict[str, str] = {"gevent": "gevent.ssl", "eventlet": "eventlet.green.ssl"}


class GreenEndpoint(BlockingEndpoint):
    """An `Endpoint` over a green SSLSocket of `package`, "gevent" or "eventlet"."""

    def __init__(
        self, package: str, implementation: Implementation, setup: Setup, contexts: Contexts
    ) -> None:
        self._package = package
        self._closed = False
        self._beneath = implementation.module
        self._context_class = getattr(self._beneath, "SSLContext", None)
        green = Implementation(implementation.name, _module(package, implementation))
        super().__init__(green, setup, contexts)

    def close(self) -> None:
        """End the call in progress, the sockets, the hub and the thread."""
        if self._closed:
            return
        self._closed = True
        self._give_up()
        try:
            self._in_thread(lambda: SocketEndpoint.close(self))
        finally:
            self._in_thread(_ENDING[self._package])
            self._worker.stop()
            self._tidy_up()

    def _tidy_up(self) -> None:
        """Put back what gevent leaves in the module beneath: its SSLContext, once a _msg_callback was set."""
        if self._context_class is not None:
            self._beneath.SSLContext = self._context_class

    def _open(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        try:
            self._in_thread(lambda: BlockingEndpoint._open(self, implementation, setup, contexts))  # noqa: SLF001 -- our own
        except BaseException:
            self._in_thread(_ENDING[self._package])
            self._worker.stop()
            raise

    def _at_once(self, method: Callable[..., Any], args: Tuple[object, ...]) -> Outcome:
        # What is asked while the thread is busy has no need of the hub.
        if self._parked is not None:
            return self._make(method, args)
        self._worker.start(lambda: self._make(method, args))
        self._worker.finished.wait()
        return self._worker.outcome()

    def _in_thread(self, work: Callable[[], None]) -> None:
        def done() -> Outcome:
            work()
            return Done()

        self._worker.start(done)
        self._worker.finished.wait()
        self._worker.outcome()


def _module(package: str, implementation: Implementation) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet says that it is deprecated
        installed(package, package)
        return layer(_MODULES[package], implementation.module)


def _end_gevent() -> None:
    """Let the hub close what is closed, and end it."""
    gevent = installed("gevent", "gevent")
    gevent.sleep(0)
    gevent.get_hub().destroy(destroy_loop=True)


def _end_eventlet() -> None:
    """The same."""
    hub = installed("eventlet.hubs", "eventlet").get_hub()
    installed("eventlet", "eventlet").sleep(0)
    hub.abort(wait=True)


_ENDING: Dict[str, Callable[[], None]] = {"gevent": _end_gevent, "eventlet": _end_eventlet}
_CALLS = frozenset((*METHODS, "write_from_buffer", "tell", "ask", "use"))
_NEEDS = (
    "SSLContext",
    "SSLSocket",
    "SSLWantReadError",
    "SSLWantWriteError",
    "SSLEOFError",
    "SSLZeroReturnError",
)

GEVENT = Driver(
    name="gevent",
    connect=partial(GreenEndpoint, "gevent"),
    calls=_CALLS,
    needs=_NEEDS,
    about="gevent's SSLSocket, in a thread whose hub is seen to sleep",
    things=THINGS,
    entrances=ENTRANCES,
)

EVENTLET = Driver(
    name="eventlet",
    connect=partial(GreenEndpoint, "eventlet"),
    calls=_CALLS,
    needs=_NEEDS,
    about="eventlet's GreenSSLSocket, in a thread whose hub is seen to sleep",
    things=THINGS,
    entrances=ENTRANCES,
)
