"""What both asyncio faces share: an endpoint whose calls are coroutines, run until the loop is idle.

An endpoint owns a `StepLoop`, a `MemoryTransport` and, between it and the application, the `SSLProtocol`
of `asyncio.sslproto`, wired as a selector event loop wires them. Every verb ends with the loop idle.

What differs from the other drivers, because asyncio does:
- The handshake begins with the connection, not with the first call, and every call waits for it, for an
  application has no reader, writer or transport before. A failed handshake fails them all.
- The entrance "start-tls" is another one: the connection begins in clear, the handshake begins with the
  call, which is `start_tls`, and the calls before it use the connection as it is.
- No half-close: once one end has closed, reading is over. close_notify() is `close()` and the wait for
  `connection_lost`, which sslproto delays until the peer's closure alert or its time-out (see `elapse`).
- `asyncio.sslproto` takes no session and no read into a buffer: those are `Unsupported`.
- tell() asks the `ssl_object` that a finished handshake leaves; before, every fact is None.

Exceptions can also end in the loop's exception handler, where no caller sees them. Those are told by the
next call that would otherwise wait, or read an end of the stream: a program that would hang, or take the
end for a clean one. One told already (a fatal error reaches the reader as well) is not told again. A
scenario that uses objects sees for itself: the loop's `reports`.

Sources: Python docs, library/asyncio-eventloop (create_connection, start_tls); CPython's
Lib/asyncio/selector_events.py. Importable on Python 3.8 with the standard library alone; connects on 3.11
and later, where sslproto reached the shape this was written against.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import sys
from typing import Any, Callable, Coroutine, Dict, List, Optional, Tuple

from harness.drivers import facts
from harness.drivers.aio_connecting import ConnectingLoop
from harness.drivers.aio_loop import NeverIdle
from harness.drivers.aio_transport import HIGH_WATER, LOW_WATER, MemoryTransport
from harness.drivers.contexts import Contexts
from harness.drivers.things import Things
from harness.drivers.translate import border, describe, translate
from harness.endpoint import FACTS, Call, Done, Outcome, Raised, Wants
from harness.errors import ScenarioError, Unsupported
from harness.expression import Expression
from harness.implementation import Implementation
from harness.names import Kind, Role, Want
from harness.setup import Setup

# The warnings of sslproto are for its applications; without a handler logging prints them.
_QUIET = logging.NullHandler()


class AsyncioEndpoint:
    """What both faces share: an `Endpoint` whose calls are coroutines, run on the loop until it is idle.

    A face gives `_application` (the protocol asyncio calls), and `_upgrade`, `_read`, `_write` and `_shut`,
    each awaiting what an application would await.
    """

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        if sys.version_info < (3, 11):
            raise Unsupported("the asyncio drivers need Python 3.11 or later")
        if setup.session is not None and setup.role is Role.CLIENT:
            raise Unsupported("asyncio offers no way to resume a session")
        logging.getLogger("asyncio").addHandler(_QUIET)
        context = contexts.get(implementation, setup)
        self._implementation, self._role, self._options = implementation, setup.role, setup.options
        self._context = context.ssl_context
        self._names, self._first_name = context.names, len(context.names)
        self._loop: ConnectingLoop = self._make_loop(implementation)
        self._object: Any = None
        self._transport, waiter = self._connect()
        self._things = Things(contexts.things, self._given(), setup.pki)
        self._connected = self._loop.create_task(self._finish_connecting(waiter))
        self._upgrading: Optional[asyncio.Task[None]] = None
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
            "use": self._use,
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
        if call.name != "use" and (isinstance(outcome, Wants) or (call.name, outcome) == ("read", Done(b""))):
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
        """All the transport has been given, and what its new room lets through."""
        if not self._loop.idle:
            self._settle("draining the transport")
        if not self._wire.unsent():  # as mostly, where bytes come one by one
            return b""
        taken = bytearray()
        while self._wire.unsent():
            taken += self._wire.take()
            self._settle("draining the transport")
        return bytes(taken)

    def backlog(self) -> int:
        """Bytes fed while the transport's reading is paused."""
        return self._wire.backlog()

    def close(self) -> None:
        """Abort the connection and end every task, then close the loop."""
        if self._loop.is_closed():
            return
        try:
            with border(self._implementation, "abort()"):
                self._transport.abort()
        finally:
            self._end_tasks()

    def _end_tasks(self) -> None:
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
        return self._wire.hung_up

    def elapse(self, seconds: float) -> None:
        """Let virtual time pass: the handshake may take 60 s, the closing of the connection 30 s."""
        with border(self._implementation, "letting time pass"):
            self._loop.advance(seconds)

    def _settle(self, doing: str) -> None:
        with border(self._implementation, doing):
            self._loop.run_until_idle()

    @property
    def _wire(self) -> MemoryTransport:
        wire = self._loop.wire
        assert wire is not None, "there is a wire from the start"
        return wire

    # What a face gives.

    def _make_loop(self, implementation: Implementation) -> Any:
        return ConnectingLoop(implementation, self._secured)  # type: ignore[abstract]  # it needs no more of a loop than it has

    def _application(self) -> asyncio.BaseProtocol:
        raise NotImplementedError

    def _opened(self) -> None:
        """The handshake is done: from here on an application has the connection."""

    async def _upgrade(self) -> None:
        raise NotImplementedError

    async def _read(self, amount: int) -> bytes:
        raise NotImplementedError

    async def _write(self, data: bytes) -> int:
        raise NotImplementedError

    async def _shut(self) -> None:
        raise NotImplementedError

    # The calls.

    def _connect(self) -> Tuple[Any, asyncio.Future[None]]:
        """The application's transport, and what is done once it is connected (as far as it is to be)."""
        waiter: asyncio.Future[None] = self._loop.create_future()
        application, server = self._application(), self._role is Role.SERVER
        if self._options.entrance == "start-tls":
            return self._loop.make_plain_transport(application, waiter), waiter
        if self._options.entrance != "wrap":
            raise ScenarioError("asyncio has no entrance {!r}".format(self._options.entrance))
        how: Dict[str, Any] = {"server_side": server, "server_hostname": self._server_name()}
        with border(self._implementation, "SSLContext.wrap_bio"):
            transport = self._loop.make_tls_transport(
                application, self._context, waiter, **how, **self._timeouts()
            )
            transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)
        return transport, waiter

    def _server_name(self) -> Optional[str]:
        return self._options.server_name if self._role is Role.CLIENT else None

    def _timeouts(self) -> Dict[str, Any]:
        options = self._options
        return {
            "ssl_handshake_timeout": options.handshake_timeout,
            "ssl_shutdown_timeout": options.shutdown_timeout,
        }

    def _secured(self, transport: Any) -> None:
        """A plain connection was upgraded: from here on the application's transport is this one."""
        self._transport = transport
        self._object = transport.get_extra_info("ssl_object")
        transport.set_write_buffer_limits(high=HIGH_WATER, low=LOW_WATER)

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
        if self._options.entrance == "start-tls" and self._object is None:
            self._upgrading = self._upgrading or self._loop.create_task(self._finish_upgrading())
        await self._ready()
        for error in self._told:
            if isinstance(error, OSError):  # the handshake was done, but the connection has failed since
                raise error

    async def _finish_upgrading(self) -> None:
        try:
            await self._upgrade()
        except asyncio.CancelledError:
            raise ConnectionAbortedError("closed before the handshake was done") from None

    async def _ready(self) -> None:
        """Once the connection is as an application has it; raises what kept it from being so."""
        await _result(self._connected)
        if self._upgrading is not None:
            await _result(self._upgrading)

    async def _read_call(self, amount: int) -> bytes:
        await self._ready()
        if self._unread and amount > 0:
            data, self._unread = self._unread[:amount], self._unread[amount:]
            return data
        return await self._read(amount)

    async def _write_call(self, data: bytes) -> int:
        await self._ready()
        return await self._write(data)

    async def _close_notify(self) -> None:
        await self._ready()
        if self._shutting is None:
            self._shutting = self._loop.create_task(self._shut())
        await _result(self._shutting)

    async def _close(self) -> None:
        if not self._connected.done():
            self._connected.cancel()
        elif self._upgrading is not None and not self._upgrading.done():
            self._upgrading.cancel()
        else:
            self._transport.abort()

    async def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            return self._names[self._first_name] if len(self._names) > self._first_name else None
        if self._object is None and fact in FACTS:
            return None
        return facts.tell(self._object, fact)

    async def _ask(self, method: str, *args: object) -> Any:
        await self._ready()
        return facts.ask(self._transport, method, *args)

    async def _use(self, expression: Expression, keep: Optional[str] = None) -> Any:
        value = self._things.value(expression)
        return self._things.portray(await value if inspect.isawaitable(value) else value, keep)

    def _given(self) -> Dict[str, Callable[[], Any]]:
        """The objects expressions may name; a face adds its own."""
        return {
            "ssl": lambda: self._implementation.module,
            "context": lambda: self._context,
            "connection": lambda: self._transport,
            "loop": lambda: self._loop,
            "ssl_object": lambda: self._object,
            "wire": lambda: self._wire,
        }

    # From tasks to outcomes.

    def _outcome(self, name: str) -> Outcome:
        task = self._task
        if task is None or not task.done():
            # Whatever method of the application's waits while bytes are unsent, sending them may free it.
            writing = name == "write" or (name == "use" and self._wire.unsent())
            writing = writing and self._connected.done()
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
        tasks = (self._task, self._shutting, self._upgrading, self._connected)
        return [task for task in tasks if task is not None]


async def _result(task: asyncio.Task[Any]) -> Any:
    """Wait for `task`, which lives on when the waiting is cancelled."""
    if not task.done():
        await asyncio.wait((task,))
    return task.result()


def _error_of(task: asyncio.Task[Any]) -> Optional[BaseException]:
    return asyncio.CancelledError() if task.cancelled() else task.exception()
