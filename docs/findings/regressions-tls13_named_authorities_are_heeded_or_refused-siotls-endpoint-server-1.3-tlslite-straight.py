# A ClientHello that names an authority nobody knows is served or refused, and raises nothing else.
#
# Clause: Connection calls raise only the documented exception classes, and wrong-use errors only for
# wrong use. (Python docs, library/ssl, Exceptions; API contract)
#
# Came: step 2: subject handshake() returns or, tolerated, raises protocol error, but it came to
# TypeError (Can't instantiate abstract class CertificateAuthorities with abstract method
# serialize_body)
#
# Origin: handshake: subject handshake returns -> TypeError Can't instantiate abstract class
# CertificateAuthorities with abstract method serialize_body [client_hello.extensions +=
# [extension(certificate_authorities, vector(2, vector(2, b"0\0")))]]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/tls13_named_authorities_are_heeded_or_refused[siotls:endpoint:server:1.3:tlslite:straight]#0

import os
import queue
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
MIICLDCCAdOgAwIBAgIUUCMZjHqciL5yb8k5cuVzUfqMDsEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19jdUVWQU5PaUlYZVVLTWgwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3Q3aVN1d0cwVXVJbnZEbm0wWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASHnOqcflF6c/UP63VEL5NAENMQgMTa3z2AzyrEsRxuCSSGCLUCmgfqNA3vgTKClW2p2G2tPnya77ow
ls5yRj1Jo4GmMIGjMB0GA1UdDgQWBBSSz3Bf7vtCU1nnrMWO1kT9DfvxODAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFHP6okAY
vF4alrNqAec0M6v5LqmaMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBuxBWmgH0yufcS8g5jzdrV0wFO1SYcfGWPvn5HaKhP
lQIgJkddsLJA7CBWDvbq8hpR6U3R1N78d6GU/UnWBINdEYs=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIDvqPW1vEYTQOWsYgB+usjm6FrZS2glezFPnBYZe3VLkoAoGCCqGSM49AwEHoUQDQgAEh5zqnH5RenP1D+t1RC+TQBDT
EIDE2t89gM8qxLEcbgkkhgi1ApoH6jQN74EygpVtqdhtrT58mu+6MJbOckY9SQ==
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
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
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
    "160301020e0100020a0303fe85a100de242945bf9d013050b7b17cd88af97888fb562523b6314f0f6b4c7220d95fd023"
    "f1c6ba20b13c04ddf6e1e0b5024b67e42c9ff77a8487197bd9e2643a005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a0100016d0016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d0020aee206eea48307c81324a9fd8cff63"
    "faaeac23e1d73aac4ff11a12c9f756c271002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000002f0006000400"
    "023000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TypeError (Can't instantiate abstract class CertificateAuthorities with abstract method serialize_body)", 1  # what is wrong, and which of the lines that begin so it is


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
