# A record of 2^14+257 bytes, one more than allowed, ends the connection with record_overflow.
#
# Clause: A protected record of more than 2^14 + 256 bytes ends the connection with record_overflow.
# (RFC 8446 section 5.2; MUST)
#
# Came: step 3: subject read(100) raises protocol error, but it came to AttributeError (module
# 'siotls.contents.alerts' has no attribute 'RecordOverFlow')
#
# Origin: open: subject read raises protocol error -> AttributeError module 'siotls.contents.alerts'
# has no attribute 'RecordOverFlow'
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# damage/a_record_over_the_limit_is_refused_tls13[siotls:endpoint:client:1.3:honest:straight]#0

import base64
import os
import re
import ssl
import sys
import tempfile
import types
import zlib

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

    def end(self):
        self.ended = True

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
under_way = {"subject": bytearray(), "peer": bytearray()}  # what each end has sent
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = b"" if name in held else end.take()
        if name in cut:
            data = b""
        under_way[name] += data
        piece = bytes(under_way[name][:PIECE])
        del under_way[name][: len(piece)]
        if piece and OTHER[name] not in ended:
            ends[OTHER[name]].feed(piece)
        moved = moved or bool(piece)
        if getattr(end, "hung_up", False) and not under_way[name] and OTHER[name] not in ended:
            ended.add(OTHER[name])  # it has closed its transport
            ends[OTHER[name]].end()
            moved = True
    return moved


def settle():
    while move():
        pass


def connect(subject, peer):
    for name in under_way:
        under_way[name].clear()
    for state in (ended, cut, held):
        state.clear()
    ends.update(subject=subject, peer=peer)


ended, cut, held, wants = set(), set(), set(), {}
PIECE = None  # how many bytes move at once


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


subject_configuration = siotls.TLSConfiguration(
    'client',
    key_exchanges=GROUPS,
    alpn=[],
    truststore=trusted(path('ca.pem')),
)
subject = SiotlsEnd(subject_configuration, 'localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
settle()
subject.feed(zlib.decompress(base64.b64decode(b'eNrtwTERAAAIBCC9D2Ee+5cyhgswyXYBAAAAAAAAAAAAAAAAAAAAfDti2ABg')))
go(('subject', 'read(100)', lambda: subject.do(subject.read_some, 100)))


FOUND, AT = "subject: read(100) -> AttributeError (module 'siotls.contents.alerts' has no attribute 'RecordOverFlow')", 1  # what is wrong, and which of the lines that begin so it is


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
