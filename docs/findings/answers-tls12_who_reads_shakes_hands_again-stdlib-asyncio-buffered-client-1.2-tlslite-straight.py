# A client asked for another handshake while it reads does it, or declines, and reads on.
#
# Clause: A client that gets a HelloRequest while it only reads answers, with a ClientHello or
# no_renegotiation, and waits for no write. (RFC 5246 sections 7.4.1.1 and 7.2.2; SHOULD)
#
# Came: step 2: subject read(100) gives b'welcome back', but it came to SSLError (NO_RENEGOTIATION)
#
# Origin: open: subject read gives its value -> SSLError NO_RENEGOTIATION
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# answers/tls12_who_reads_shakes_hands_again[stdlib:asyncio-buffered:client:1.2:tlslite:straight]#0

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
from tlslite.extensions import RenegotiationInfoExtension
from tlslite.messages import HelloRequest


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUXZsGuynXihfw5bk+zPGlWOC+4FcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNrSzVYQktuRC0ycEZFUnFNMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7d282Qt76MhHzB19ZVFRHodPWhlVZUIKMnmv3Z53DEFC5iNM9brgIZJGCMy1HWthF6yZpA0N3+eq5U5t
XxCQtKNFMEMwHQYDVR0OBBYEFEliMAEpJoOIc4UaazlDlyjXLTDXMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFL1ckYE8z8ggdZ4VZ+RgYvfyDeb70enOBJpuAb4vz9bAiBcHIPClUKZ7tuxVy8hisp+2ERHkVXA
6hOQQaCvIJMP1w==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKQDHc+1LA27b687tt68yICApjdQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzZlUzZReVpBdWFFcTV1Wk0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6rfKcZCk2zy1KDLpRon5JaPbl35HlCZM8YYfJno5RQ2Uj7r0AUF/G2Bm3kUyZ8+p4U6SX2tJD00y4
looMphXio4GmMIGjMB0GA1UdDgQWBBT8CfxKErz9OpeFlZIYAm52DhEI4DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEliMAEpJoOIc4UaazlDlyjXLTDXMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAr8oS2YbE3L/MonsaTfbGuWGGmiz4baRAuIi6QOPAfIECIQCh5kMc2j+ScBL4ODdWxXNUZ3OG6qWDBHb3cqq7MtWHxw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILJx9wtOXOhqne5L17xOaXcvoHQsnP9hdpIHe+Ih/OfFoAoGCCqGSM49AwEHoUQDQgAEeq3ynGQpNs8tSgy6UaJ+SWj25d+R5QmTPGGHyZ6OUUNlI+69AFBfxtgZt5FMmfPqeFOkl9rSQ9NMuJaKDKYV4g==
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


class Renegotiating(TLSConnection):
    """It makes another handshake on the same connection, bound to the one before (RFC 5746)."""

    again = None

    def handshakeServerAsync(self, **options):
        self.options, self.bound = {**options, "sessionCache": SessionCache()}, {}
        return super().handshakeServerAsync(**options)

    def handshakeClientCert(self, **options):
        self.options, self.bound = {**options, "session": None}, {}
        return super().handshakeClientCert(**options)

    def renegotiate(self):
        if self.again is None:
            self.reading, self.declined, self.old = None, False, self._recordLayer._readState
            self.again = self.steps()
        try:
            self.run(self.again)
        finally:
            self.sock.flush()
        self.again = None
        return not self.declined

    def steps(self):
        begin = super().handshakeClientCert
        if not self._client:
            begin = super().handshakeServerAsync
            yield from self._sendMsg(HelloRequest(), update_hashes=False)
        for step in begin(**self.options):
            if self.declined:
                return
            yield step

    def _handshakeStart(self, client):
        closed, come = self.closed, dict(self._defragmenter.buffers)
        self.closed = True  # or it refuses
        super()._handshakeStart(client)
        self.closed = closed
        if not closed:
            self._defragmenter.buffers.update(come)

    def bind(self, message):
        kind = getattr(message, "handshakeType", None)
        if kind == 20:
            self.bound["client" if self._client else "server"] = bytes(message.verify_data)
        if kind == 1 and self.again:
            message.cipher_suites = [each for each in message.cipher_suites if each != 255]
            bound = RenegotiationInfoExtension().create(bytearray(self.bound["client"]))
            message.extensions = [*(message.extensions or ()), bound]
        info = kind == 2 and self.again and message.getExtension(0xFF01)
        if info:
            info.renegotiated_connection = bytearray(self.bound["client"] + self.bound["server"])

    def _getMsg(self, *args):
        for message in super()._getMsg(*args):
            kind = getattr(message, "handshakeType", None)
            if kind == 20:
                self.bound["server" if self._client else "client"] = bytes(message.verify_data)
            info = kind == 1 and self.again and message.getExtension(0xFF01)
            if info:
                info.renegotiated_connection = bytearray()
            yield message

    def _getNextRecord(self):
        for result in super()._getNextRecord():
            if self.again and isinstance(result, tuple):
                header, parser = result
                if header.type == 23 and self._recordLayer._readState is self.old:
                    self._readBuffer += parser.bytes
                    continue
                self.declined = self.declined or (header.type == 21 and parser.bytes[1] == 100)
                if self.declined:
                    yield 0
            yield result


class TlslitePeer(OverWire, Renegotiating):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

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

    def told(self, message):
        self.bind(message)
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))


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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ProtocolEnd(subject_context, False, {'server_hostname': 'localhost'}, False)
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True))),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(
    ('peer', 'renegotiate(False)', lambda: peer.renegotiate()),
    ('subject', 'read(100)', lambda: subject.do('read(100)', lambda: subject.receive(100))),
)


FOUND, AT = 'subject: read(100) -> SSLError (NO_RENEGOTIATION)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
