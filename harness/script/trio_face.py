"""trio's SSLStream in a script: over memory streams, in a run that stands still between calls."""

from __future__ import annotations

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.spelling import Spelling
from harness.setup import Setup

IMPORTS = "import trio\nimport trio.testing\n"

_TEXT = '''
class TrioEnd:
    """An SSLStream. A thread has trio's run, which waits for orders and then goes on until all is blocked."""

    def __init__(self, context, **how):
        self.context, self.tasks, self.over, self.hung_up = context, {}, {}, False
        self.orders, self.answers = queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=trio.run, args=(self.main,), daemon=True).start()
        self.sent, self.received = self.run(
            lambda: (trio.testing.MemorySendStream(), trio.testing.MemoryReceiveStream())
        )
        transport = trio.StapledStream(self.sent, self.received)
        self.connection = self.run(lambda: trio.SSLStream(transport, context, **how))

    async def main(self):
        async with trio.open_nursery() as self.nursery:
            for order in iter(self.orders.get, None):
                value = order()
                await trio.testing.wait_all_tasks_blocked()
                self.answers.put(value)

    def run(self, order):
        self.orders.put(order)
        return self.answers.get()

    async def work(self, what, make, scope):
        with scope:
            try:
                value = make()
                self.over[what] = (await value if inspect.isawaitable(value) else value), None
            except Exception as error:
                self.over[what] = None, error

    def begin(self, what, make):
        for other in [each for each in self.tasks if each != "handshake()"]:
            self.tasks.pop(other).cancel()  # nobody waits for it any more
        self.tasks[what] = trio.CancelScope()
        self.nursery.start_soon(self.work, what, make, self.tasks[what])

    def do(self, what, make):
        """Begin what was not begun, go on until all is blocked, and see whether it is done."""
        self.run((lambda: None) if what in self.tasks else (lambda: self.begin(what, make)))
        if what not in self.over:
            raise WantsRead
        del self.tasks[what]
        value, error = self.over.pop(what)
        if error is not None and error.__cause__ is not None:  # that says why
            error.reason = reason_of(error.__cause__)
        if error is not None:
            raise error
        return value

    async def read(self, amount):
        return bytes(await self.connection.receive_some(amount))

    async def write(self, data):
        await self.connection.send_all(data)
        return len(data)

    async def unwrap(self):
        await self.connection.unwrap()

    def feed(self, data):
        self.run(lambda: self.hung_up or self.received.put_data(data))

    def end(self):
        self.run(lambda: self.received.put_eof())

    def take(self):
        try:
            data = bytes(self.sent.get_data_nowait())
        except trio.WouldBlock:
            return b""
        self.hung_up = not data
        return data
'''


def _make(spelling: Spelling, end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    context, lines = ssl_context(spelling, setup, library)
    told = [context, f"server_side={setup.role is Role.SERVER}"]
    if setup.role is Role.CLIENT:
        told.append(f"server_hostname={setup.options.server_name!r}")
    told.append(f"https_compatible={setup.options.https_compatible}")
    return f"TrioEnd({', '.join(told)})", lines


TRIO = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do('handshake()', lambda: {end}.connection.do_handshake())",
        "read": "{end}.do('read({0})', lambda: {end}.read({0}))",
        "write": "{end}.do('write()', lambda: {end}.write({0}))",
        "close_notify": "{end}.do('unwrap()', {end}.unwrap)",
        "close": "{end}.do('aclose()', lambda: {end}.connection.aclose())",
    },
    make=_make,
    wants=("WantsRead",),
    facts=SSL_FACTS,
    names={"context": "subject.context", "connection": "subject.connection"},
    use="subject.do({text}, lambda: {source})",
)
