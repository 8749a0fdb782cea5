"""The in-memory transport under the TLS of the asyncio drivers: a socket transport without a socket.

It behaves as asyncio's own selector socket transport does, because what runs above (`asyncio.sslproto`)
was written against that one:

- Sending: what is written goes into the "kernel" (`room` bytes, out of reach of an abort) while
  there is room and nothing waits, else into the write buffer. Past the high-water mark the protocol is
  told `pause_writing`; `take` empties both and, at the low-water mark, it is told `resume_writing`. The
  marks are small, so that back-pressure happens in a scenario of ordinary size.
- Receiving: what is fed is one `recv` if the protocol keeps up; while reading is paused it piles up in
  the backlog, and the end of the stream queues behind it. A `BufferedProtocol` is read into its buffer.
- Closing: `close` lets the write buffer drain before `connection_lost(None)`, `abort` drops it. An
  exception from the protocol is fatal: `connection_lost(that exception)`.

The protocol is only ever called from callbacks of the loop. Sources: Python docs,
library/asyncio-protocol; CPython's Lib/asyncio/selector_events.py for the order of events.
Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import asyncio
import errno
import os
from typing import Any, Dict, Optional, Tuple, Union

from harness.errors import HarnessError

HIGH_WATER = 16 * 1024
LOW_WATER = 4 * 1024
SEND_BUFFER = 16 * 1024
RECV_SIZE = 256 * 1024


class MemoryTransport(asyncio.Transport):
    """A `Transport` whose far end is the harness: `feed`, `feed_eof`, `take` and `backlog`.

    extra: what `get_extra_info` knows. `protocol.connection_made` is called when the loop next runs.
    room: how many bytes the kernel holds; a scenario may make it more.
    """

    _start_tls_compatible = True  # start_tls asks for this by name

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol: asyncio.BaseProtocol, extra: Dict[str, Any]
    ) -> None:
        super().__init__(extra)
        self._loop = loop
        self._protocol: Any = protocol
        self._incoming = bytearray()
        self._ended = self._end_due = False
        self.room = SEND_BUFFER
        self._sent, self._buffer = bytearray(), bytearray()
        self._high, self._low = HIGH_WATER, LOW_WATER
        self._connected = self._read_scheduled = False
        self._reading_paused = self._writing_paused = False
        self._closing = self._lost = False
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start_reading)

    # The harness's side.

    def feed(self, data: bytes) -> None:
        """Bytes arrive; dropped when nobody will read them any more. Raises `HarnessError` after the end."""
        if self._ended:
            raise HarnessError("fed after the end of the stream")
        if not self._closing:
            self._incoming += data
            self._schedule_read()

    def feed_eof(self) -> None:
        """The stream ends, behind what is still in the backlog."""
        self._ended = self._end_due = True
        self._schedule_read()

    def take(self) -> bytes:
        """Everything sent and waiting to be sent; the protocol hears of the room when the loop runs."""
        data = bytes(self._sent + self._buffer)
        self._sent.clear()
        self._buffer.clear()
        self._loop.call_soon(self._drained)
        return data

    def backlog(self) -> int:
        """Bytes fed that the protocol has not been given yet."""
        return len(self._incoming)

    def unsent(self) -> int:
        """Bytes written that were not taken yet."""
        return len(self._sent) + len(self._buffer)

    @property
    def closed(self) -> bool:
        """Whether a socket would be closed by now: `connection_lost` was called or is about to be."""
        return self._lost

    @property
    def hung_up(self) -> bool:
        """The same: what is unsent when it closes goes out nowhere."""
        return self._lost

    # asyncio.ReadTransport

    def is_reading(self) -> bool:
        """Whether the protocol is given what arrives."""
        return not self._closing and not self._reading_paused

    def pause_reading(self) -> None:
        """Give the protocol nothing until `resume_reading`."""
        self._reading_paused = True

    def resume_reading(self) -> None:
        """Give the protocol what has arrived and what will."""
        self._reading_paused = False
        self._schedule_read()

    # asyncio.WriteTransport

    def write(self, data: Union[bytes, bytearray, memoryview]) -> None:
        """Send `data`; ignored once the connection is lost. Raises TypeError for anything but bytes."""
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("data argument must be a bytes-like object, not {!r}".format(type(data).__name__))
        if self._lost:
            return
        room = 0 if self._buffer else max(self.room - len(self._sent), 0)
        self._sent += data[:room]
        self._buffer += data[room:]
        self._pause_above_high_water()

    def can_write_eof(self) -> bool:
        """No: TLS never half-closes the transport under it (the base class's `write_eof` raises)."""
        return False

    def set_write_buffer_limits(self, high: Optional[int] = None, low: Optional[int] = None) -> None:
        """Set the marks in bytes; the defaults depend on each other as asyncio's do."""
        if high is None:
            high = HIGH_WATER if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError("high ({!r}) must be >= low ({!r}) must be >= 0".format(high, low))
        self._high, self._low = high, low
        self._pause_above_high_water()

    def get_write_buffer_limits(self) -> Tuple[int, int]:
        """(low, high), in bytes."""
        return self._low, self._high

    def get_write_buffer_size(self) -> int:
        """Bytes waiting in the write buffer."""
        return len(self._buffer)

    # asyncio.BaseTransport

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Change who is called."""
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Who is called."""
        protocol: asyncio.BaseProtocol = self._protocol
        return protocol

    def is_closing(self) -> bool:
        """Whether the transport is closed or about to be."""
        return self._closing

    def close(self) -> None:
        """Read no more, send what waits, then `connection_lost(None)`."""
        if self._closing:
            return
        self._stop_reading()
        if not self._buffer:
            self._lose(None)

    def abort(self) -> None:
        """Drop what waits and call `connection_lost(None)`."""
        self._force_close(None)

    def reset(self) -> None:
        """The other end has broken the connection: ECONNRESET, as a selector transport would meet it."""
        self._force_close(ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET)))

    def _force_close(self, exc: Optional[BaseException]) -> None:
        """As `abort`, with `exc`: what `asyncio.sslproto` calls on a fatal error."""
        self._buffer.clear()
        self._stop_reading()
        self._lose(exc)

    def _stop_reading(self) -> None:
        self._closing = True
        self._incoming.clear()

    def _lose(self, exc: Optional[BaseException]) -> None:
        if not self._lost:
            self._lost = True
            self._loop.call_soon(self._protocol.connection_lost, exc)

    def _fatal(self, error: Exception, message: str) -> None:
        if not isinstance(error, OSError):
            self._report(error, message)
        self._force_close(error)

    def _report(self, error: Exception, message: str) -> None:
        context = {"message": message, "exception": error, "transport": self, "protocol": self._protocol}
        self._loop.call_exception_handler(context)

    # Receiving

    def _start_reading(self) -> None:
        self._connected = True
        self._schedule_read()

    def _schedule_read(self) -> None:
        waiting = self._incoming or self._end_due
        if waiting and self._connected and self.is_reading() and not self._read_scheduled:
            self._read_scheduled = True
            self._loop.call_soon(self._read_ready)

    def _read_ready(self) -> None:
        self._read_scheduled = False
        if not self.is_reading():  # paused or closed since this was scheduled
            return
        if self._incoming:
            try:
                self._receive()
            except Exception as error:  # noqa: BLE001 -- the protocol's own: fatal, as asyncio has it
                self._fatal(error, "Fatal error: the protocol failed on received data.")
            self._schedule_read()
        else:
            self._end_due = False
            self._end()

    def _end(self) -> None:
        try:
            keep_open = self._protocol.eof_received()
        except Exception as error:  # noqa: BLE001 -- as above
            self._fatal(error, "Fatal error: protocol.eof_received() call failed.")
            return
        if not keep_open:
            self.close()

    def _receive(self) -> None:
        if isinstance(self._protocol, asyncio.BufferedProtocol):
            buffer = memoryview(self._protocol.get_buffer(-1))
            count = min(len(buffer), len(self._incoming))
            if not count:
                raise RuntimeError("get_buffer() returned an empty buffer")
            buffer[:count] = self._incoming[:count]
            del self._incoming[:count]
            self._protocol.buffer_updated(count)
        else:
            data = bytes(self._incoming[:RECV_SIZE])
            del self._incoming[:RECV_SIZE]
            self._protocol.data_received(data)

    # Sending

    def _pause_above_high_water(self) -> None:
        if len(self._buffer) > self._high and not self._writing_paused:
            self._writing_paused = True
            self._tell_protocol("pause_writing")

    def _drained(self) -> None:
        if self._writing_paused and len(self._buffer) <= self._low and not self._lost:
            self._writing_paused = False
            self._tell_protocol("resume_writing")  # which may write more
        if self._closing and not self._buffer:
            self._lose(None)

    def _tell_protocol(self, name: str) -> None:
        try:
            getattr(self._protocol, name)()
        except Exception as error:  # noqa: BLE001 -- the protocol's own: reported, as asyncio has it
            self._report(error, "protocol.{}() failed".format(name))
