"""asyncio's protocols in a script, plain and buffered: what was called is what a call answers."""

from __future__ import annotations

from dataclasses import replace

from harness.script.face import Face
from harness.script.far import FAR
from harness.script.spelling import Spelling
from harness.script.streams import LOOP, STREAMS, made
from harness.setup import Setup

_NOTES = '''
class Notes(asyncio.Protocol):
    """A Protocol that notes its callbacks; of data it notes one for what came on end."""

    def __init__(self):
        self.callbacks, self.received, self.error = [], bytearray(), None
        self.ended = self.lost = self.paused = False

    def heard(self, name, *arguments):
        if (name, self.callbacks[-1:]) != ("data_received", ["data_received"]):
            self.callbacks.append(name)
        planned = getattr(self, "on_" + name, None)
        return planned(*arguments) if planned else None

    def connection_made(self, transport):
        self.transport = transport
        self.heard("connection_made", transport)

    def data_received(self, data):
        self.received += data
        self.heard("data_received", data)

    def eof_received(self):
        self.ended = True
        return self.heard("eof_received")

    def connection_lost(self, error):
        self.ended = self.lost = True
        self.error = error
        self.heard("connection_lost", error)

    def pause_writing(self):
        self.paused = True
        self.heard("pause_writing")

    def resume_writing(self):
        self.paused = False
        self.heard("resume_writing")
'''

_BUFFER_NOTES = '''
class BufferNotes(Notes, asyncio.BufferedProtocol):
    """A BufferedProtocol, which also notes when it is asked for its buffer."""

    data_received = None

    def __init__(self):
        super().__init__()
        self.size, self.calls = 64 * 1024, []

    def get_buffer(self, sizehint):
        self.calls.append("get_buffer")
        self.buffer = bytearray(self.size)
        return self.buffer

    def buffer_updated(self, count):
        self.calls.append("buffer_updated")
        self.received += self.buffer[:count]
        self.heard("data_received")

    def eof_received(self):
        self.calls.append("eof_received")
        return super().eof_received()
'''

_END = '''
class ProtocolEnd(AsyncioEnd):
    """The transport and the protocol."""

    def begin(self):
        self.protocol = {notes}()

    async def upgrade(self):
        secured = self.transport, self.protocol, self.context
        await self.loop.start_tls(*secured, server_side=self.server, **self.how)

    async def receive(self, amount):
        await self.ready()
        notes = self.protocol
        while amount and not notes.received and not notes.ended:
            await asyncio.sleep(0)
        if notes.error is not None and not notes.received:
            raise notes.error
        data = bytes(notes.received[:amount])
        del notes.received[:amount]
        return data

    async def say(self, data):
        await self.ready()
        self.protocol.transport.write(data)
        while self.protocol.paused and not self.protocol.lost:
            await asyncio.sleep(0)
        if self.protocol.lost:
            raise self.protocol.error or ConnectionResetError("Connection lost")
        return len(data)

    async def shut(self):
        await self.ready()
        self.protocol.transport.close()
        while not self.protocol.lost:
            await asyncio.sleep(0)
        if self.protocol.error is not None:
            raise self.protocol.error

    def secured(self):
        return self.protocol.transport.get_extra_info("ssl_object")
'''


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    return made("ProtocolEnd", spelling, setup, library)


def _face(notes: str, *before: str) -> Face:
    """The face of protocols of a class, whose text stands before."""
    return replace(
        STREAMS,
        text=_END.format(notes=notes),
        before=(FAR, LOOP, _NOTES, *before),
        calls={**STREAMS.calls, "close": "{end}.transport.abort()"},
        make=_make,
        names={
            "context": "subject.context",
            "connection": "subject.protocol.transport",
            "loop": "subject.loop",
            "ssl_object": "subject.secured()",
            "protocol": "subject.protocol",
        },
    )


PROTOCOL = _face("Notes")
BUFFERED = _face("BufferNotes", _BUFFER_NOTES)
