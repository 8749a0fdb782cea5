"""rustls through pyrtls in a script, driven as `harness.drivers.rustls_endpoint` drives it."""

from __future__ import annotations

from harness.names import Role, Tls
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = "import pyrtls\n"

_TEXT = '''
def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\\n"
    return re.findall(text, open(file).read(), re.DOTALL)


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self, tls13):
        self.data, self.tls13, self.changed, self.finished = bytearray(), tls13, False, False

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size, kind = 5 + int.from_bytes(self.data[3:5], "big"), self.data[0]
            last = kind == 23 if self.tls13 else kind == 22 and size > 5 and self.changed
            self.finished = self.finished or last
            self.changed = self.changed or kind == 20
            del self.data[:size]


class RustlsEnd:
    """A connection without I/O. After an error nothing more is made of it, as its docs say."""

    def __init__(self, connection, tls13):
        self.connection, self.queue, self.leaving = connection, bytearray(), b""
        self.begun = self.ended = self.closed = False
        self.failure, self.coming, self.going = None, Passing(tls13), Passing(tls13)

    def feed(self, data):
        self.queue += data

    def end(self):
        self.ended = True

    def take(self):
        if self.begun:
            self.fetch()
        taken, self.leaving = self.leaving, b""
        return taken

    def hand_in(self):
        try:
            while (self.queue or self.ended) and self.failure is None:
                count = self.connection.read_tls(bytes(self.queue))
                over = not self.queue
                self.coming.see(bytes(self.queue[:count]))
                del self.queue[: count or len(self.queue)]  # nothing is read behind a close_notify
                self.closed = self.connection.process_new_packets().peer_has_closed
                if over:
                    break
        except Exception as error:
            if "buffer full" not in str(error):
                self.failure = error

    def fetch(self):
        while self.connection.writable():
            buffer = bytearray(1 << 17)
            data = bytes(buffer[: self.connection.write_tls_into(buffer)])
            self.going.see(data)
            self.leaving += data

    def do(self, call, *args):
        self.begun = True
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()
            self.fetch()

    def handshake(self):
        if self.failure is not None:
            raise self.failure
        self.fetch()
        if not (self.coming.finished and self.going.finished):
            if self.closed:
                raise type("CleanClose", (Exception,), {})("close_notify came before the handshake was over")
            raise type("RaggedEof", (Exception,), {})("the wire ended") if self.ended else WantsRead

    def read_some(self, amount):
        buffer = bytearray(amount)
        return bytes(buffer[: self.receive(buffer)]) if amount else b""

    def read_into(self, amount, size):
        buffer = bytearray(min(amount or size, size))
        count = self.receive(buffer) if buffer else 0
        return count, bytes(buffer).ljust(size, b"\\0")

    def receive(self, buffer):
        try:
            return self.connection.read_into(buffer)
        except ValueError as error:  # what is there was read first
            if self.failure is None and "operation would block" in str(error):
                raise WantsRead
            self.failure = self.failure or error
            raise self.failure

    def write_some(self, data):
        self.handshake()
        count = self.connection.write(data)
        if data and not count:
            raise WantsWrite
        return count
'''


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    options, name = setup.options, f"{spelling.label}_configuration"
    tls13 = setup.tls is Tls.V13  # the other end decides it
    alpn = f", alpn_protocols={list(options.alpn)!r}" if options.alpn else ""
    if setup.role is Role.SERVER:
        certificate = setup.certificate or ""
        chain, key = map(spelling.of, (setup.pki.chain_file(certificate), setup.pki.key_file(certificate)))
        made = f"pyrtls.ServerConfig(certificates({chain}), open({key}).read(){alpn})"
        return f"RustlsEnd(pyrtls.ServerConnection({name}), {tls13})", [f"{name} = {made}"]
    anchors = setup.pki.trust_file(options.trust)
    if anchors is None:
        raise NoScript("pyrtls takes certificates to trust, at least one")
    roots = f"custom_roots=certificates({spelling.of(anchors)})"
    made = f"pyrtls.ClientConfig(platform_verifier=False, {roots}{alpn})"
    connection = f"pyrtls.ClientConnection({name}, {options.server_name!r})"
    return f"RustlsEnd({connection}, {tls13})", [f"{name} = {made}"]


RUSTLS = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do({end}.handshake)",
        "read": "{end}.do({end}.read_some, {0})",
        "read_into": "{end}.do({end}.read_into, {0}, {1})",
        "write": "{end}.do({end}.write_some, {0})",
        "write_from_buffer": "{end}.do({end}.write_some, {0})",
    },
    make=_make,
    wants=("WantsRead", "WantsWrite"),
)
