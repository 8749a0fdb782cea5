# A record of an unknown type ends the handshake with unexpected_message, so that the peer knows why.
#
# Clause: A record of an unexpected type is answered with an unexpected_message alert. (RFC 8446
# section 5; MUST)
#
# Came: step 4: peer handshake() raises protocol error with alert unexpected_message, but it came to
# TLSRemoteAlert (decode_error)
#
# Origin: handshake: peer handshake raises protocol error with alert unexpected_message ->
# TLSRemoteAlert
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# handshake/unknown_record_is_answered_with_an_alert[siotls:endpoint:client:1.3:tlslite:straight]#0

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

    def write_all(self, data):
        self.handshake()
        self.connection.send_data(data)
        return len(data)


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
    'client',
    key_exchanges=GROUPS,
    alpn=[],
    truststore=trusted(path('ca.pem')),
)
subject = SiotlsEnd(subject_configuration, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(b'c\x03\x03\x00\x01\x00')
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005a020000560303350a1ac82d77af9848035b00db05080bc1d41d2df905365e76f7a3ad106346590013020000"
    "2e00330024001d0020c97ef4f8d7935cb15a379c8ee39f3d30932e954524113016160734cd8d336711002b0002030417"
    "030302d9ddd3d4a279d1083497ff8a112aee9afd666377ef7a1bf867f2abbdad6a2575fe1cab1c2a341cda0a0b632a49"
    "1f76661a85fc2f295ba911c62fbdf4de9c94dbe2ab49f776abd234ded3558c206cac3d65a53fa8931b5fa12d4b26efff"
    "2f3bde03446e1e382e578f422a9b8781ae0a61e132544810be0d8bddffd9ea272be6d304012e7f08b471f95edb9a8c95"
    "35240f068c2eac954e81fe3485a031b40a78b2eefcfa64874526faceb26b3a19cb2c6be569e8c069310cc3f52608c6c8"
    "1887d8f7d9bafe0f6878bd741d09ab6726cfeb4e9b19318e7048a01b5f4c4238878d40c63a1a4d445b438320faedc2b4"
    "d9898eb69249f641e0adc37571ab3b00b3bad676176407eba3d3bfe4e4602f3201d21f14194ce56d3dc0e3852d147e0a"
    "b38a0dc7b7e648a3943d0fac771503534445ec1791cf25ec30ff4556d2932e5667f03a835a1899628e9b8fc7d9841422"
    "151ac1955e710553db386222a81ab3e4b83daa33775fa3e23689db4eff86eaf19647d5c9bde3fc5faeb204c92513901e"
    "ffc2e11d70ebe7c8c196f83e5a15d7746f4a8cd399ad5411bf99985c33689de2157b2620259084aaaeb0f9019314ffcf"
    "74609cb9f0bde9ba6c93058675def87a4a1d1a0582943378c04f1f5a8e6107a9ebc12e06b0d523fcd862e245026c61f7"
    "c3b1a4efdaa2b4cb563a376fbee2e4a56178f96020e79ba0cd8c129c40c4b424cd67428c3cd711e598c9979e0f156f25"
    "5b177e74285caa4b11301b45109d57fe1740e7fb357a116355c3e03139f2e3d1e2972a889b7f51eb5d2f924c40c17c28"
    "eed782a2d6e7149f195f1c262342cbaa363b2aa9f67a7da047aa30d8d090e5e94a8300da0d5fc8e8a44857672329c8bc"
    "fd2c17d17e60a6c8cedcca05d01163fb2738548840ace9af03b4228efb3855885cdd2a02ac2a96c96787ca08857088a5"
    "b2b47285542a1eacf3d84918a8dd2dba57057d664f2dfe591b56da51609e2e1b65bd9d0695be80330606f61266263187"
    "a193562bdda1234c2ba49b0262"
))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call("write(b'after the end')", lambda: subject.do(subject.write_all, b'after the end'))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))


FOUND, AT = 'subject: read(65536) -> DecodeError (99 is not a valid ContentType)', 7  # what is wrong, and which of the lines that begin so it is


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
