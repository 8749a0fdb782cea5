# A second KeyUpdate, or part of one, behind a KeyUpdate in its record: unexpected_message.
#
# Clause: A ServerHello of TLS 1.3 ends its record, and no handshake message in clear follows it. (RFC
# 8446 section 5.1; MUST)
#
# Came: step 4: the subject alerts fatal unexpected_message, but it came to fatal decode_error
#
# Origin: open: the subject alerts fatal unexpected_message -> fatal decode_error [record(handshake,
# message(key_update, b'\0') + message(key_update, b'\0'))]
#
# It needs siotls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls13_nothing_follows_key_update_in_its_record[siotls:endpoint:client:1.3:tlslite:straight]#0

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
MIIByjCCAW+gAwIBAgIUGYqxC0P+MA/ZrU0sG1Aq9sb1olgwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzNBMmF6eTNCem13OG80LVYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICMzQTJhenkzQnptdzhvNC1WMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
7gYIqhAU7rjyxdCW/Mogtu6D49VdAf1+mBhXV3sZonecTRTwITdiDYPptiK8a9WH
F5evqjnV++KWpFVGhX8g5qNFMEMwHQYDVR0OBBYEFO135fQD5m39jqDqHAF35IXt
8oq3MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0kAMEYCIQC/K2wEKrK3rWWNmHmsUzLEK4MCjMOxJmFMdl02uoPfiwIhAMXP
nbn1wvvvmDyO8BgZ82fK6imKXjuWU0/a64PqbNMf
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUYlC8FvTjUSiVDDGDPvTUkqXZ1H0wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzNBMmF6eTNCem13OG80LVYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3BCY2J5ZjY1X0hXODRITWIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AATbgY0UD3l1holocDq9F8LOWt8ni48Jm7yRP/uvkNSaM7q+SliH09jUBfWjTEaq
OmM+fxjEyut4w5z+wzU73lI8o4GmMIGjMB0GA1UdDgQWBBQn3RcxeqZ63vaozu3D
SHhtCC8tqDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFO135fQD5m39jqDqHAF3
5IXt8oq3MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNJADBGAiEA99+8Bmyd/iDYzylq03lPmm8k6d1ypv7Hqyc1DCA2mYAC
IQCiJkIF9dqdCNfGUYm03je9IZ1FnGCpRzsu93Qfz6HE6g==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINpxk0yhOEyhYDXs1LRKq6WRPDXNV8melzeXJxOKJd7soAoGCCqGSM49
AwEHoUQDQgAE24GNFA95dYaJaHA6vRfCzlrfJ4uPCZu8kT/7r5DUmjO6vkpYh9PY
1AX1o0xGqjpjPn8YxMrreMOc/sM1O95SPA==
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

    def read_some(self, amount):
        data = bytes(self.connection.data_to_read(amount)) if amount else b""
        if amount and not data:
            over = self.connection.is_post_handshake() and not self.connection.is_connected()
            if self.failure is not None or not over:
                self.wait()
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

    def close(self):
        pass


class TlslitePeer(TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    def __init__(self, client, settings, alpn, chain=None, key=None, name=None, request=False, session=None):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        wanted, settings = settings, HandshakeSettings()
        for setting, value in wanted.items():
            setattr(settings, setting, value)
        options = {"certChain": None, "privateKey": None, "settings": settings, "alpn": alpn}
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.handshakeClientCert(serverName=name, session=session, async_=True, **options)
        else:
            self.opening = self.handshakeServerAsync(reqCert=request, sessionCache=SESSIONS, **options)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def inject(self, *records):
        self.lying = True
        for kind, data in records:
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            for _ in self._recordLayer.sendRecord(Message(kind, bytearray(data))):
                pass

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


SESSIONS = SessionCache(100)


def portray(value):
    return value  # it is plain data


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, alpn=None, chain=path('ecdsa.crt'), key=path('ecdsa.key'))
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.inject((22, b'\x18\x00\x00\x01\x00\x18\x00\x00\x01\x00'))
go(('subject', 'read(100)', lambda: subject.do(subject.read_some, 100)))
go(('peer', 'alerts()', lambda: peer.alerts()))


FOUND, AT = "peer: alerts() -> ('fatal decode_error',)", 1  # what is wrong, and which of the lines that begin so it is


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
