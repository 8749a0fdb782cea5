"""urllib3's SSLTransport in a script: its blocking calls in a thread, over a socket in memory."""

from __future__ import annotations

from harness.names import Role
from harness.script.contexts import ssl_context
from harness.script.face import SSL_FACTS, Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = "from urllib3.util.ssltransport import SSLTransport\n"

_TEXT = '''
class Plain:
    """As much of a socket as an SSLTransport touches; where recv() would block, it waits for its turn."""

    def __init__(self, wait):
        self.wait, self.arrived, self.leaving = wait, bytearray(), bytearray()
        self.ended = self.closed = False

    def recv(self, size):
        while not self.arrived and not self.ended:
            self.wait()
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def sendall(self, data):
        self.leaving += data

    def close(self):
        self.closed = True


class Urllib3End:
    """An SSLTransport. A thread makes its calls: it has the turn until one is over, or waits for bytes."""

    def __init__(self, context, **how):
        self.context, self.how, self.connection = context, how, None
        self.plain, self.hung_up = Plain(self.wait), False
        self.turns, self.ends = queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            call = self.turns.get()
            try:
                self.ends.put((call(), None))
            except Exception as error:
                self.ends.put((None, error))

    def wait(self):
        self.ends.put((None, WantsRead()))
        self.turns.get()

    def do(self, call):
        """Begin a call or go on with it, and see whether it is over."""
        self.turns.put(call)  # one that is under way needs the turn alone
        value, error = self.ends.get()
        if error is not None:
            raise error
        return value

    def open(self):
        self.connection = SSLTransport(self.plain, self.context, **self.how)

    def feed(self, data):
        self.plain.arrived += data

    def end(self):
        self.plain.ended = True

    def take(self):
        taken = bytes(self.plain.leaving)
        self.plain.leaving.clear()
        self.hung_up = self.plain.closed
        return taken
'''


def _make(spelling: Spelling, _end: str, setup: Setup, library: str) -> tuple[str, list[str]]:
    if setup.role is Role.SERVER or setup.session is not None:
        raise NoScript("urllib3's SSLTransport is for clients alone, and resumes nothing")
    context, lines = ssl_context(spelling, setup, library)
    name, suppresses = setup.options.server_name, setup.options.suppress_ragged_eofs
    return f"Urllib3End({context}, server_hostname={name!r}, suppress_ragged_eofs={suppresses})", lines


URLLIB3 = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do({end}.open)",
        "read": "{end}.do(lambda: {end}.connection.recv({0}))",
        "read_into": "{end}.do(lambda: filled(lambda buffer: {end}.connection.recv_into(buffer, {0}), {1}))",
        "write": "{end}.do(lambda: {end}.connection.send({0}))",
        "close_notify": "{end}.do(lambda: {end}.connection.unwrap())",
        "close": "{end}.connection.close()",
    },
    make=_make,
    wants=("WantsRead",),
    facts=SSL_FACTS,
    names={"context": "subject.context", "connection": "subject.connection"},
    use="subject.do(lambda: {source})",
)
