"""anyio's TLSStream in a script: on asyncio, over a stream in memory, on a loop stepped between calls."""

from __future__ import annotations

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = "import anyio\nfrom anyio.streams import tls\n"

_TEXT = '''
class Transport:
    """As much of a ByteStream as a TLSStream touches, in memory."""

    extra_attributes = {}

    def __init__(self):
        self.arrived, self.leaving, self.ended, self.closed = bytearray(), bytearray(), False, False

    async def turn(self):
        await asyncio.sleep(0)
        if self.closed:
            raise anyio.ClosedResourceError

    async def send(self, data):
        await self.turn()
        self.leaving += data

    async def receive(self, max_bytes=65536):
        await self.turn()
        while not (self.arrived or self.ended):
            await self.turn()
        if not self.arrived:
            raise anyio.EndOfStream
        data = bytes(self.arrived[:max_bytes])
        del self.arrived[:max_bytes]
        return data

    async def aclose(self):
        self.closed = True


class AnyioEnd:
    """A TLSStream. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, **how):
        self.context, self.wire, self.stream, self.tasks = context, Transport(), None, {}
        self.loop, self.hung_up = asyncio.new_event_loop(), False
        self.opening = self.loop.create_task(self.open(how))

    async def open(self, how):
        self.stream = await tls.TLSStream.wrap(self.wire, ssl_context=self.context, **how)

    async def ready(self):
        await asyncio.wait([self.opening])
        self.opening.result()
        return self.stream

    async def handshake(self):
        await self.ready()

    async def read(self, amount):
        try:
            return await (await self.ready()).receive(amount)
        except anyio.EndOfStream:
            return b""

    async def write(self, data):
        await (await self.ready()).send(data)
        return len(data)

    async def unwrap(self):
        await (await self.ready()).unwrap()

    def step(self):
        async def rounds():
            for _ in range(20):
                await asyncio.sleep(0)

        self.loop.run_until_complete(rounds())

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""
        if what not in self.tasks:
            for other in list(self.tasks):
                self.tasks.pop(other).cancel()  # nobody waits for it any more
            value = make()
            if not asyncio.iscoroutine(value):
                return value
            self.tasks[what] = self.loop.create_task(value)
        self.step()
        if not self.tasks[what].done():
            raise WantsRead
        try:
            return self.tasks.pop(what).result()
        except Exception as error:
            if error.__cause__ is not None:  # that says why
                error.reason = reason_of(error.__cause__)
            raise

    def feed(self, data):
        self.wire.arrived += data

    def end(self):
        self.wire.ended = True

    def take(self):
        self.step()
        data = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        self.hung_up = self.wire.closed
        return data
'''


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    if setup.session is not None:
        raise NoScript("anyio offers no way to resume a session")
    context, lines = ssl_context(spelling, setup, library)
    told = [context, f"server_side={setup.role is Role.SERVER}"]
    if setup.role is Role.CLIENT:
        told.append(f"hostname={setup.options.server_name!r}")
    told.append(f"standard_compatible={not setup.options.https_compatible}")
    return f"AnyioEnd({', '.join(told)})", lines


ANYIO = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do('handshake()', {end}.handshake)",
        "read": "{end}.do('read({0})', lambda: {end}.read({0}))",
        "write": "{end}.do('write()', lambda: {end}.write({0}))",
        "close_notify": "{end}.do('unwrap()', {end}.unwrap)",
        "close": "{end}.do('aclose()', lambda: ({end}.stream or {end}.wire).aclose())",
    },
    make=_make,
    wants=("WantsRead",),
    facts={
        name: form.replace("{end}.connection", "{end}.stream.extra(tls.TLSAttribute.ssl_object)")
        for name, form in SSL_FACTS.items()
    },
    names={
        "context": "subject.context",
        "connection": "subject.stream",
        "wire": "subject.wire",
        "layer": "tls",
    },
    use="subject.do({text}, lambda: {source})",
)
