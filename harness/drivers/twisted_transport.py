"""What is below and above Twisted's TLS in the `twisted` driver: a transport in memory, an application.

The transport behaves as Twisted's own for TCP does, because TLSMemoryBIOProtocol was written against that:
what is written goes into the "kernel" while there is room, else into a buffer; past a bound its producer is
paused, and resumed when the buffer is empty. `loseConnection` reads no more and ends the connection behind
what is written, `abortConnection` at once. The end of the stream loses the connection, as of a protocol
that does not half-close. What fails in the protocol loses the connection with that failure.

Sources: Twisted's docs, ITransport, ITCPTransport, IConsumer, IPushProducer, IProtocol, IHandshakeListener.
Importable on Python 3.8 without Twisted.
"""

from __future__ import annotations

from typing import Any, Callable, List, Optional

#: Bytes out of reach of an abort, and those behind them that pause the producer.
SEND_BUFFER = 16 * 1024
HIGH_WATER = 16 * 1024


class MemoryTransport:
    """A transport whose far end is the harness. Nobody is called but from `settle` and the protocol's calls.

    errors: the module `twisted.internet.error`; failure: the class `Failure`. lost: whether the protocol was
    told that the connection is lost. broken: whether that was the far end's breaking it.
    """

    def __init__(self, errors: Any, failure: Any) -> None:
        self.connected, self.disconnecting, self.lost, self.broken = True, False, False, False
        self.protocol: Any = None
        self._errors, self._failure = errors, failure
        self._sent, self._buffer, self._incoming = bytearray(), bytearray(), bytearray()
        self._ended = self._reading_paused = self._paused = False
        self._producer: Any = None
        self._reason: Any = None

    # The harness's side.

    def feed(self, data: bytes) -> None:
        """Bytes arrive; dropped where nobody reads any more."""
        if not (self.lost or self.disconnecting):
            self._incoming += data

    def feed_eof(self) -> None:
        """The stream ends behind them."""
        self._ended = True

    def feed_reset(self) -> None:
        """The far end breaks the connection."""
        if not self.lost:
            self.broken = True
            self._reason = self._errors.ConnectionLost()

    def take(self) -> bytes:
        """Everything in the kernel."""
        data = bytes(self._sent)
        self._sent.clear()
        return data

    def unsent(self) -> int:
        """Bytes in the kernel."""
        return len(self._sent)

    def backlog(self) -> int:
        """Bytes that wait while reading is paused."""
        return len(self._incoming)

    def settle(self) -> bool:
        """One turn of a reactor: write, read, end; whether anything happened."""
        if self.lost:
            return False
        return self._write_some() or self._end() or self._read_some()

    def _write_some(self) -> bool:
        room = SEND_BUFFER - len(self._sent)
        if self._buffer and room > 0:
            self._sent += self._buffer[:room]
            del self._buffer[:room]
            return True
        if self._paused and not self._buffer:
            self._paused = False
            self._producer.resumeProducing()
            return True
        return False

    def _end(self) -> bool:
        if self._reason is None and self.disconnecting and not self._buffer and self._producer is None:
            self._reason = self._errors.ConnectionDone()
        if self._reason is None:
            return False
        self.lost, self.connected = True, False
        self._incoming.clear()
        self._buffer.clear()
        if self._producer is not None:
            self._producer.stopProducing()
            self._producer = None
        self.protocol.connectionLost(self._failure(self._reason))
        return True

    def _read_some(self) -> bool:
        if self._reading_paused or self.disconnecting:
            return False
        if self._incoming:
            data = bytes(self._incoming)
            self._incoming.clear()
            try:
                self.protocol.dataReceived(data)
            except Exception as error:  # noqa: BLE001 -- as a reactor: whatever it is, it ends the connection
                self._reason = error
            return True
        if self._ended:
            self._reason = self._errors.ConnectionDone()
        return self._ended

    # The protocol's side: ITransport, ITCPTransport.

    def write(self, data: bytes) -> None:
        """Send; nothing once the connection is lost."""
        if self.lost or not data:
            return
        room = 0 if self._buffer else SEND_BUFFER - len(self._sent)
        self._sent += data[:room]
        self._buffer += data[room:]
        if len(self._buffer) > HIGH_WATER and self._producer is not None and not self._paused:
            self._paused = True
            self._producer.pauseProducing()

    def writeSequence(self, data: List[bytes]) -> None:  # noqa: N802 -- Twisted's name, and so are those below
        """Send the pieces."""
        self.write(b"".join(data))

    def loseConnection(self) -> None:  # noqa: N802
        """Read no more, send what waits, end the connection."""
        self.disconnecting = True
        self._incoming.clear()

    def abortConnection(self) -> None:  # noqa: N802
        """End the connection now."""
        if not self.lost and self._reason is None:
            self._buffer.clear()
            self._reason = self._errors.ConnectionAborted()

    def getPeer(self) -> str:  # noqa: N802
        """Who is at the far end."""
        return "the harness"

    def getHost(self) -> str:  # noqa: N802
        """Who is at this one."""
        return "the subject"

    # IPushProducer

    def pauseProducing(self) -> None:  # noqa: N802
        """Give the protocol nothing until `resumeProducing`."""
        self._reading_paused = True

    def resumeProducing(self) -> None:  # noqa: N802
        """Give it what has come and will."""
        self._reading_paused = False

    def stopProducing(self) -> None:  # noqa: N802
        """As `loseConnection`."""
        self.loseConnection()

    # IConsumer

    def registerProducer(self, producer: Any, streaming: bool) -> None:  # noqa: FBT001, N802
        """Pause and resume `producer` by the room there is; TLS registers streaming ones alone."""
        assert streaming
        if self._producer is not None:
            raise RuntimeError("Cannot register producer {}, because there is one".format(producer))
        if self.lost:
            producer.stopProducing()
        else:
            self._producer = producer

    def unregisterProducer(self) -> None:  # noqa: N802
        """Nobody is to be paused any more."""
        self._producer, self._paused = None, False


