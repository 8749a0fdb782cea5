# Application data without content is neither data nor an end: reads go on waiting.
#
# Clause: Records of application data may be empty: they carry nothing, and are neither an end nor an
# error. (RFC 8446 section 5.1; RFC 5246 section 6.2.1; MAY)
#
# Came: step 3: subject read(100) wants read, but it came to RaggedEOF (RaggedEOF())
#
# Origin: open: subject read wants read -> RaggedEOF [record(application_data, b''),
# record(application_data, b'')]
#
# It needs python-mbedtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_records_tls12/empty_data_is_passed_over[mbedtls:buffer:client:1.2:tlslite:straight]#0

import errno
import os
import queue
import re
import socket
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUI22M8aF9virnOEBaB30D0q+1TDMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21YSEFBZ20xTlhvOTNoVm4wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNtWEhBQWdtMU5YbzkzaFZuMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEffgGEUgwGW7fZW5IUudGcLAk7Sn24b4R/4OMe012Lv1Oi+8UUu12JR47JKwQbtCrpf1Y8M4jYAhr/gYf
E/SQ/6NFMEMwHQYDVR0OBBYEFLbMiQ3FjBNz8zpNKS0KY6AMmQteMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDSU+75ODQK/aihoHefGrwAx5uvy3wJA9r+qronCNvSFAIhAM4AAPF15f4viPyWaexGSJh068yv
Ue6EoEFBXexy+QHM
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIULrR18bH4eI+yd4x9dGtABlOLBYAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21YSEFBZ20xTlhvOTNoVm4wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0tEVWJQNkpFNFZ5QlFtVkQwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARU+RP3sI2bofV+ihWYmrs97qEZ3X/OXmsbfkpQ69WZMbHs0aV6CBDkLtarsB1gqu76aR+EJa+FE8GE
5e98FCR/o4GmMIGjMB0GA1UdDgQWBBRG5aZduqhfDGrKBI0MH3xPzRsgpDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLbMiQ3F
jBNz8zpNKS0KY6AMmQteMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiBNDyT4mocY/Y5AamfuFUbUoYHp1IB/Ch/mQTPkupEV
jwIhAIJ8ot5NffwUhfzqvhVAz/8WZfIWodbPwXTjXvud84Ro
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIAzF3O1KB301u9OB3miryFLzBxlQi7adYq95RNTtQSXnoAoGCCqGSM49AwEHoUQDQgAEVPkT97CNm6H1fooVmJq7Pe6h
Gd1/zl5rG35KUOvVmTGx7NGleggQ5C7Wq7AdYKru+mkfhCWvhRPBhOXvfBQkfw==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class BufferEnd:
    """A buffer. What it has no room for waits."""

    def __init__(self, context, *name):
        self.context, self.queue = context, bytearray()
        self.connection = context.wrap_buffers(*name)

    def feed(self, data):
        self.queue += data
        self.hand_in()

    def take(self):
        taken = self.connection.peek_outgoing(1 << 20)
        self.connection.consume_outgoing(len(taken))
        return taken

    def hand_in(self):
        while self.queue:
            piece = bytes(self.queue[:16384])
            try:
                self.connection.receive_from_network(piece)
            except tls.WantReadError:
                return
            del self.queue[: len(piece)]

    def do(self, call, *args):
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()

    def handshake(self):
        """One call is one step."""
        result = self.connection.do_handshake()
        for _ in range(39):
            if self.connection.cipher() is not None:
                break
            result = self.connection.do_handshake()
        return result


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


WANTS = (tls.WantReadError, tls.WantWriteError, WantsRead,)


subject_context = tls.ClientContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=True,
    trust_store=tls.TrustStore.from_pem_file(path('ca.pem')),
))
subject = BufferEnd(subject_context, 'localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.inject((23, b''), (23, b''))
move()
go(('subject', 'read(100)', lambda: subject.do(subject.connection.read, 100)))


FOUND, AT = 'subject: read(100) -> RaggedEOF (RaggedEOF())', 1  # what is wrong, and which of the lines that begin so it is


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
