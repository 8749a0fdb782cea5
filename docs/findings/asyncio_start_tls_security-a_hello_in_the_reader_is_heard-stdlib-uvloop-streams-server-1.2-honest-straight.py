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
# It needs uvloop and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# asyncio_start_tls_security/a_hello_in_the_reader_is_heard[stdlib:uvloop-streams:server:1.2:honest:straight]#0

import asyncio
import os
import re
import socket
import ssl
import sys
import tempfile
import types

import uvloop


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUB9xGsDFpU6kERJ9C4WCK4RNNF8cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJ5UWx4bm5uZl9DRUNUTTIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2lSSk9ySlYzbENJLWVwdDYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT5FEwPJmESvibGGSml2cxcSUNO2gG8V94cSoFoWQDhy0ejfAsOABSaYgwtLku1AbMB1w+MiW+s2a72
U1+cv+iwo4GmMIGjMB0GA1UdDgQWBBQ7ZfY2YlFxRFzc88iBuXIg1aPxKjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFJSuXqyUEedm17Gtymo+i+jruUE+MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEA3L/I4NFkMyzAeZ6LIBtYGDW7MicWAH8vKWlfjJSizUUCIQDdQFBSPraEwHE8nQlYS3/v7vQAdgIkUuKCdBFRVHyldQ==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIINWkmHRLOV1Z34fPV1pns84Ut0aSIOCGL1Yl65BEf79oAoGCCqGSM49AwEHoUQDQgAE+RRMDyZhEr4mxhkppdnMXElDTtoBvFfeHEqBaFkA4ctHo3wLDgAUmmIMLS5LtQGzAdcPjIlvrNmu9lNfnL/osA==
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


class Far:
    """The far end of a socketpair with small buffers: what is fed goes there as far as there is room."""

    def __init__(self):
        self.far, self.near = socket.socketpair()
        for each in (self.far, self.near):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self.far.settimeout(0)
        self.queue, self.ending = bytearray(), False

    def push(self):
        try:
            while self.queue:
                del self.queue[: self.far.send(self.queue)]
            if self.ending:
                self.ending = False
                self.far.shutdown(socket.SHUT_WR)
        except BlockingIOError:
            pass
        except OSError:
            self.queue.clear()

    def feed(self, data):
        self.queue += data
        self.push()


class AsyncioEnd(Far):
    """TLS over one end of a socketpair. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server, named, start_tls, **how):
        super().__init__()
        self.near.settimeout(0)
        self.context, self.server, self.start_tls, self.how = context, server, start_tls, {**named, **how}
        self.loop = uvloop.new_event_loop()
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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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
subject = StreamsEnd(subject_context, True, {}, True)
subject.feed(bytes.fromhex(
    "50524f585920554e4b4e4f574e0d0a16030100af010000ab03030b0f38647d7a88a82cabe3d7f0d1f731b59cf5f2c4fe"
    "75e029b783d84bdd6c9500001ec02cc030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff0100006400"
    "00000e000c0000096c6f63616c686f7374000b000403000102000a000c000a001d0017001e0019001800230000001600"
    "0000170000000d002a0028040305030603080708080809080a080b080408050806040105010601030303010302040205"
    "020602"
))
call('reader.readline()', lambda: subject.do('reader.readline()', lambda: subject.reader.readline()))
call('handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True)))


FOUND, AT = 'subject: handshake() -> wants read', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
