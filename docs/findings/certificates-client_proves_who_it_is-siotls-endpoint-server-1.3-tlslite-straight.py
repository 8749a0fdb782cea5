# A server that requires a certificate gets the client's and knows who called.
#
# Clause: A client that was asked sends the certificate it has and proves possession of its key. (RFC
# 8446 sections 4.4.2 and 4.4.3; MUST)
#
# Came: step 4: subject tell('peer_certificate') gives
# b'0\x82\x0240\x82\x01\xda\xa0\x03\x02\x01\x02\x02\x14\x06%\xbd\xdcJ\xcf\x13\x10\xf2'...[568 bytes],
# but it came to None
#
# Origin: open: subject tell peer_certificate gives its value -> None
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificates/client_proves_who_it_is[siotls:endpoint:server:1.3:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types

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
    'client.crt': """\
-----BEGIN CERTIFICATE-----
MIICNDCCAdqgAwIBAgIUBiW93ErPExDyNaSaCjkxCFJLqCAwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzNBMmF6eTNCem13OG80LVYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgIzhTNGxLbUZ4QVp1SmxVWmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AATVMB151IXL1+4FViFv1D5jXL4X13AjJ7oWT5OwRIKyG0NkxRpdzndoozvCkfbr
+jH/ZWQOfHGgqaE6BFcge0dAo4GtMIGqMB0GA1UdDgQWBBQmqLRQrhs6+97B8pba
h3gL8q71vzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFO135fQD5m39jqDqHAF3
5IXt8oq3MB4GA1UdEQEB/wQUMBKBEGNsaWVudEBsb2NhbGhvc3QwDgYDVR0PAQH/
BAQDAgWgMCoGA1UdJQEB/wQgMB4GCCsGAQUFBwMCBggrBgEFBQcDAQYIKwYBBQUH
AwMwCgYIKoZIzj0EAwIDSAAwRQIgMh1Cus7KiiEuum7W0ftt0ax0gwNXHm8GPvsX
YwTG0DQCIQDcVKUmWkiGnaGAFKSlb5c23PJgvXwgvcZ78OCDH3b7Gw==
-----END CERTIFICATE-----
""",
    'client.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEeM2TcdlTBcpyTyqOOzzXzaaaiLhSwEDs1XMUwhX3QdoAoGCCqGSM49
AwEHoUQDQgAE1TAdedSFy9fuBVYhb9Q+Y1y+F9dwIye6Fk+TsESCshtDZMUaXc53
aKM7wpH26/ox/2VkDnxxoKmhOgRXIHtHQA==
-----END EC PRIVATE KEY-----
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


def pkcs8(file):
    with open(file, "rb") as opened:
        loaded = serialization.load_pem_private_key(opened.read(), None)
    return loaded.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


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

    def known(self, tell):
        """What is negotiated, when it is."""
        shaken = self.connection.is_post_handshake() and self.failure is None
        return tell(self.connection.nconfig) if shaken and self.connection.nconfig is not None else None


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


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_configuration = siotls.TLSConfiguration(
    'server',
    key_exchanges=GROUPS,
    alpn=[],
    truststore=trusted(path('ca.pem')),
    certificate_chain=certificates(path('ecdsa.crt')),
    private_key=pkcs8(path('ecdsa.key')),
)
subject = SiotlsEnd(subject_configuration)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.load_cert_chain(path('client.crt'), path('client.key'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
)
go(('subject', "tell('peer_certificate')", lambda: subject.known(lambda known: (known.peer_certificate_chain or [None])[0])))


FOUND, AT = "subject: tell('peer_certificate') -> None", 1  # what is wrong, and which of the lines that begin so it is


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
