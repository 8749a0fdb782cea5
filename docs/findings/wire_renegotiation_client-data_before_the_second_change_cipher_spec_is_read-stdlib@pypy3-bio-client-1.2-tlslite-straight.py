# Data before the server's change_cipher_spec, still under the old keys, is read.
#
# Clause: Application data that comes between the messages of a handshake after the first is received
# and processed. (RFC 5246 section 6.2.1; MUST)
#
# Came: step 3: subject read(100) gives b'between' or, tolerated, wants read, but it came to SSLError
# (UNEXPECTED_RECORD)
#
# Origin: open: subject read gives its value -> SSLError UNEXPECTED_RECORD [before(change_cipher_spec,
# record(application_data, b'between'))]
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_renegotiation_client/data_before_the_second_change_cipher_spec_is_read[stdlib@pypy3:bio:client:1.2:tlslite:straight]#0

import errno
import os
import re
import ssl
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from tlslite.messages import HelloRequest


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUWfM0+Q1FZvcw7R8uFzue6Hv30XkwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0FDdUdMelhhcm80d08yRnIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNBQ3VHTHpYYXJvNHdPMkZyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENKvPs2nhE1jEG4e784i7ViqosOtgFjGGZgmMztIFkKNMajH/BLNcPl1i2UTxQU6B2F6/MC/76tubUU8V
Mtc8yqNFMEMwHQYDVR0OBBYEFING/+O8Y9P4Yz4Wa8BpyykpWkj7MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0kAMEYCIQDi4n8qlQrY6DMu8YoCWpC+19pH6O9vzloj1O9I5HVzfQIhANIuMNYD4krlvAY2Px0RChbPptTz
OLrbFT45fZakTBmw
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUWcMfpeCbp/dXJ8hjS/OhEumw3S8wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0FDdUdMelhhcm80d08yRnIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzhvRTFrVnF2eFJLdkpyQlcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASfWe6Ezgzej7xGPXRQzzLLjvIXhvK7msw9/SC+rgCQxKUcLTEN3KmCibGCo3/uF15XiJBda6iaP4IF
Abx5qTboo4GmMIGjMB0GA1UdDgQWBBRnqGNAJUVLLd2HZueaL+jxcQV3pDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFING/+O8Y9P4Yz4Wa8BpyykpWkj7MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiBTuHhmXglgVsNMwHbRUlDaQN5lPdALG2qcTpIfvIuAcgIhAJa224xPTYeD7NdkKSq8Qs3Eygo88LVRTPKZRCRV8FS8
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIABatczXmbZDvZLpBR6HIAgoZWgZgWcGMHmFojdDho8xoAoGCCqGSM49AwEHoUQDQgAEn1nuhM4M3o+8Rj10UM8yy47yF4byu5rMPf0gvq4AkMSlHC0xDdypgomxgqN/7hdeV4iQXWuomj+CBQG8eak26A==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def take(self):
        return self.outgoing.read()


class WantsRead(Exception):
    pass


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


ends = {}
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = end.take()
        if data:
            ends[OTHER[name]].feed(data)
            moved = True
    return moved


def connect(subject, peer):
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.lying, peer.lies = True, {}
peer.counts.update({-20: 0, -21: 0, -23: 0})
peer.places = {(-20, 1): (((23, b'between'),), (), True, True)}
go(
    ('peer', 'renegotiate(False)', lambda: peer.renegotiate()),
    ('subject', 'read(100)', lambda: subject.connection.read(100)),
)


FOUND, AT = 'subject: read(100) -> SSLError (UNEXPECTED_RECORD)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
