"""asyncio's streams in a script: over one end of a socketpair, on a loop that is stepped between calls."""

from __future__ import annotations

from dataclasses import replace

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.far import FAR
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

#: A connection on a loop, whatever is told of it: streams, or callbacks of a protocol.
LOOP = '''
class AsyncioEnd(Far):
    """TLS over one end of a socketpair. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server, named, start_tls, **how):
        super().__init__()
        self.near.settimeout(0)
        self.context, self.server, self.start_tls, self.how = context, server, start_tls, {**named, **how}
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.loop.run_in_executor = lambda _, work, *given: asyncio.sleep(0, work(*given))  # no thread
        self.tasks, self.upgrading, self.late, now = {}, None, 0, self.loop.time
        self.loop.time = lambda: now() + self.late
        self.begin()
        self.opening = self.loop.create_task(self.open())

    async def open(self):
        make = self.loop.connect_accepted_socket if self.server else self.loop.create_connection
        how = {} if self.start_tls else {"ssl": self.context, **self.how}
        self.transport, _ = await make(lambda: self.protocol, sock=self.near, **how)

    async def ready(self, upgrade=False):
        await asyncio.shield(self.opening)
        if upgrade and self.start_tls and self.upgrading is None:
            self.upgrading = self.loop.create_task(self.upgrade())
        if self.upgrading is not None:
            await asyncio.shield(self.upgrading)

    def do(self, what, make):  # begins what was not begun, goes round, and sees whether it is done
        if what not in self.tasks:
            for other in [each for each in self.tasks if each.startswith("read(")]:
                self.tasks.pop(other).cancel()  # nobody waits for it any more
            value = make()
            if not asyncio.iscoroutine(value):
                return value
            self.tasks[what] = self.loop.create_task(value)
        self.step()
        if what.startswith("asyncio.sleep("):  # the time passes at once
            self.late += float(what[len("asyncio.sleep(") : -1])
            self.step()
        if not self.tasks[what].done():
            raise WantsRead
        return self.tasks.pop(what).result()

    def step(self):
        async def rounds():
            for _ in range(20):
                await asyncio.sleep(0)

        self.push()
        self.loop.run_until_complete(rounds())

    def take(self):
        self.step()
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""
'''

_TEXT = '''
class StreamsEnd(AsyncioEnd):
    """asyncio's reader and writer."""

    def begin(self):
        self.writer, self.reader = None, asyncio.StreamReader(self.how.pop("limit", 2**16), self.loop)
        answer = self.accepted if self.server else None
        self.protocol = asyncio.StreamReaderProtocol(self.reader, answer, loop=self.loop)

    def accepted(self, reader, writer):
        self.writer = writer

    async def open(self):
        await super().open()
        if not self.server:
            self.writer = asyncio.StreamWriter(self.transport, self.protocol, self.reader, self.loop)

    async def upgrade(self):
        await self.writer.start_tls(self.context, **self.how)

    async def receive(self, amount):
        await self.ready()
        return await self.reader.read(amount)

    async def say(self, data):
        await self.ready()
        self.writer.write(data)
        await self.writer.drain()
        return len(data)

    async def shut(self):
        await self.ready()
        self.writer.close()
        await self.writer.wait_closed()

    def secured(self):
        return self.writer.get_extra_info("ssl_object")
'''

_HOW = {"handshake_timeout": "ssl_handshake_timeout", "shutdown_timeout": "ssl_shutdown_timeout"}


def made(kind: str, spelling: Spelling, setup: Setup, library: str) -> tuple[str, list[str]]:
    """The source of an end of class `kind`, and the lines before it. Raises `NoScript`."""
    options = setup.options
    if setup.session is not None:
        raise NoScript("asyncio offers no way to resume a session")
    if options.entrance not in ("wrap", "start-tls"):
        raise NoScript(f"the entrance {options.entrance!r} is not written into a script")
    context, lines = ssl_context(spelling, setup, library)
    server = setup.role is Role.SERVER
    upgraded = options.entrance == "start-tls"  # which takes None for no name, and a connection ""
    name = options.server_name or (None if upgraded else "")
    named = {} if server else {"server_hostname": name}
    told = [context, repr(server), repr(named), repr(upgraded)]
    told += [f"limit={options.limit}"] if options.limit is not None else []
    for option, argument in _HOW.items():
        seconds = getattr(options, option)
        told += [f"{argument}={seconds}"] if seconds is not None else []
    return f"{kind}({', '.join(told)})", lines


def on_uvloop(face: Face) -> Face:
    """The same face on uvloop's loop."""
    before = tuple(each.replace("asyncio.new_event_loop", "uvloop.new_event_loop") for each in face.before)
    return replace(face, before=before)


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    return made("StreamsEnd", spelling, setup, library)


#: A call is named, so that it is not begun again when it is asked for again.
STREAMS = Face(
    text=_TEXT,
    before=(FAR, LOOP),
    calls={
        "handshake": "{end}.do('handshake()', lambda: {end}.ready(True))",
        "read": "{end}.do('read({0})', lambda: {end}.receive({0}))",
        "write": "{end}.do('write()', lambda: {end}.say({0}))",
        "close_notify": "{end}.do('close()', {end}.shut)",
        "close": "{end}.writer.transport.abort()",
    },
    make=_make,
    wants=("WantsRead",),
    facts={name: form.replace("{end}.connection", "{end}.secured()") for name, form in SSL_FACTS.items()},
    names={
        "context": "subject.context",
        "connection": "subject.writer.transport",
        "protocol": "subject.protocol",
        "reader": "subject.reader",
        "writer": "subject.writer",
        "loop": "subject.loop",
        "ssl_object": "subject.secured()",
    },
    use="subject.do({text}, lambda: {source})",
)
