# close_notify before anything else: the handshake does not succeed, nor wait.
#
# Clause: close_notify in place of a handshake message ends the handshake without success. (RFC 8446
# section 6.1; RFC 5246 section 7.2.1; MUST)
#
# Came: step 2: subject handshake() raises protocol error or clean close or ragged EOF, but it came to
# None
#
# Origin: handshake: subject handshake raises protocol error or clean close or ragged EOF -> None
# [alert(warning, close_notify)]
#
# It needs pyrtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/closing_as_the_first_word_fails_the_handshake[rustls:endpoint:client:1.3:tlslite:straight]#0

import errno
import os
import re
import socket
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
import pyrtls


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUe3qvD/zqgN/QiPFCif2UqP1b+LIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3BLV08xZzNwSjdhOWFvUTkwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNwS1dPMWczcEo3YTlhb1E5MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEFvAtI7xq6PKgVsYlc8azOxAo8DHzAM+S+IfPqTRceMuBYBpwABTeC63uPxhtoG+rtcuDVMBlFHepMSuh
ORHcX6NFMEMwHQYDVR0OBBYEFOSUsBlw6ZTtzlVcVKI5cmigPBEZMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDE6BbzBKPJK0aRz0/nHyGOWb6Ae7tzhhryF73HYQAE0QIhAOh9Cv3zu13q3w3mDsHsQVTW1y8V
RRFBQaEvJddO1Yi4
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUdPwWgc1+2Ccx1z5UBff43vg7d9UwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3BLV08xZzNwSjdhOWFvUTkwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1JnVHpYakxTTElWQVhsbUEwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASo/Dd7j4oqpcQAnhLnWEU/DYhYqic2ZjQHHiAniMrN+DrExAJxIO//jiEifJtyB/YuQEeDVtEacbqU
IExYQ9ZVo4GmMIGjMB0GA1UdDgQWBBTuW0mJROMiV1c2G+qiIBRu/aPp6DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFOSUsBlw
6ZTtzlVcVKI5cmigPBEZMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEA6Vn/dsm+IP2lw/UzvBPdvscss2CVsJDXan2gNifR
srMCIDO9769uIsqOnWbZsRaS9FnJyEROKxFTQGpuqJbPVKJr
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGum9ghqFvJzsUxCZls6AXOCnJfO3+h2VcpkmMkc2SsRoAoGCCqGSM49AwEHoUQDQgAEqPw3e4+KKqXEAJ4S51hFPw2I
WKonNmY0Bx4gJ4jKzfg6xMQCcSDv/44hInybcgf2LkBHg1bRGnG6lCBMWEPWVQ==
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


class WantsWrite(Exception):
    pass


def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"
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

    def read_into(self, amount, size):
        buffer = bytearray(min(amount or size, size))
        count = self.receive(buffer) if buffer else 0
        return count, bytes(buffer).ljust(size, b"\0")

    def receive(self, buffer):
        try:
            return self.connection.read_into(buffer)
        except ValueError as error:  # what is there was read first
            if self.failure is None and "operation would block" in str(error):
                raise WantsRead
            self.failure = self.failure or error
            raise self.failure


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


class TlslitePeer(TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**options)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def inject(self, *records):
        self.lying, records_below = True, self._recordLayer._recordSocket
        version = records_below.version
        records_below.version = (3, 3) if version == (0, 0) else version  # none is agreed on yet
        for kind, data in records:
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            for _ in self._recordLayer.sendRecord(Message(kind, bytearray(data))):
                pass
        records_below.version = version

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


WANTS = (WantsRead, WantsWrite,)


subject_configuration = pyrtls.ClientConfig(platform_verifier=False, custom_roots=certificates(path('ca.pem')))
subject = RustlsEnd(pyrtls.ClientConnection(subject_configuration, 'localhost'), True)
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.inject((21, b'\x01\x00'))
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 0  # what is wrong, and which of the lines that begin so it is


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
