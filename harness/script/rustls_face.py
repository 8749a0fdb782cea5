"""rustls through pyrtls in a script, driven as `harness.drivers.rustls_endpoint` drives it."""

from __future__ import annotations

from harness.names import Role
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = "import pyrtls\n"

_TEXT = '''
class CleanClose(Exception):
    pass


class RaggedEof(Exception):
    pass


def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\\n"
    return re.findall(text, open(file).read(), re.DOTALL)


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self):
        self.data, self.messages = bytearray(), b""
        self.changed = self.finished = self.protected = self.tls13 = False

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size = 5 + int.from_bytes(self.data[3:5], "big")
            kind, content = self.data[0], bytes(self.data[5:size])
            del self.data[:size]
            if kind == 22 and content:
                self.finished = self.finished or self.changed
                self.messages += content
                speaks = self.messages[0] == 2 and b"\\x00\\x2b\\x00\\x02\\x03\\x04" in self.messages
                self.tls13 = self.tls13 or speaks
            self.changed = self.changed or kind == 20
            self.protected = self.protected or kind == 23


class RustlsEnd:
    """A connection without I/O. After an error nothing more is made of it, as its docs say."""

    def __init__(self, connection):
        self.connection, self.queue, self.leaving = connection, bytearray(), b""
        self.begun = self.ended = self.closed = False
        self.failure, self.coming, self.going = None, Passing(), Passing()

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
        mark = "protected" if self.coming.tls13 or self.going.tls13 else "finished"
        if not (getattr(self.coming, mark) and getattr(self.going, mark)):
            if self.closed:
                raise CleanClose("close_notify came before the handshake was over")
            raise RaggedEof("the wire ended") if self.ended else WantsRead

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
    alpn = f", alpn_protocols={list(options.alpn)!r}" if options.alpn else ""
    if setup.role is Role.SERVER:
        certificate = setup.certificate or ""
        chain, key = map(spelling.of, (setup.pki.chain_file(certificate), setup.pki.key_file(certificate)))
        made = f"pyrtls.ServerConfig(certificates({chain}), open({key}).read(){alpn})"
        return f"RustlsEnd(pyrtls.ServerConnection({name}))", [f"{name} = {made}"]
    anchors = setup.pki.trust_file(options.trust)
    if anchors is None:
        raise NoScript("pyrtls takes certificates to trust, at least one")
    roots = f"custom_roots=certificates({spelling.of(anchors)})"
    made = f"pyrtls.ClientConfig(platform_verifier=False, {roots}{alpn})"
    return f"RustlsEnd(pyrtls.ClientConnection({name}, {options.server_name!r}))", [f"{name} = {made}"]


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
