# EncryptedExtensions, or its beginning, in the record of ServerHello spans the change of keys.
#
# Clause: A ServerHello of TLS 1.3 ends its record, and no handshake message in clear follows it. (RFC
# 8446 section 5.1; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to wants read, and nothing
# moves any more
#
# Origin: handshake: subject handshake raises protocol error -> wants read [join(server_hello, 2)]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls13_nothing_follows_server_hello_in_its_record[siotls:endpoint:client:1.3:tlslite:straight]#0

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
    "160303005c0200005603030c48eb4062dc49fc756707336467a0ac65e692220a4715f9f9cf800afdb2309f0013020000"
    "2e00330024001d0020574d679998871bebbf03c19b0123a00b96f4f5198bed2d161772952f86308e1b002b0002030408"
    "00170303001562df38c86e6d2df3139f37f3838e1a745df81970e217030302501129cdbd9fae120727cb8298c7580041"
    "e5cf801f4adaabe8b96fde7f5463784046e87b18f9d669c407f22d569d2ad809fa9ac069611e248cd5a5b05c786006e2"
    "4353a161c6407f2ec2beab249d217200dc7f3e530414c1ed3a1f627eea4b9bdf7fbaeaea6b6dee59f5ff9c3b353d8185"
    "44d41811c380dcbe25438e1ced150edede1777109ff8cf6d8c37e3b57aeb5a479448293a22a02a31fbf40076ffeb418e"
    "c45cb99b2cc6e83159c8d80690ca961d6a7108cea9a05362e38238743a6419949b4fad4b9ebc26be4ad957fb12320125"
    "423a48278f9eef27258aafcb966bfe6dd7a7bda15607bab23446aea5afbd06c4dd6cd95d7a49d192b8b86e1d5b6bc244"
    "84388036741f00fc311795be82f2b9b0ad745e01ebfa724996d34b5334ee7055b5800d84371a7778b51713b6a377d496"
    "b75adcf75973679647aa73703e29d215bd20740ad4c8845a7852cfd8d436cf6726901914bfc483deda37a2588f92f848"
    "89a7bd5565fc12315dde31c7621dc83f0038a98cfadc7c9b1bb5939bf616a9fa8674d838776572e383de8a74e0c64621"
    "e1680c0474c0f18650fa9a95e3d310d6bb2beb491299edcd22912d95326b0293acf52bed1d039a8a9a6d72bae1203e30"
    "c3efe86fa6ebc150e02da4bc6294c96ec57eb9dce46de0cc7df52678fe03194b74632b4016f5392307983330dae1654a"
    "9d79fd0c9691a0fcb48176bc292e548d2d99eff03a13ae04f547b9bc5a376ceffbe1eff8a50b7ec90dd9032ca3c5bb2e"
    "3348a04a4cb246f2ffdafdb43f898919cb4a20dee693a359ed7ae5fbbc498f460fbe00d8d7f767fa13dfe16c3fb914da"
    "17030300619af19a500cbbe6f0c69af72f51af859a3f99a8f95f22a36ee9041446b55b15016644199c8fc79643fddf71"
    "a24b9a6e12a4becf23e54d2aef47d0459541e9690e7d1ddc26b0c6a9e08597b59ab1e589d29d5e7bb5a2ab1f5238e01f"
    "1651d3c1b6e01703030045720b06affd249acbda52b6bf688691945fdafb7db0107c348de89d50444a2dcd42fcc3ee3a"
    "2090df1f58a758684c1081012b9a51d7630987a0d1df5b721b0572ff771d0c97"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> wants read', 1  # what is wrong, and which of the lines that begin so it is


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
