"""tornado's SSLIOStream in a script: over one end of a socketpair, on a loop stepped between calls."""

from __future__ import annotations

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.far import FAR
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = "from tornado import iostream, netutil\n"

_TEXT = '''
class TornadoEnd(Far):
    """An SSLIOStream. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server_side, name):
        super().__init__()
        logging.getLogger("tornado.general").addHandler(logging.NullHandler())
        self.context, self.server_side, self.name = context, server_side, name
        self.tasks, self.stream, self.left = {}, None, False
        self.loop = asyncio.new_event_loop()
        self.do("open", self.open)

    async def open(self):
        if not self.server_side:
            self.stream = iostream.IOStream(self.near)
            return
        wrapped = netutil.ssl_wrap_socket(
            self.near, self.context, server_side=True, do_handshake_on_connect=False
        )
        self.stream = iostream.SSLIOStream(wrapped, ssl_options=self.context)

    async def handshake(self):
        if self.server_side:
            await self.stream.wait_for_handshake()
        else:
            self.stream = await self.stream.start_tls(False, self.context, server_hostname=self.name)

    async def read(self, amount):
        try:
            return await self.stream.read_bytes(amount, partial=True)
        except iostream.StreamClosedError as closed:
            if closed.real_error is not None or self.left:
                raise
            return b""

    async def write(self, data):
        await self.stream.write(data)
        return len(data)

    def close(self):
        self.left = True
        self.stream.close()

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""

        async def work():
            value = make()
            return await value if inspect.isawaitable(value) else value

        if what not in self.tasks:
            self.tasks[what] = self.loop.create_task(work())
        self.step()
        if not self.tasks[what].done():
            raise WantsRead
        try:
            return self.tasks.pop(what).result()
        except iostream.StreamClosedError as error:
            if error.real_error is not None:  # that says why
                error.reason = reason_of(error.real_error)
            raise

    def step(self):
        async def rounds():
            for _ in range(20):
                self.push()
                await asyncio.sleep(0)

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


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    if setup.session is not None and setup.role is Role.CLIENT:
        raise NoScript("tornado offers no way to resume a session")
    context, lines = ssl_context(spelling, setup, library)
    server = setup.role is Role.SERVER
    return f"TornadoEnd({context}, {server}, {None if server else setup.options.server_name!r})", lines


#: A stream has one read at a time, and cannot give it up: whoever reads next goes on with it.
TORNADO = Face(
    text=_TEXT,
    before=(FAR,),
    calls={
        "handshake": "{end}.do('handshake', {end}.handshake)",
        "read": "{end}.do('read', lambda: {end}.read({0}))",
        "write": "{end}.do('write', lambda: {end}.write({0}))",
        "close": "{end}.do('close', {end}.close)",
    },
    make=_make,
    wants=("WantsRead",),
    facts={name: form.replace("{end}.connection", "{end}.stream.socket") for name, form in SSL_FACTS.items()},
    names={"context": "subject.context", "connection": "subject.stream", "layer": "iostream"},
    use="subject.do({text}, lambda: {source})",
)