class Notes:
    """An application: a Protocol that listens for the handshake, and a push producer; it notes what it hears.

    callbacks: their names in order; data received in several calls on end is one "dataReceived". received:
    plaintext not yet read. shaken: the handshake is done. reason: the exception `connectionLost` told.
    paused: its production. on_*: functions called with a callback's arguments.
    """

    on_connection_made: Optional[Callable[..., Any]] = None
    on_handshake_completed: Optional[Callable[..., Any]] = None
    on_data_received: Optional[Callable[..., Any]] = None
    on_connection_lost: Optional[Callable[..., Any]] = None
    on_resume_producing: Optional[Callable[..., Any]] = None

    def __init__(self) -> None:
        self.callbacks: List[str] = []
        self.received = bytearray()
        self.shaken = self.paused = False
        self.reason: Optional[BaseException] = None
        self.transport: Any = None

    def makeConnection(self, transport: Any) -> None:  # noqa: N802
        """Called once, before the handshake."""
        self.transport = transport
        self._note("connectionMade")
        self._do(self.on_connection_made)

    def handshakeCompleted(self) -> None:  # noqa: N802
        """Called once the handshake is done."""
        self.shaken = True
        self._note("handshakeCompleted")
        self._do(self.on_handshake_completed)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Called with plaintext."""
        self.received += data
        if self.callbacks[-1:] != ["dataReceived"]:
            self._note("dataReceived")
        self._do(self.on_data_received, data)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        """Called last, with a Failure."""
        self.reason = reason.value
        self._note("connectionLost")
        self._do(self.on_connection_lost, reason)

    def pauseProducing(self) -> None:  # noqa: N802
        """Write no more for now."""
        self.paused = True
        self._note("pauseProducing")

    def resumeProducing(self) -> None:  # noqa: N802
        """Write again."""
        self.paused = False
        self._note("resumeProducing")
        self._do(self.on_resume_producing)

    def stopProducing(self) -> None:  # noqa: N802
        """Write no more."""
        self.paused = False
        self._note("stopProducing")

    def _note(self, name: str) -> None:
        self.callbacks.append(name)

    def _do(self, planned: Optional[Callable[..., Any]], *arguments: Any) -> None:
        if planned is not None:
            planned(*arguments)
