"""What the stream drivers share: an endpoint whose calls are coroutines on a loop that stands still.

The layers behind them (trio's SSLStream, anyio's TLSStream) put an SSLObject of the implementation under an
API of their own. What differs from a driver of the bare SSLObject:

- The handshake is a task of its own, begun by the first call: it is never given up for another call, since
  these layers promise nothing for a stream whose handshake was cancelled.
- Any other call that waits is cancelled when another one is made, as an application cancels it. What a read
  had got by then is kept for the next one.
- The layer's own exceptions say what they mean in their cause, where they have one: their kind is that of
  the cause, their name is their own. Without a cause it is the transport that is broken or closed.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict, Optional, Protocol, Tuple

from harness.drivers import facts
from harness.drivers.aio_loop import NeverIdle
from harness.drivers.contexts import Contexts
from harness.drivers.stepping import SteppingLoop, Task
from harness.drivers.tasks import Tasks
from harness.drivers.things import Things
from harness.drivers.translate import border, describe, translate
from harness.endpoint import FACTS, Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.expression import Expression
from harness.implementation import Implementation
from harness.names import Kind, Role, Want
from harness.setup import Setup

#: Bytes a transport takes that nobody has taken from it, before a send waits: as a small kernel buffer.
SEND_BUFFER = 16 * 1024

#: What a driver of this family has, besides what its layer adds.
CALLS = frozenset(("handshake", "read", "write", "close_notify", "close", "tell", "ask", "use"))
THINGS = frozenset(("ssl", "context", "connection", "wire", "layer", "tasks"))


class Wire(Protocol):
    """The transport under the layer: a stream of the layer's own library, whose far end is the harness.

    Its methods are called from inside the loop.
    """

    @property
    def closed(self) -> bool:
        """Whether the layer has closed it."""

    @property
    def sending(self) -> bool:
        """Whether a send waits for room."""

    @property
    def unsent(self) -> int:
        """Bytes that wait to be taken."""

    def feed(self, data: bytes) -> None:
        """Bytes arrive; dropped once it is closed."""

    def feed_eof(self) -> None:
        """The stream ends behind them."""

    def feed_reset(self) -> None:
        """The stream breaks."""

    def take(self) -> bytes:
        """Everything sent."""

    async def aclose(self) -> None:
        """The layer closes it."""


class StreamEndpoint:
    """An `Endpoint` over a layer. A face gives `_make_wire` and the `_on_...` coroutines behind the calls.

    wrapping: the layer's exceptions that may have a cause. lost: those that without one mean a broken or
    closed transport. misused: those for calls that may not be made at that time.
    """

    def __init__(
        self,
        implementation: Implementation,
        setup: Setup,
        contexts: Contexts,
        make_loop: Callable[[], SteppingLoop],
    ) -> None:
        self._loop = loop = make_loop()
        self._implementation, self._role, self._setup = implementation, setup.role, setup
        self._options = setup.options
        try:
            context = contexts.get(implementation, setup)
            self._context = context.ssl_context
            self._names, self._first_name = context.names, len(context.names)
            self._things = Things(contexts.things, self._given(), setup.pki)
            self._wire: Wire = loop.run(self._make_wire)
            with border(implementation, "SSLContext.wrap_bio"):
                loop.run(self._begin)
        except BaseException:
            loop.close()
            raise
        self._pending: list[Callable[[], None]] = []
        self._handshaking: Optional[Task] = None
        self._call: Optional[Call] = None
        self._task: Optional[Task] = None
        self._unread = b""
        self._calls: Dict[str, Callable[..., Awaitable[Any]]] = {
            "handshake": self._handshake,
            "read": self._read,
            "write": self._write,
            "close_notify": self._close_notify,
            "close": self._close,
            "tell": self._tell,
            "ask": self._ask,
            "use": self._use,
        }

    # What a face gives.

    _layer: Any = None
    wrapping: Tuple[Any, ...] = ()
    lost: Tuple[Any, ...] = ()
    misused: Tuple[Any, ...] = ()

    def _make_wire(self) -> Wire:
        raise NotImplementedError

    def _begin(self) -> None:
        """What is made before the handshake, if anything."""

    def _connection(self) -> Any:
        """The layer's stream; raises `Unsupported` before there is one."""
        raise NotImplementedError

    def _facts(self) -> Any:
        """What knows of the connection, as an SSLObject does; None before there is anything to know."""
        raise NotImplementedError

    async def _on_handshake(self) -> None:
        raise NotImplementedError

    async def _on_read(self, amount: int) -> bytes:
        """b"" for what the layer calls a clean end."""
        raise NotImplementedError

    async def _on_write(self, data: bytes) -> None:
        raise NotImplementedError

    async def _on_unwrap(self) -> None:
        raise NotImplementedError

    async def _on_close(self) -> None:
        raise NotImplementedError

    # The endpoint.

    @property
    def hung_up(self) -> bool:
        """Whether the layer closed its transport."""
        return self._wire.closed and not self._wire.unsent

    def attempt(self, call: Call) -> Outcome:
        """Go on with the coroutine behind `call`, or start it, as far as it goes."""
        start = self._calls.get(call.name)
        if start is None:
            raise Unsupported("a {} has no {}()".format(type(self).__name__, call.name))
        try:
            if self._task is not None and call != self._call:
                self._loop.run(self._give_up)
                self._collect()
            self._loop.run(lambda: self._make(call, start))
        except NeverIdle as error:
            return self._raised(error)
        return self._outcome()

    def feed(self, data: bytes) -> None:
        """Into the transport, before the next thing that is done."""
        self._pending.append(lambda: self._wire.feed(data))

    def feed_eof(self) -> None:
        """The transport ends."""
        self._pending.append(self._wire.feed_eof)

    def feed_reset(self) -> None:
        """The transport breaks."""
        self._pending.append(self._wire.feed_reset)

    def take(self) -> bytes:
        """All the transport was given, and what its new room lets through."""
        taken = b""
        with border(self._implementation, "draining the transport"):
            if self._pending:
                self._loop.run(self._catch_up)
            while self._wire.unsent:
                taken += self._loop.run(self._wire.take)
        return taken

    def backlog(self) -> int:
        """What is fed is in reach of the next receive."""
        return 0

    def elapse(self, seconds: float) -> None:
        """Let virtual time pass."""
        with border(self._implementation, "letting time pass"):
            self._loop.advance(seconds)

    def close(self) -> None:
        """Cancel everything and end the loop."""
        self._loop.close()

    # The calls.

    def _make(self, call: Call, start: Callable[..., Awaitable[Any]]) -> None:
        self._catch_up()
        if self._task is None:
            self._task, self._call = self._loop.start(lambda: start(*call.args)), call

    def _catch_up(self) -> None:
        for each in self._pending:
            each()
        self._pending.clear()

    def _give_up(self) -> None:
        self._catch_up()
        if self._task is not None and not self._task.done:
            self._task.cancel()

    def _collect(self) -> None:
        """What a call that was given up had got by then, or got all the same."""
        task, call = self._task, self._call
        self._task = self._call = None
        if task is None or call is None or call.name != "read" or not task.done:
            return
        try:
            self._unread += task.result()
        except (Exception, asyncio.CancelledError):  # noqa: BLE001 -- nobody hears it; the layer will say so again
            return

    async def _ready(self) -> None:
        """Once the handshake has ended, well or not."""
        if self._handshaking is None:
            self._handshaking = self._loop.start(self._on_handshake)
        await self._handshaking.wait()

    async def _handshake(self) -> None:
        first = self._handshaking is None
        await self._ready()
        if self._handshaking is not None and (first or not self._shaken()):
            self._handshaking.result()
        else:
            await self._on_handshake()

    def _shaken(self) -> bool:
        """Whether the handshake has ended well."""
        if self._handshaking is None or not self._handshaking.done:
            return False
        try:
            self._handshaking.result()
        except Exception:  # noqa: BLE001 -- whoever waits for it hears of it
            return False
        return True

    async def _read(self, amount: int) -> bytes:
        await self._ready()
        if self._unread and amount > 0:
            data, self._unread = self._unread[:amount], self._unread[amount:]
            return data
        return await self._on_read(amount)

    async def _write(self, data: bytes) -> int:
        await self._ready()
        await self._on_write(data)
        return len(data)

    async def _close_notify(self) -> None:
        await self._ready()
        await self._on_unwrap()

    async def _close(self) -> None:
        await self._on_close()

    async def _tell(self, fact: str) -> Any:
        if fact == "server_name":
            return self._names[self._first_name] if len(self._names) > self._first_name else None
        known = self._facts() if self._shaken() else None
        return None if known is None and fact in FACTS else facts.tell(known, fact)

    async def _ask(self, method: str, *args: object) -> Any:
        await self._ready()
        return facts.ask(self._connection(), method, *args)

    async def _use(self, expression: Expression, keep: Optional[str] = None) -> Any:
        value = self._things.value(expression)
        return self._things.portray(await value if inspect.isawaitable(value) else value, keep)

    def _given(self) -> Dict[str, Callable[[], Any]]:
        """The objects expressions may name."""
        return {
            "ssl": lambda: self._implementation.module,
            "context": lambda: self._context,
            "connection": self._connection,
            "wire": lambda: self._wire,
            "layer": lambda: self._layer,
            "tasks": self._tasks,
        }

    def _tasks(self) -> Tasks:
        return Tasks(self._loop)

    def _server_name(self) -> Optional[str]:
        return self._options.server_name if self._role is Role.CLIENT else None

    # From tasks to outcomes.

    def _outcome(self) -> Outcome:
        task = self._task
        if task is None or not task.done:
            return Wants(Want.WRITE if self._wire.sending else Want.READ)
        self._task = self._call = None
        try:
            return Done(task.result())
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return self._raised(error)

    def _raised(self, error: BaseException) -> Raised:
        told = describe(error, Kind.OS_ERROR)
        if isinstance(error, self.misused):
            return replace(told, kind=Kind.MISUSE)
        cause = error.__cause__ if isinstance(error, self.wrapping) else None
        if cause is None and isinstance(error, self.lost):
            return told
        outcome = translate(self._implementation, cause or error)
        # A want that leaks through cannot be continued: to an application it is an error.
        raised = outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN)
        return replace(raised, exception=told.exception, mro=told.mro)
