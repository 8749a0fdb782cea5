"""asyncio's streams in a script: over one end of a socketpair, on a loop that is stepped between calls."""

from __future__ import annotations

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

_TEXT = '''
class StreamsEnd:
    """asyncio's reader and writer. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server_side, name, start_tls, limit=2**16, **how):
        self.context, self.name, self.start_tls, self.how = context, name, start_tls, how
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.far, self.near = socket.socketpair()
        self.far.settimeout(0)
        self.near.settimeout(0)
        self.queue, self.tasks, self.writer, self.upgrading = bytearray(), {}, None, None
        self.late, now = 0, self.loop.time
        self.loop.time = lambda: now() + self.late
        self.reader = asyncio.StreamReader(limit, self.loop)
        self.opening = self.loop.create_task(self.open(server_side))

    async def open(self, server_side):
        def accepted(reader, writer):
            self.writer = writer

        secure = {} if self.start_tls else {"ssl": self.context, **self.how}
        answer = accepted if server_side else None
        protocol = asyncio.StreamReaderProtocol(self.reader, answer, loop=self.loop)
        if server_side:
            await self.loop.connect_accepted_socket(lambda: protocol, self.near, **secure)
        else:
            secure = {**secure, "server_hostname": self.name} if secure else {}
            transport, _ = await self.loop.create_connection(lambda: protocol, sock=self.near, **secure)
            self.writer = asyncio.StreamWriter(transport, protocol, self.reader, self.loop)

    async def ready(self, upgrade=False):
        await asyncio.wait([self.opening])
        self.opening.result()
        if upgrade and self.start_tls and self.upgrading is None:
            told = self.writer.start_tls(self.context, server_hostname=self.name or None, **self.how)
            self.upgrading = self.loop.create_task(told)
        if self.upgrading is not None:
            await asyncio.wait([self.upgrading])
            self.upgrading.result()

    async def read(self, amount):
        await self.ready()
        return await self.reader.read(amount)

    async def write(self, data):
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

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""
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

    def push(self):
        try:
            while self.queue:
                del self.queue[: self.far.send(self.queue)]
        except BlockingIOError:
            pass
        except OSError:
            self.queue.clear()

    def feed(self, data):
        self.queue += data

    def end(self):
        self.step()
        self.far.shutdown(socket.SHUT_WR)

    def take(self):
        self.step()
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""
'''

_HOW = {"handshake_timeout": "ssl_handshake_timeout", "shutdown_timeout": "ssl_shutdown_timeout"}


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    options = setup.options
    if setup.session is not None:
        raise NoScript("asyncio offers no way to resume a session")
    if options.entrance not in ("wrap", "start-tls"):
        raise NoScript(f"the entrance {options.entrance!r} is not written into a script")
    context, lines = ssl_context(spelling, setup, library)
    server = setup.role is Role.SERVER
    name = None if server else options.server_name or ""
    told = [context, repr(server), repr(name), repr(options.entrance == "start-tls")]
    told += [f"limit={options.limit}"] if options.limit is not None else []
    for option, argument in _HOW.items():
        seconds = getattr(options, option)
        told += [f"{argument}={seconds}"] if seconds is not None else []
    return f"StreamsEnd({', '.join(told)})", lines


#: A call is named, so that it is not begun again when it is asked for again.
STREAMS = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do('handshake()', lambda: {end}.ready(True))",
        "read": "{end}.do('read({0})', lambda: {end}.read({0}))",
        "write": "{end}.do('write()', lambda: {end}.write({0}))",
        "close_notify": "{end}.do('close()', {end}.shut)",
        "close": "{end}.writer.transport.abort()",
    },
    make=_make,
    wants=("WantsRead",),
    facts={name: form.replace("{end}.connection", "{end}.secured()") for name, form in SSL_FACTS.items()},
    names={
        "context": "subject.context",
        "connection": "subject.writer.transport",
        "reader": "subject.reader",
        "writer": "subject.writer",
        "loop": "subject.loop",
        "ssl_object": "subject.secured()",
    },
    use="subject.do({text}, lambda: {source})",
)
