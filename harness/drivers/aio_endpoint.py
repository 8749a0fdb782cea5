"""What both asyncio faces share: an endpoint whose calls are coroutines, run until the loop is idle.

An endpoint owns a `StepLoop`, a `MemoryTransport` and, between it and the application, the `SSLProtocol`
of `asyncio.sslproto`, wired as a selector event loop wires them. Every verb ends with the loop idle.

What differs from the other drivers, because asyncio does:
- The handshake begins with the connection, not with the first call, and every call waits for it, for an
  application has no reader, writer or transport before. A failed handshake fails them all.
- No half-close: once one end has closed, reading is over. close_notify() is `close()` and the wait for
  `connection_lost`, which sslproto delays until the peer's closure alert or its time-out (see `elapse`).
- `asyncio.sslproto` takes no session and no read into a buffer: those are `Unsupported`.
- tell() asks the `ssl_object` that a finished handshake leaves; before, every fact is None.

Exceptions can also end in the loop's exception handler, where no caller sees them. Those are told by the
next call that would otherwise wait, or read an end of the stream: a program that would hang, or take the
end for a clean one. One told already (a fatal error reaches the reader as well) is not told again.

Sources: Python docs, library/asyncio-eventloop (create_connection, start_tls); CPython's
Lib/asyncio/selector_events.py. Importable on Python 3.8 with the standard library alone; connects on 3.11
and later, where sslproto reached the shape this was written against.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any, Callable, Coroutine, Dict, List, Optional, Tuple

from harness.drivers import facts
from harness.drivers.aio_loop import NeverIdle, StepLoop
from harness.drivers.aio_sslproto import sslproto_for
from harness.drivers.aio_transport import HIGH_WATER, LOW_WATER, MemoryTransport
from harness.drivers.contexts import Contexts
from harness.drivers.translate import border, describe, translate
from harness.endpoint import FACTS, Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Kind, Role, Want
from harness.setup import Setup

_EXTRA = {"peername": ("127.0.0.1", 4433), "sockname": ("127.0.0.1", 50000)}

# The warnings of sslproto are for its applications; without a handler logging prints them.
_QUIET = logging.NullHandler()


class AsyncioEndpoint:
    """What both faces share: an `Endpoint` whose calls are coroutines, run on the loop until it is idle.

    A face gives `_application` (the protocol asyncio calls), and `_read`, `_write` and `_shut`, each
    awaiting what an application would await.
    """

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        if sys.version_info < (3, 11):
            raise Unsupported("the asyncio drivers need Python 3.11 or later")
        if setup.session is not None and setup.role is Role.CLIENT:
            raise Unsupported("asyncio offers no way to resume a session")
        logging.getLogger("asyncio").addHandler(_QUIET)
        context = contexts.get(implementation, setup)
        self._implementation, self._role = implementation, setup.role
        self._names, self._first_name = context.names, len(context.names)
        self._loop: StepLoop = StepLoop()  # type: ignore[abstract]  # it needs no more of a loop than it has
        self._transport, waiter = self._connect(context.ssl_context, setup)
        self._object: Any = None
        self._connected = self._loop.create_task(self._finish_connecting(waiter))
        self._shutting: Optional[asyncio.Task[None]] = None
        self._call: Optional[Call] = None
        self._task: Optional[asyncio.Task[Any]] = None
        self._unread = b""
        self._told: List[BaseException] = []
        self._calls: Dict[str, Callable[..., Coroutine[Any, Any, object]]] = {
            "handshake": self._handshake,
            "read": self._read_call,
            "write": self._write_call,
            "close_notify": self._close_notify,
            "close": self._close,
            "tell": self._tell,
            "ask": self._ask,
        }

    def attempt(self, call: Call) -> Outcome:
        """Await the coroutine behind `call`, as far as it goes before the loop is idle."""
        start = self._calls.get(call.name)
        if start is None:
            raise Unsupported("asyncio has no {}()".format(call.name))
        if call != self._call:
            self._abandon()
            try:
                self._task = self._loop.create_task(start(*call.args))
            except TypeError as error:
                return self._raised(error)
            self._call = call
        try:
            self._loop.run_until_idle()
        except NeverIdle as error:
            return self._raised(error)
        outcome = self._outcome(call.name)
        if isinstance(outcome, Wants) or (call.name == "read" and outcome == Done(b"")):
            return self._unheard() or outcome
        return outcome

    def feed(self, data: bytes) -> None:
        """Into the transport, and from there as far as it goes."""
        self._wire.feed(data)
        self._settle("feeding the transport")

    def feed_eof(self) -> None:
        """The transport ends, behind its backlog."""
        self._wire.feed_eof()
        self._settle("ending the transport")

    def feed_reset(self) -> None:
        """The transport breaks: the protocol above hears of a `ConnectionResetError`."""
        self._wire.reset()
        self._settle("resetting the transport")

    def take(self) -> bytes:
        """All the transport has been given; what its new room lets through is for the next `take`."""
        self._settle("draining the transport")
        data = self._wire.take()
        self._settle("draining the transport")
        return data

    def backlog(self) -> int:
        """Bytes fed while the transport's reading is paused."""
        return self._wire.backlog()

    def close(self) -> None:
        """Abort the connection and end every task, then close the loop."""
        if self._loop.is_closed():
            return
        self._transport.abort()
        for task in self._tasks():
            task.cancel()
        try:
            self._loop.run_until_idle()
        except NeverIdle:
            pass  # told before, by the verb that made it so
        finally:
            self._loop.close()

    @property
    def hung_up(self) -> bool:
        """Whether the transport is closed: after what `take` still gives, the wire ends."""
        return self._wire.closed

    def elapse(self, seconds: float) -> None:
        """Let virtual time pass: the handshake may take 60 s, the closing of the connection 30 s."""
        with border(self._implementation, "letting time pass"):
            self._loop.advance(seconds)

    def _settle(self, doing: str) -> None:
        with border(self._implementation, doing):
            self._loop.run_until_idle()

    # What a face gives.

    def _application(self) -> asyncio.BaseProtocol:
        raise NotImplementedError

    def _opened(self) -> None:
        """The handshake is done: from here on an application has the connection."""

    async def _read(self, amount: int) -> bytes:
        raise NotImplementedError

    async def _write(self, data: bytes) -> int:
        raise NotImplementedError

    async def _shut(self) -> None:
        raise NotImplementedError

    # The calls.

    def _connect(self, ssl_context: Any, setup: Setup) -> Tuple[Any, asyncio.Future[None]]:
        """As `_make_ssl_transport` of a selector event loop; returns the application's transport."""
        waiter: asyncio.Future[None] = self._loop.create_future()
        name = setup.options.server_name if setup.role is Role.CLIENT else None
        make_protocol = sslproto_for(self._implementation).SSLProtocol
        with border(self._implementation, "SSLContext.wrap_bio"):
            tls = make_protocol(
                self._loop, self._application(), ssl_context, waiter, setup.role is Role.SERVER, name
            )
            transport = tls._app_transport  # noqa: SLF001 -- where the event loops take it from, too
            transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)
        self._wire = MemoryTransport(self._loop, tls, dict(_EXTRA))
        return transport, waiter

    async def _finish_connecting(self, waiter: asyncio.Future[None]) -> None:
        """What `create_connection` does once the transport is made."""
        try:
            await waiter
        except asyncio.CancelledError:
            self._transport.close()
            raise ConnectionAbortedError("closed before the handshake was done") from None
        except Exception:
            self._transport.close()
            raise
        self._object = self._transport.get_extra_info("ssl_object")
        self._opened()

    async def _handshake(self) -> None:
        await _result(self._connected)

    async def _read_call(self, amount: int) -> bytes:
        await _result(self._connected)
        if self._unread and amount > 0:
            data, self._unread = self._unread[:amount], self._unread[amount:]
            return data
        return await self._read(amount)

    async def _write_call(self, data: bytes) -> int:
        await _result(self._connected)
        return await self._write(data)

    async def _close_notify(self) -> None:
        await _result(self._connected)
        if self._shutting is None:
            self._shutting = self._loop.create_task(self._shut())
        await _result(self._shutting)

    async def _close(self) -> None:
        if self._connected.done():
            self._transport.abort()
        else:
            self._connected.cancel()

    async def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            return self._names[self._first_name] if len(self._names) > self._first_name else None
        if self._object is None and fact in FACTS:
            return None
        return facts.tell(self._object, fact)

    async def _ask(self, method: str, *args: object) -> Any:
        await _result(self._connected)
        return facts.ask(self._transport, method, *args)

    # From tasks to outcomes.

    def _outcome(self, name: str) -> Outcome:
        task = self._task
        if task is None or not task.done():
            writing = name == "write" and self._connected.done()
            return Wants(Want.WRITE if writing else Want.READ)
        self._task = self._call = None
        error = _error_of(task)
        if error is None:
            return Done(task.result())
        if isinstance(error, Unsupported):
            raise error
        return self._raised(error)

    def _raised(self, error: BaseException) -> Raised:
        self._told.append(error)
        outcome = translate(self._implementation, error)
        # A want that leaks through asyncio cannot be continued: to an application it is an error.
        return describe(error, Kind.FOREIGN) if isinstance(outcome, Wants) else outcome

    def _unheard(self) -> Optional[Raised]:
        """The oldest exception that only the loop's exception handler has heard of."""
        while self._loop.reports:
            error = self._loop.reports.pop(0)
            if all(error is not told for told in self._told):
                return self._raised(error)
        return None

    def _abandon(self) -> None:
        """Forget the call that waits. What it has read since it last was attempted is kept."""
        task, call = self._task, self._call
        self._task = self._call = None
        if task is None or call is None:
            return
        if not task.done():
            task.cancel()
        elif _error_of(task) is None and call.name == "read":
            self._unread += task.result()

    def _tasks(self) -> List[asyncio.Task[Any]]:
        return [task for task in (self._task, self._shutting, self._connected) if task is not None]


async def _result(task: asyncio.Task[Any]) -> Any:
    """Wait for `task`, which lives on when the waiting is cancelled."""
    await asyncio.wait((task,))
    return task.result()


def _error_of(task: asyncio.Task[Any]) -> Optional[BaseException]:
    return asyncio.CancelledError() if task.cancelled() else task.exception()
