"""The asyncio drivers: TLS as `asyncio` does it, in memory, on a loop that only steps.

Two faces of one machine (`aio_endpoint` has the theory): *streams* is what `asyncio.open_connection` and
`start_server` give an application, *protocol* is a Protocol of ours that notes its callbacks.

Sources: Python docs, library/asyncio-stream and library/asyncio-protocol.
Importable on Python 3.8 with the standard library alone; connects on 3.11 and later.
"""

from __future__ import annotations

import asyncio
from typing import List, Optional, Tuple

from harness.drivers.aio_endpoint import AsyncioEndpoint
from harness.drivers.aio_sslproto import NEEDS
from harness.drivers.driver import Driver
from harness.names import Role


class StreamsEndpoint(AsyncioEndpoint):
    """The face of `asyncio.open_connection` and `start_server`."""

    def _application(self) -> asyncio.BaseProtocol:
        self._writer: Optional[asyncio.StreamWriter] = None
        self._reader = asyncio.StreamReader(loop=self._loop)
        accepted = self._accepted if self._role is Role.SERVER else None
        self._protocol = asyncio.StreamReaderProtocol(self._reader, accepted, loop=self._loop)
        return self._protocol

    def _accepted(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def _opened(self) -> None:
        if self._role is Role.CLIENT:
            self._writer = asyncio.StreamWriter(self._transport, self._protocol, self._reader, self._loop)

    async def _read(self, amount: int) -> bytes:
        return await self._reader.read(amount)

    async def _write(self, data: bytes) -> int:
        writer = self._writer_now()
        writer.write(data)
        await writer.drain()
        return len(data)

    async def _shut(self) -> None:
        writer = self._writer_now()
        writer.close()
        await writer.wait_closed()

    def _writer_now(self) -> asyncio.StreamWriter:
        if self._writer is None:
            raise RuntimeError("the handshake is done, but connection_made() was not called")
        return self._writer


class ProtocolEndpoint(AsyncioEndpoint):
    """The face of `create_connection` with a Protocol: what it was called with is what a call answers.

    read() gives what data_received() brought, then the exception of connection_lost(), else b"" once
    eof_received() or connection_lost(None) was called. write() waits, after writing, while writing is
    paused, and fails like `StreamWriter.drain` once the connection is lost.
    """

    @property
    def callbacks(self) -> Tuple[str, ...]:
        """The names of the Protocol's callbacks so far, in order."""
        return tuple(self._notes.callbacks)

    def _application(self) -> asyncio.BaseProtocol:
        self._notes = Notes(self._loop)
        return self._notes

    async def _read(self, amount: int) -> bytes:
        notes = self._notes
        while amount > 0 and not notes.received and not notes.ended:
            await notes.change()
        if notes.error is not None and not notes.received:
            raise notes.error
        data = bytes(notes.received[:amount])
        del notes.received[:amount]
        return data

    async def _write(self, data: bytes) -> int:
        notes = self._notes
        self._transport.write(data)
        while notes.paused and not notes.lost:
            await notes.change()
        if notes.lost:
            raise notes.error or ConnectionResetError("Connection lost")
        return len(data)

    async def _shut(self) -> None:
        self._transport.close()
        while not self._notes.lost:
            await self._notes.change()
        if self._notes.error is not None:
            raise self._notes.error


class Notes(asyncio.Protocol):
    """A Protocol that notes every callback, and lets coroutines wait for the next one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.callbacks: List[str] = []
        self.received = bytearray()
        self.ended = self.lost = self.paused = False
        self.error: Optional[Exception] = None
        self._loop = loop
        self._waiters: List[asyncio.Future[None]] = []

    async def change(self) -> None:
        """Wait for the next callback."""
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called once, after the handshake."""
        self._note("connection_made")

    def data_received(self, data: bytes) -> None:
        """Called with plaintext."""
        self.received += data
        self._note("data_received")

    def eof_received(self) -> None:
        """Called at the end of the stream; returning None lets the transport close itself."""
        self.ended = True
        self._note("eof_received")

    def connection_lost(self, exc: Optional[Exception]) -> None:
        """Called last, with what ended the connection or None."""
        self.ended = self.lost = True
        self.error = exc
        self._note("connection_lost")

    def pause_writing(self) -> None:
        """Called when the write buffers are above their high-water mark."""
        self.paused = True
        self._note("pause_writing")

    def resume_writing(self) -> None:
        """Called when they are back at the low-water mark."""
        self.paused = False
        self._note("resume_writing")

    def _note(self, name: str) -> None:
        self.callbacks.append(name)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)


_CALLS = frozenset(("handshake", "read", "write", "close_notify", "close", "tell", "ask"))

STREAMS = Driver(
    name="asyncio-streams",
    connect=StreamsEndpoint,
    calls=_CALLS,
    needs=NEEDS,
    about="asyncio's StreamReader and StreamWriter over its SSLProtocol, on an in-memory transport",
)

PROTOCOL = Driver(
    name="asyncio-protocol",
    connect=ProtocolEndpoint,
    calls=_CALLS,
    needs=NEEDS,
    about="an asyncio Protocol over its SSLProtocol, on an in-memory transport",
)
