# Data between ServerHello and Certificate is read: a handshake after the first holds up no data.
#
# Clause: Application data that comes between the messages of a handshake after the first is received
# and processed. (RFC 5246 section 6.2.1; MUST)
#
# Came: step 3: subject read(100) gives b'between' or, tolerated, wants read, but it came to openssl
# s_client (:error:0A0000F5:SSL routines:ssl3_read_bytes:unexpected
# record:../ssl/record/rec_layer_s3.c:1798:)
#
# Origin: open: subject read gives its value -> openssl s_client [after(server_hello,
# record(application_data, b'between'))]
#
# It needs openssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_renegotiation_client/data_between_the_second_servers_messages_is_read[program:openssl:program:client:1.2:tlslite:straight]#0

import atexit
import contextlib
import errno
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import tty
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from tlslite.messages import HelloRequest


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUcibLPjCjj3VUsjeP+vqey64lFM0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMtdmYwa3VMaS1yRm9lS0paMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEF8IGurVrnIBBDkFQaX3kCNwC2tYBjPR8NAdq/QE2/k7W3/MD7Ue+cODIsna51aGs68lGr++PZrYFHbOf
KXlJTaNFMEMwHQYDVR0OBBYEFIHFgoQOSOGuMM5QYzUuLlZEzSofMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIHowxOl12NJkP7Ek1AL2hNj3mYiPh/gSo5HsC7dK/ZDeAiEA6i+LHiB6tlkxJXgyVIuDEO4BT0pS
OBlTVSf1SaItmic=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUUiybwJpKdb1vac8mQld5aPkN6JQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2E5eHJxaU9TQlVlMHBPWDMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATwmOvPPJj/oOHzJolZ6Yw3yri4s0DsQb0ioVE4MGKLDECwlrrmoZyfR6DU2CIu61fSymtJaB3XdC4C
IEs5NOVto4GmMIGjMB0GA1UdDgQWBBSbNNCg4PrP6HtDc/nB6yUsT33fBzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIHFgoQOSOGuMM5QYzUuLlZEzSofMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiA5GiEOvVtpW7hLyyslLNQd2VBhkgHIBlTOI1OQb8FXrgIgM8GpcfaSho6B1yal9efjdiy0N53TvEXQsXlXJMLr6lg=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEu4aBqS0T1SzABxT2dwREWaiq5PQfcp/6e4le2NfZngoAoGCCqGSM49AwEHoUQDQgAE8JjrzzyY/6Dh8yaJWemMN8q4uLNA7EG9IqFRODBiiwxAsJa65qGcn0eg1NgiLutX0sprSWgd13QuAiBLOTTlbQ==
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


class ProgramError(Exception):
    pass


