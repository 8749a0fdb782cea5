"""Application protocols that note their callbacks, so that a scenario sees them and decides what they do.

    protocol = subject.thing("protocol")
    protocol.sets("on_eof_received", callback(returns=True))
    protocol.has("callbacks").gives(["connection_made", "data_received", "eof_received", "connection_lost"])

Source: Python docs, library/asyncio-protocol, "Protocols".
Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
from typing import Any, Callable, List, Optional

#: What a buffer is filled with before it is handed out again: a byte that no scenario sends.
_STALE = 0xAA


class Notes(asyncio.BaseProtocol):
    """What both kinds of protocol share; coroutines can wait for the next callback.

    callbacks: their names in order; data received in several calls on end is one "data_received", because
    nothing says how a stream is cut, and so is `buffer_updated`. received: plaintext not yet read. error:
    what connection_lost was called with. transport: what connection_made was called with. on_*: for each
    callback a function to be called with its arguments, whose result it returns.
    """

    on_connection_made: Optional[Callable[..., Any]] = None
    on_data_received: Optional[Callable[..., Any]] = None
    on_get_buffer: Optional[Callable[..., Any]] = None
    on_buffer_updated: Optional[Callable[..., Any]] = None
    on_eof_received: Optional[Callable[..., Any]] = None
    on_connection_lost: Optional[Callable[..., Any]] = None
    on_pause_writing: Optional[Callable[..., Any]] = None
    on_resume_writing: Optional[Callable[..., Any]] = None

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.callbacks: List[str] = []
        self.received = bytearray()
        self.ended = self.lost = self.paused = False
        self.error: Optional[Exception] = None
        self.transport: Optional[asyncio.BaseTransport] = None
        self._loop = loop
        self._waiters: List[asyncio.Future[None]] = []

    async def change(self) -> None:
        """Wait for the next callback."""
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called once, after the handshake (before it, when the connection is upgraded later)."""
        self.transport = transport
        self._note("connection_made")
        self._do("connection_made", transport)

    def eof_received(self) -> Optional[bool]:
        """Called at the end of the stream; returning None lets the transport close itself."""
        self.ended = True
        self._note("eof_received")
        answer: Optional[bool] = self._do("eof_received")
        return answer

    def connection_lost(self, exc: Optional[Exception]) -> None:
        """Called last, with what ended the connection or None."""
        self.ended = self.lost = True
        self.error = exc
        self._note("connection_lost")
        self._do("connection_lost", exc)

    def pause_writing(self) -> None:
        """Called when the write buffers are above their high-water mark."""
        self.paused = True
        self._note("pause_writing")
        self._do("pause_writing")

    def resume_writing(self) -> None:
        """Called when they are back at the low-water mark."""
        self.paused = False
        self._note("resume_writing")
        self._do("resume_writing")

    def _got(self, data: bytes) -> None:
        self.received += data
        if self.callbacks[-1:] == ["data_received"]:
            self.callbacks.pop()
        self._note("data_received")

    def _note(self, name: str) -> None:
        self.callbacks.append(name)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _do(self, name: str, *arguments: Any) -> Any:
        planned = getattr(self, "on_" + name)
        return None if planned is None else planned(*arguments)


class PlainNotes(Notes, asyncio.Protocol):
    """A `Protocol`: it is given bytes."""

    def data_received(self, data: bytes) -> None:
        """Called with plaintext."""
        self._got(data)
        self._do("data_received", data)


class BufferNotes(Notes, asyncio.BufferedProtocol):
    """A `BufferedProtocol`: it is asked for a buffer, and told how much was put there.

    calls: the names of get_buffer, buffer_updated and eof_received as they came. size: how large a buffer
    it gives. kind: what it gives is made by this, of bytes. Between two calls the buffer is overwritten, so
    that bytes counted and not written show.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.size = 64 * 1024
        self.kind: Callable[[Any], Any] = memoryview
        self.calls: List[str] = []
        self._buffer = memoryview(b"")

    def get_buffer(self, sizehint: int) -> Any:
        """Called for a buffer of any size but 0."""
        self.calls.append("get_buffer")
        given = self.kind(bytearray([_STALE]) * self.size)
        self._buffer = memoryview(given)
        self._do("get_buffer", sizehint)
        return given

    def buffer_updated(self, nbytes: int) -> None:
        """Called with the number of bytes that were put into the buffer."""
        self.calls.append("buffer_updated")
        self._got(bytes(self._buffer[:nbytes]))
        self._buffer[:] = bytes([_STALE]) * len(self._buffer)
        self._do("buffer_updated", nbytes)

    def eof_received(self) -> Optional[bool]:
        """Called at the end of the stream."""
        self.calls.append("eof_received")
        return super().eof_received()
