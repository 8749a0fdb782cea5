# TLS 1.3 has no HelloRequest: unexpected_message, within the handshake and after it.
#
# Clause: There is no HelloRequest in TLS 1.3. (RFC 8446 section 4; MUST)
#
# Came: step 7: subject handshake() raises protocol error, but it came to None
#
# Origin: open: subject handshake raises protocol error -> None [before(certificate,
# message(hello_request))]
#
# It needs pyOpenSSL, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_framing/tls13_a_hello_request_is_refused[pyopenssl:pyopenssl:client:1.3:tlslite:straight]#0

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
from OpenSSL import SSL


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


class OpensslEnd:
    """A Connection over memory BIOs."""

    def __init__(self, context, server, name=None, session=None):
        self.connection = SSL.Connection(context, None)
        if server:
            self.connection.set_accept_state()
            return
        self.connection.set_connect_state()
        if name is not None:
            self.connection.set_tlsext_host_name(name)
        if session is not None:
            self.connection.set_session(session[0])

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken

    def read(self, amount):
        try:
            return self.connection.recv(amount) if amount else b""
        except SSL.ZeroReturnError:  # the other end's close_notify
            return b""


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

    def told(self, message):
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
        self.inject(*before)
        if kept:
            yield from super()._sendMsg(msg, randomizeFirstBlock, hashed)
        elif hashed:
            self._handshake_hash.update(msg.write())
        self.inject(*after)

    def _queue_message(self, msg):
        for _ in self._sendMsg(msg):
            pass

    def _queue_flush(self):
        return iter(())

    def _getNextRecord(self):
        for result in super()._getNextRecord():
            if isinstance(result, tuple):
                self.hear(*result)
            yield result

    def hear(self, header, parser):
        if header.type == 21 and len(parser.bytes) == 2:
            level, description = parser.bytes
            self.heard.append("{} {}".format(AlertLevel.toStr(level), AlertDescription.toStr(description)))

    def alerts(self):
        try:
            for _ in self.opening:
                break
            while self.wire.arrived:
                if next(self.readAsync(1 << 14)) in (0, 1):
                    break
        except Exception:
            pass
        try:
            for result in iter(lambda: next(self._recordLayer.recvRecord()), None):
                if result in (0, 1):
                    break
                self.hear(*result)
        except Exception:
            pass
        return tuple(self.heard)


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


WANTS = (SSL.WantReadError, SSL.WantWriteError, WantsRead,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.inject((22, b'\x00\x00\x00\x00'))
go(('subject', 'read(100)', lambda: subject.read(100)))
go(('peer', 'alerts()', lambda: peer.alerts()))
subject = OpensslEnd(subject_context, False, name=b'localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {}
peer.places = {(11, 1): (((22, b'\x00\x00\x00\x00'),), (), True, True)}
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 2  # what is wrong, and which of the lines that begin so it is


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
