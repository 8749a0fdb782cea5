# get_buffer() gives a bytearray, and several records come at once: every byte is put there.
#
# Clause: get_buffer() returns an object that implements the buffer protocol, whichever it is, and
# what comes is put there. (Python docs, library/asyncio-protocol, BufferedProtocol.get_buffer; API
# contract)
#
# Came: step 10: subject: bytes(protocol.received) gives b'onetwothree', but it came to
# b'one\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa'
#
# Origin: open: subject bytes(protocol.received) gives its value -> bytes
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# asyncio_buffered/a_buffer_may_be_a_bytearray[stdlib:asyncio-buffered:client:1.3:honest:straight]#0

import asyncio
import os
import re
import socket
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUTqCbEZRfgo84VctTUHWtSXqfd+cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJ5UWx4bm5uZl9DRUNUTTIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMyeVFseG5ubmZfQ0VDVE0yMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/AE+Q5piHt/tZDGQdPpgsrSssCiQlRhafRucVHYGqD7/RFj2WUkeqNnf6vaW36CZmj7+1s2qfmIMqXRJ
au41yqNFMEMwHQYDVR0OBBYEFJSuXqyUEedm17Gtymo+i+jruUE+MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIGicJhAUkpL2xyPgxGGTrQ1SfT6DHsrpDtovFfvQd3ePAiBCwAQzh89lf28l3AUOWxzK5pogAKNG
sRrgjoqJXZGfUg==
-----END CERTIFICATE-----
""",
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

    def end(self):
        self.ending = True
        self.push()


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


class Notes(asyncio.Protocol):
    """A Protocol that notes its callbacks; of data it notes one for what came on end."""

    def __init__(self):
        self.callbacks, self.received, self.error = [], bytearray(), None
        self.ended = self.lost = self.paused = False

    def heard(self, name, *arguments):
        if (name, self.callbacks[-1:]) != ("data_received", ["data_received"]):
            self.callbacks.append(name)
        planned = getattr(self, "on_" + name, None)
        return planned(*arguments) if planned else None

    def connection_made(self, transport):
        self.transport = transport
        self.heard("connection_made", transport)

    def data_received(self, data):
        self.received += data
        self.heard("data_received", data)

    def eof_received(self):
        self.ended = True
        return self.heard("eof_received")

    def connection_lost(self, error):
        self.ended = self.lost = True
        self.error = error
        self.heard("connection_lost", error)

    def pause_writing(self):
        self.paused = True
        self.heard("pause_writing")

    def resume_writing(self):
        self.paused = False
        self.heard("resume_writing")


class BufferNotes(Notes, asyncio.BufferedProtocol):
    """A BufferedProtocol, which also notes when it is asked for its buffer."""

    data_received = None

    def __init__(self):
        super().__init__()
        self.size, self.calls = 64 * 1024, []

    def get_buffer(self, sizehint):
        self.calls.append("get_buffer")
        self.buffer = bytearray(self.size)
        return self.buffer

    def buffer_updated(self, count):
        self.calls.append("buffer_updated")
        self.received += self.buffer[:count]
        self.heard("data_received")

    def eof_received(self):
        self.calls.append("eof_received")
        return super().eof_received()


class ProtocolEnd(AsyncioEnd):
    """The transport and the protocol."""

    def begin(self):
        self.protocol = BufferNotes()

    async def upgrade(self):
        secured = self.transport, self.protocol, self.context
        await self.loop.start_tls(*secured, server_side=self.server, **self.how)


class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()


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


ends, ended = {}, set()
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        other, data = OTHER[name], end.take()
        if data and other not in ended:
            ends[other].feed(data)
        closes = getattr(end, "hung_up", False) and other not in ended
        if closes:
            ended.add(other)
            ends[other].end()
        moved = moved or bool(data) or closes
    return moved


def connect(subject, peer):
    ended.clear()
    ends.update(subject=subject, peer=peer)


wants = {}


def go(*calls):
    """Make calls of both ends, those of one end one by one, until nothing moves any more."""
    waiting = list(calls)
    while True:
        over, busy = [], set()
        for each in waiting:
            name, text, function = each[:3]
            if name in busy:
                continue
            told, done = attempt(function, *each[3:])
            if done:
                tell("{}: {} -> {}".format(name, text, told))
                over.append(each)
            else:
                busy.add(name)
                wants[name] = told
        waiting = [each for each in waiting if each not in over]
        if not (move() or over) or not waiting:
            break
    for name, text, *_ in waiting:
        tell("{}: {} -> {}".format(name, text, wants[name]))


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ProtocolEnd(subject_context, False, {'server_hostname': 'localhost'}, False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True))),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'protocol.kind = bytearray', lambda: subject.do('protocol.kind = bytearray', lambda: setattr(subject.protocol, 'kind', bytearray))))
go(('subject', "ask('pause_reading')", lambda: subject.protocol.transport.pause_reading()))
go(('peer', "write(b'one')", lambda: peer.connection.write(b'one')))
go(('peer', "write(b'two')", lambda: peer.connection.write(b'two')))
go(('peer', "write(b'three')", lambda: peer.connection.write(b'three')))
go(('subject', 'asyncio.sleep(1)', lambda: subject.do('asyncio.sleep(1)', lambda: asyncio.sleep(1))))
go(('subject', "ask('resume_reading')", lambda: subject.protocol.transport.resume_reading()))
go(('subject', 'asyncio.sleep(1)', lambda: subject.do('asyncio.sleep(1)', lambda: asyncio.sleep(1))))
go(('subject', 'bytes(protocol.received)', lambda: subject.do('bytes(protocol.received)', lambda: bytes(subject.protocol.received))))


FOUND, AT = "subject: bytes(protocol.received) -> b'one\\xaa\\xaa\\xaa\\xaa\\xaa\\xaa\\xaa\\xaa'", 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
