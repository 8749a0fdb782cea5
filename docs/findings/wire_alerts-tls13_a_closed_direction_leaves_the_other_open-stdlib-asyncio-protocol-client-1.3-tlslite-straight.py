# After the peer's close_notify the subject can still write, and the peer reads it.
#
# Clause: A side's close_notify ends what it writes and nothing else: the other direction stays open
# until its own. (RFC 8446 section 6.1; MUST)
#
# Came: step 4: subject write_all(b'still open this way', 0) gives 19, but it came to
# ConnectionResetError (Connection lost)
#
# Origin: open: subject write_all gives its value -> ConnectionResetError [alert(warning,
# close_notify)]
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/tls13_a_closed_direction_leaves_the_other_open[stdlib:asyncio-protocol:client:1.3:tlslite:straight]#0

import asyncio
import errno
import os
import re
import socket
import ssl
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


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


class ProtocolEnd(AsyncioEnd):
    """The transport and the protocol."""

    def begin(self):
        self.protocol = Notes()

    async def upgrade(self):
        secured = self.transport, self.protocol, self.context
        await self.loop.start_tls(*secured, server_side=self.server, **self.how)

    async def receive(self, amount):
        await self.ready()
        notes = self.protocol
        while amount and not notes.received and not notes.ended:
            await asyncio.sleep(0)
        if notes.error is not None and not notes.received:
            raise notes.error
        data = bytes(notes.received[:amount])
        del notes.received[:amount]
        return data

    async def say(self, data):
        await self.ready()
        self.protocol.transport.write(data)
        while self.protocol.paused and not self.protocol.lost:
            await asyncio.sleep(0)
        if self.protocol.lost:
            raise self.protocol.error or ConnectionResetError("Connection lost")
        return len(data)


class Wire:
    """As much of a socket as tlslite touches."""

    def __init__(self):
        self.arrived, self.leaving, self.ended = bytearray(), bytearray(), False

    def recv(self, size):
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data):
        self.leaving += data
        return len(data)

    sendall = send


class OverWire:
    """What both ends have in common: a Wire, and arguments of a handshake by value and by file."""

    def feed(self, data):
        self.wire.arrived += data

    def end(self):
        self.wire.ended = True

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def completed(self, options, settings, chain, key):
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        return options


class TlslitePeer(OverWire, TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

    def inject(self, *records, message=b""):
        """Send records; the content of one may be what stands around a message."""
        self.lying, records_below = True, self._recordLayer._recordSocket
        version = records_below.version
        records_below.version = (3, 3) if version == (0, 0) else version  # none is agreed on yet
        for kind, data in records:
            data = bytes(message).join(data) if isinstance(data, tuple) else data
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            if kind == -1:  # a whole TLSInnerPlaintext
                sealed = self._recordLayer._encryptThenSeal(bytearray(data), 23)
                steps = records_below.send(Message(23, sealed))
            else:
                steps = self._recordLayer.sendRecord(Message(kind, bytearray(data)))
            for _ in steps:
                pass
        records_below.version = version

    def run(self, steps):
        for result in steps:
            if result in (0, 1) and not isinstance(result, bytes):
                self.sock.flush()
                raise WantsRead
            return result

    def do_handshake(self):
        try:
            self.run(self.opening)
        finally:
            self.sock.flush()

    def receive(self, amount):
        self.reading = self.reading or self.readAsync(amount)
        data = self.run(self.reading)
        self.reading = None
        return bytes(data)

    def say(self, data):
        self.run(self.writeAsync(data))
        self.sock.flush()
        return len(data)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))


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


WANTS = (WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ProtocolEnd(subject_context, False, {'server_hostname': 'localhost'}, False)
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True))),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.inject((21, b'\x01\x00'))
move()
go(('subject', 'read(100)', lambda: subject.do('read(100)', lambda: subject.receive(100))))
go(('subject', "write(b'still open this way')", lambda: subject.do('write()', lambda: subject.say(b'still open this way'))))


FOUND, AT = "subject: write(b'still open this way') -> ConnectionResetError (Connection lost)", 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
