# supported_versions that selects what was not offered, or less than TLS 1.3: illegal_parameter.
#
# Clause: A client refuses a selected_version that it did not offer, or below TLS 1.3, with
# illegal_parameter. (RFC 8446 section 4.2.1; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to ValueError (versions prior
# to TLS 1.3 must set the version on the record (legacy_version) instead)
#
# Origin: handshake: subject handshake raises protocol error -> ValueError versions prior to TLS N.N
# must set the version on the record (legacy_version) instead
# [server_hello.extensions[supported_versions].version = 0x0303]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/selected_versions_that_cannot_be_are_refused[siotls:endpoint:client:1.3:tlslite:straight]#0

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
subject.feed(bytes.fromhex(
    "160303005a0200005603039a260fc59db751c56c601dca3f9c61d2dbcd139bd6d0262f43105eb36e0f0b560013020000"
    "2e00330024001d002036e027bb6da9e57aa0d89b79136208f5e438f98b238e092a07d5cf15be994259002b0002030317"
    "03030017007bb7c49d7454ea3c21263eb0bc2694c52fe8f7dcc2b31703030250e445c661a7e86c149f4eadcb4bc05fca"
    "c6ac92ddfd54c0de742f6ae4fcb2aedb84b82980c31a0a51be87645f49f01a65435b6ec28bbddd9f7fcb59ff29252359"
    "a906605109f6da1f5fd2951e1d1644a31d21addbc50685157e6271cbeffca52c6609e9eb2f9d0e39a14061978266d95f"
    "33f629d13a6705c5fba0155160aa2807603e578b587fc241126dd28e6237b9f81be4e6ce573ac4aee6dac00aca28f053"
    "c5f8ca4bb97ef1afb85eacbed5ec3d8f218018b5de6069765c3ed2cad26d96a09510e47a2460a59d21f90fb1337810bc"
    "8da43046db701aa53bfa313d53faa3110442adb08c65ae61ccf7b557c50bb973851f0a4bcfff0cc875529bbd29c3db25"
    "3efeda61cbd25257e57638c556628ec22dfd7068a1dbd18650e0ad9ce9aefc046f203836cc175a0ac2ea494f62908607"
    "3ad5335f684ab19d3d3b71f0a09d170e605dcbabe4342c09d4cfa82a36ae22e1bb5a333abe0ef9e27cb4a5fbc56c2d87"
    "ffba6fd037dfe19d6a07e76c44a9e03249170d430892e2db9d77b12561985389707dae4f702cd53c047f06cad3c15611"
    "4f0ffd50cdf9e1bf11d2f9243e2309c5e5600e0d1d0aa2eb9d01b234fc3a6cb9784eddae438faf336ff0abf763896d9b"
    "cfdc58dfb1f31c9554bf2331c09c220a1e367c1dea95dd1359536b966b0d3547ec72d7142f0c263b29876baa99c8cf9b"
    "e5799faf51c8d3f0f8190a747638d7888f33e6d03b870d0278440c36a3f5a8bf0e0a0a5cdd7fe2331532f1f9718791b1"
    "805e2fbfc48482131334aecaeec1c2586cd127f880cbaee2d5f84ebb810281878b0b192fce182827efefbd4e178d142e"
    "1703030060e3b4993b8820603579ea22316334f65f15614924b776ba76bc5c58ab56a5d459f9aaecd4403773a7f77606"
    "01497184dd7d63a9233ad51e3a758c7437f917b06d53a7bd0d275c0bbc9757ab4b1b50c40e4b7fa9d786a6821c61f583"
    "ef5d72afa4170303004592f6e313757aac47eeea6b0d796f0f83847cdf96787934465d7f8709abc77b4b751b84a7e1ae"
    "8d0b1f68fc1937570d860738821469824e498820b5cf9afe7465084501ba38"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> ValueError (versions prior to TLS 1.3 must set the version on the record (legacy_version) instead)', 1  # what is wrong, and which of the lines that begin so it is


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
