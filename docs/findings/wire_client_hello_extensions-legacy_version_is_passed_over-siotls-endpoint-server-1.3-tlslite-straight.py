# Beside supported_versions a server makes nothing of legacy_version, be it lower or higher.
#
# Clause: Beside supported_versions a server makes nothing of legacy_version. (RFC 8446 section 4.2.1;
# MUST)
#
# Came: step 2: subject handshake() returns, but it came to ProtocolVersion (expected
# <TLSVersion.TLS_1_2: 771 (0x0303)> but <TLSVersion.TLS_1_3: 772 (0x0304)> found)
#
# Origin: handshake: subject handshake returns -> ProtocolVersion [client_hello.legacy_version =
# 0x0304]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello_extensions/legacy_version_is_passed_over[siotls:endpoint:server:1.3:tlslite:straight]#0

import os
import re
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


sent = bytearray()


def call(text, function, keep=None):
    """One call of the subject's, and what it sends."""
    told, _ = attempt(function, keep)
    tell("subject: {} -> {}".format(text, told))
    if subject is not None:
        sent.extend(subject.take())
    while len(sent) >= 5 and len(sent) >= 5 + int.from_bytes(sent[3:5], "big"):
        size = 5 + int.from_bytes(sent[3:5], "big")
        alert = " alert {} {}".format(*sent[5:7]) if sent[0] == 21 and size == 7 else ""
        tell("subject sends a record {} {}{}".format(sent[0], sent[1:3].hex(), alert))
        del sent[:size]


subject = None


WANTS = (WantsRead,)


subject_configuration = siotls.TLSConfiguration(
    'server',
    key_exchanges=GROUPS,
    alpn=[],
    certificate_chain=certificates(path('ecdsa.crt')),
    private_key=pkcs8(path('ecdsa.key')),
)
subject = SiotlsEnd(subject_configuration)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030102040100020003040c407c146f458e288caaf4bc312c8a39e6c84108c448cf784d9b7a1d7d29d897200d4d1f6c"
    "8e6edb7c678907a617e256c96e35f6d340aad6e3116bbc2ca75a6e42005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d00208d127bcf6dc48ff4d0612f59b78c8d"
    "f5abbcc95f831555e8389bd84ce0d4da2c002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> ProtocolVersion (expected <TLSVersion.TLS_1_2: 771 (0x0303)> but <TLSVersion.TLS_1_3: 772 (0x0304)> found)', 1  # what is wrong, and which of the lines that begin so it is


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
