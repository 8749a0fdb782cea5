"""The asyncio drivers: TLS as `asyncio` does it, in memory, on a loop that only steps.

Three faces of one machine (`aio_endpoint` has the theory): *streams* is what `asyncio.open_connection` and
`start_server` give an application, *protocol* and *buffered* are a Protocol and a BufferedProtocol of ours
that note their callbacks.

Sources: Python docs, library/asyncio-stream and library/asyncio-protocol.
Importable on Python 3.8 with the standard library alone; connects on 3.11 and later.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any, Callable, Dict, Optional, Tuple

from harness.drivers.aio_endpoint import AsyncioEndpoint
from harness.drivers.aio_notes import BufferNotes, Notes, PlainNotes
from harness.drivers.aio_sslproto import NEEDS
from harness.drivers.driver import Driver
from harness.names import Role


class StreamsEndpoint(AsyncioEndpoint):
    """The face of `asyncio.open_connection` and `start_server`."""

    def _application(self) -> asyncio.BaseProtocol:
        self._writer: Optional[asyncio.StreamWriter] = None
        limit = self._options.limit
        self._reader = asyncio.StreamReader(loop=self._loop, **({} if limit is None else {"limit": limit}))
        accepted = self._accepted if self._role is Role.SERVER else None
        self._protocol = asyncio.StreamReaderProtocol(self._reader, accepted, loop=self._loop)
        return self._protocol

    def _given(self) -> Dict[str, Callable[[], Any]]:
        streams = {
            "protocol": lambda: self._protocol,
            "reader": lambda: self._reader,
            "writer": self._writer_now,
        }
        return {**super()._given(), **streams}

    def _accepted(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def _opened(self) -> None:
        if self._role is Role.CLIENT:
            self._writer = asyncio.StreamWriter(self._transport, self._protocol, self._reader, self._loop)

    async def _upgrade(self) -> None:
        how = self._timeouts()
        if sys.version_info < (3, 12):
            del how["ssl_shutdown_timeout"]  # start_tls of a writer knows it since 3.12
        await self._writer_now().start_tls(self._context, server_hostname=self._server_name(), **how)

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
        self._notes: Notes = PlainNotes(self._loop)
        return self._notes

    def _given(self) -> Dict[str, Callable[[], Any]]:
        return {**super()._given(), "protocol": lambda: self._notes}

    async def _upgrade(self) -> None:
        how = {"server_hostname": self._server_name(), **self._timeouts()}
        server = self._role is Role.SERVER
        await self._loop.start_tls(self._transport, self._notes, self._context, server_side=server, **how)

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


class BufferedEndpoint(ProtocolEndpoint):
    """The same with a BufferedProtocol."""

    def _application(self) -> asyncio.BaseProtocol:
        self._notes = BufferNotes(self._loop)
        return self._notes


_CALLS = frozenset(("handshake", "read", "write", "close_notify", "close", "tell", "ask", "use"))
_ENTRANCES = frozenset(("wrap", "start-tls"))
_THINGS = frozenset(("ssl", "context", "connection", "loop", "ssl_object", "wire", "protocol"))

STREAMS = Driver(
    name="asyncio-streams",
    connect=StreamsEndpoint,
    calls=_CALLS,
    needs=NEEDS,
    about="asyncio's StreamReader and StreamWriter over its SSLProtocol, on an in-memory transport",
    things=_THINGS | {"reader", "writer"},
    entrances=_ENTRANCES,
)

PROTOCOL = Driver(
    name="asyncio-protocol",
    connect=ProtocolEndpoint,
    calls=_CALLS,
    needs=NEEDS,
    about="an asyncio Protocol over its SSLProtocol, on an in-memory transport",
    things=_THINGS,
    entrances=_ENTRANCES,
)

BUFFERED = Driver(
    name="asyncio-buffered",
    connect=BufferedEndpoint,
    calls=_CALLS,
    needs=NEEDS,
    about="an asyncio BufferedProtocol over its SSLProtocol, on an in-memory transport",
    things=_THINGS,
    entrances=_ENTRANCES,
)