class ProgramEnd:
    """A program, started for one connection: ciphertext over a loopback socket, plaintext over pipes."""

    def __init__(self, command, name, serves, shaken, endings, silent=False, talks=True):
        """shaken: words for a handshake that is done; endings: for an end, and whether it is in order."""
        self.name, self.shaken, self.endings, self.silent, self.talks = name, shaken, endings, silent, talks
        self.output, self.said, self.leaving, self.writing = bytearray(), "", b"", False
        self.failed, self.hung_up, self.stirred = False, False, True
        self.terminal, terminal = os.openpty()  # where a program may say more than in a file
        tty.setraw(terminal)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if serves:
            listener.close()
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command(port, os.ttyname(terminal)), bufsize=0, **pipes)
        atexit.register(self.process.kill)
        self.wire = self.called(port) if serves else listener.accept()[0]
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends = self.process.stdout, self.process.stderr, self.wire
        self.heard = {self.terminal, *(end.fileno() for end in ends)}

    def called(self, port):
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:  # it does not listen yet
                select.select([], [], [], 0.02)
        sys.exit(self.process.stderr.read().decode())

    def feed(self, data):
        self.stirred = True
        with contextlib.suppress(OSError):  # it is gone
            self.wire.sendall(data)

    def end(self):
        self.stirred = True
        with contextlib.suppress(OSError):
            self.wire.shutdown(socket.SHUT_WR)

    def take(self):
        self.settle()
        taken, self.leaving = self.leaving, b""
        return taken

    def settle(self):
        """Until it rests: nothing is heard of it, and none of its threads is switched to."""
        while self.stirred:
            before = self.threads()
            self.stirred = self.hear(0.1) or "State:\tR" in before or before != self.threads()

    def threads(self):
        found = []
        for file in pathlib.Path("/proc/{}/task".format(self.process.pid)).glob("*/status"):
            found += re.findall("State:\t.|switches:\t[0-9]+", file.read_text())
        return found

    def hear(self, seconds):
        """Take what it says; whether it said anything for so long."""
        ready, _, _ = select.select(self.heard, [], [], seconds)
        for each in ready:
            try:
                data = os.read(each, 1 << 16)
            except OSError:
                data = b""
            if not data:
                self.heard.discard(each)
            if each == self.wire.fileno():
                self.leaving += data
                if not data:  # it may linger for our end
                    self.hung_up = True
                    self.end()
            elif self.talks and each == self.process.stdout.fileno():
                self.output += data
            else:
                self.said += data.decode("utf-8", "replace")
        return bool(ready)

    def do(self, call, *args):
        self.settle()
        return call(*args)

    def handshake(self):
        if self.failed or not self.is_shaken():
            self.go_on()
            raise WantsRead

    def is_shaken(self):
        return self.found(self.shaken) is not None

    def found(self, words):
        return re.search(words, self.said, re.MULTILINE)

    def ended(self):
        """How its connection has ended, and whether in order; None while it has not."""
        for words, orderly in self.endings:
            if self.found(words):
                return self.found(words).group().strip(), orderly
        if self.process.poll() is None and not self.hung_up:
            return None
        if self.silent and not self.process.poll():
            return "", True
        said = self.said.strip().splitlines() or ["exit status {}".format(self.process.poll())]
        return said[-1], False

    def go_on(self):
        if self.ended():
            text, orderly = self.ended()
            self.failed = self.failed or not orderly
            raise type(self.name, (ProgramError,), {})(text)

    def receive(self, amount):
        if amount and not self.output:
            if self.ended() and self.ended()[1]:
                return b""
            self.go_on()
            raise WantsRead
        data = bytes(self.output[:amount])
        del self.output[:amount]
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
    """A server that asks for another handshake on the same connection, bound to the one before (RFC 5746)."""

    again = None

    def handshakeServerAsync(self, **options):
        self.options, self.bound = {**options, "sessionCache": SessionCache()}, {}
        return super().handshakeServerAsync(**options)

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
        yield from self._sendMsg(HelloRequest(), update_hashes=False)
        for step in super().handshakeServerAsync(**self.options):
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
            self.bound["server"] = bytes(message.verify_data)
        info = kind == 2 and self.again and message.getExtension(0xFF01)
        if info:
            info.renegotiated_connection = bytearray(self.bound["client"] + self.bound["server"])

    def _getMsg(self, *args):
        for message in super()._getMsg(*args):
            kind = getattr(message, "handshakeType", None)
            if kind == 20:
                self.bound["client"] = bytes(message.verify_data)
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

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def told(self, message):
        self.bind(message)
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))

    places = {}

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        key = msg.write()[0] if msg.contentType == 22 else -msg.contentType
        if key < 0:
            self.counts[key] = self.counts.get(key, 0) + 1
        msg = self.told(msg)
        before, after, kept, hashed = self.places.pop((key, self.counts[key]), ((), (), True, update_hashes))
        self.inject(*before, message=msg.write())
        if kept:
            yield from super()._sendMsg(msg, randomizeFirstBlock, hashed)
        elif hashed:
            self._handshake_hash.update(msg.write())
        self.inject(*after, message=msg.write())

    def _queue_message(self, msg):
        for _ in self._sendMsg(msg):
            pass

    def _queue_flush(self):
        return iter(())


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
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


def subject_command(port, terminal):
    return [
        'openssl', 's_client', '-connect', '127.0.0.1:' + str(port), '-brief', '-min_protocol',
        'TLSv1.2', '-max_protocol', 'TLSv1.2', '-no-CApath', '-no-CAstore', '-CAfile', path('ca.pem'),
        '-nocommands', '-ign_eof', '-verify', '9', '-verify_return_error', '-servername', 'localhost',
        '-verify_hostname', 'localhost',
    ]


subject = ProgramEnd(subject_command, 'openssl s_client', False, '^Protocol version: ', [
    ('certificate verify failed', False), (':unexpected eof while reading:', False),
    (':error:[0-9A-F]+:.*', False), ('^(?:write|read):errno=\\d+', False),
], silent=True)
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.lying, peer.lies = True, {}
peer.places = {(2, 2): ((), ((23, b'between'),), True, True)}
go(
    ('peer', 'renegotiate(False)', lambda: peer.renegotiate()),
    ('subject', 'read(100)', lambda: subject.do(subject.receive, 100)),
)


FOUND, AT = 'subject: read(100) -> openssl s_client (:error:0A0000F5:SSL routines:ssl3_read_bytes:unexpected record:../ssl/record/rec_layer_s3.c:1798:)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
