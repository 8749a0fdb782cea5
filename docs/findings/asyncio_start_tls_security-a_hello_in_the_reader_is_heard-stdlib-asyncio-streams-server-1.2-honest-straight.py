# The ClientHello came behind a last line in clear, as from a proxy: the upgrade goes on with it.
#
# Clause: Bytes of the handshake that had arrived before start_tls() and were not read are not lost to
# it. (Python docs, library/asyncio-eventloop, start_tls; CPython Lib/asyncio/base_events.py; API
# contract)
#
# Came: step 5: subject handshake() returns, but it came to wants read, and nothing moves any more
#
# Origin: handshake: subject handshake returns -> wants read
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# asyncio_start_tls_security/a_hello_in_the_reader_is_heard[stdlib:asyncio-streams:server:1.2:honest:straight]#0

import asyncio
import os
import re
import socket
import ssl
import sys
import tempfile
import types


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUMo8ZW3THJtk5+AGTF1LiVQpLmbswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0EwUE1XdWZoZl9sS1NUekQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3MyMDZkMTRKSGl0eVpaYmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQkDlPvESuYn8vvXK5Cos+TQFa2Q7IXSeeYEPC9/9UMp82IWAzizPlZGWgEwx3G
Ds874V0RhSbbhZRcOWy6sKgYo4GmMIGjMB0GA1UdDgQWBBTA+yEUu5gX74OPidm2
Q/XbyYd77zAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIDlIBe5UEENlK7w/mgb
jHkT6sZeMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiBIzmDZ5wLu41djVa7gN7lE3PBInEi6iUeTAC6NFtShSgIh
AJvn9m7wIuCBK7BKuA3guVxrXpJZ62CqYBtIsbmeP97a
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIDKS+SEyao8qhyoHbX7uvj2eGyMjErPPwLERbvKmEG72oAoGCCqGSM49
AwEHoUQDQgAEJA5T7xErmJ/L71yuQqLPk0BWtkOyF0nnmBDwvf/VDKfNiFgM4sz5
WRloBMMdxg7PO+FdEYUm24WUXDlsurCoGA==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class WantsRead(Exception):
    pass


class StreamsEnd:
    """asyncio's reader and writer. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server_side, name, start_tls, limit=2**16, **how):
        self.context, self.name, self.start_tls, self.how = context, name, start_tls, how
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.loop.run_in_executor = lambda _, work, *given: asyncio.sleep(0, work(*given))  # no thread
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


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and error.args[0]:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


def attempt(call, keep=None):
    """Make a call; what it came to in words, and whether it is over."""
    try:
        value = call()
    except WANTS as error:
        return "wants write" if "Write" in type(error).__name__ else "wants read", False
    except Exception as error:
        reason = reason_of(error)
        return type(error).__name__ + (" ({})".format(reason) if reason else ""), True
    if keep:
        setattr(things, keep, value)
    return show(value), True


sent = bytearray()


def call(text, function, keep=None):
    """One call of the subject's, and what it sends."""
    told, _ = attempt(function, keep)
    tell("subject: {} -> {}".format(text, told))
    if subject is not None:
        sent.extend(subject.take())
    while len(sent) >= 5 and len(sent) >= 5 + int.from_bytes(sent[3:5], "big"):
        size = 5 + int.from_bytes(sent[3:5], "big")
        alert = " alert {} {}".format(*sent[5:7]) if sent[0] == 21 and size == 7 else ""
        tell("subject sends a record {} {}{}".format(sent[0], sent[1:3].hex(), alert))
        del sent[:size]


subject = None


WANTS = (WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = StreamsEnd(subject_context, True, None, True)
subject.feed(bytes.fromhex(
    "50524f585920554e4b4e4f574e0d0a16030100af010000ab03035459af78fea64860fce8b21fa0c6e7d4a4c9ee7510c2"
    "9adc312c6f35ad30f3fc00001ec02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff0100006400"
    "00000e000c0000096c6f63616c686f7374000b000403000102000a000c000a001d0017001e0019001800230000001600"
    "0000170000000d002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205"
    "020602"
))
call('reader.readline()', lambda: subject.do('reader.readline()', lambda: subject.reader.readline()))
call('handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True)))


FOUND, AT = 'subject: handshake() -> wants read', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    if not arrow:
        return line
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
