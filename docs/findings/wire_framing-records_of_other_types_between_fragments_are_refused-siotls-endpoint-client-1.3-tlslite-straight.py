# Between the records of one message there is nothing else: data there is unexpected_message.
#
# Clause: Between the records of one handshake message there are no records of another type. (RFC 8446
# section 5.1; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to wants read, and nothing
# moves any more
#
# Origin: handshake: subject handshake raises protocol error -> wants read [replace(finished,
# record(handshake, b'\x14\0'), record(application_data, b'between'))]
#
# It needs siotls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/records_of_other_types_between_fragments_are_refused[siotls:endpoint:client:1.3:tlslite:straight]#0

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
import siotls
import siotls.crypto
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder
from siotls.iana import NamedGroup
from siotls.trust.backends.openssl import OpensslTrustStore


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


siotls.crypto.install("openssl")
DER = serialization.Encoding.DER
GROUPS = [getattr(NamedGroup, name) for name in ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")]


def certificates(file):
    with open(file, "rb") as opened:
        return [each.public_bytes(DER) for each in x509.load_pem_x509_certificates(opened.read())]


def trusted(file):
    """siotls's own store, but that a subjectAltName may be critical, as in the certificates here."""
    store = OpensslTrustStore(certificates(file))
    leaf = ExtensionPolicy.permit_all().require_present(
        x509.SubjectAlternativeName, Criticality.AGNOSTIC, None
    )
    issuer = ExtensionPolicy.webpki_defaults_ca()
    builder = PolicyBuilder().store(store._store)
    store._policy_builder = builder.extension_policies(ca_policy=issuer, ee_policy=leaf)
    return store


class SiotlsEnd:
    """A TLSConnection. What came is handed in by the next call; what that raises, the calls tell."""

    def __init__(self, configuration, name=None):
        self.connection = siotls.TLSConnection(configuration, name)
        self.queue = self.leaving = b""
        self.begun = self.ended = False
        self.failure = None

    def feed(self, data):
        self.queue += data

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken

    def do(self, call, *args):
        if not self.begun:
            self.begun = True
            self.connection.initiate_connection()
        data, self.queue = self.queue, b""
        try:
            if data and self.failure is None:
                self.connection.receive_data(data)
        except Exception as error:
            self.failure = error
        try:
            return call(*args)
        finally:
            self.leaving += bytes(self.connection.data_to_send())

    def wait(self):
        if self.failure is None and self.ended:
            try:
                self.connection.close_receiving_end()
            except Exception as error:
                self.failure = error
        raise self.failure or WantsRead

    def handshake(self):
        if self.failure is not None or not self.connection.is_post_handshake():
            self.wait()


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


WANTS = (WantsRead,)


subject_configuration = siotls.TLSConfiguration(
    'client',
    key_exchanges=GROUPS,
    alpn=[],
    truststore=trusted(path('ca.pem')),
)
subject = SiotlsEnd(subject_configuration, 'localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {}
peer.places = {(20, 1): (((22, b'\x14\x00'), (23, b'between')), (), False, True)}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> wants read', 0  # what is wrong, and which of the lines that begin so it is


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
