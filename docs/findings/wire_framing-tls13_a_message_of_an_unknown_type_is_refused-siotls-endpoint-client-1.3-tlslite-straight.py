# A message of the flight with a type nobody defined, or message_hash: unexpected_message.
#
# Clause: A message of a type that is not due, or that nobody defined, is unexpected_message. (RFC
# 8446 section 4; RFC 5246 section 7.4; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal unexpected_message -> fatal illegal_parameter
# [server_hello.type = 42]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls13_a_message_of_an_unknown_type_is_refused[siotls:endpoint:client:1.3:tlslite:straight]#0

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
    "160303005a2a0000560303cb278fc666a113ec85efce9dd57a3a42ddb349fd36761c40c6dcb053eb839bda0013020000"
    "2e00330024001d002086282384302d6baafc74213da38f29bf99a808bef74f5937b619b06d39305e10002b0002030417"
    "030300179ed392473fa6d60ccf2d0007fa75df4cbdf4aeb07ae7a81703030250644d1c5b637fab871d85867d894c999c"
    "6f3123ab828e3577c29a0384e20aedf6cda397f17a886847859b7f6c2382f2ea4e588cc0597133943e56fd8f09f28238"
    "ef3920bd8a893a1e1939686f409359f8336c2de50f10e84c49ebc8653e0eb634b7ad2e3371d8265a17e69374aba5e1f3"
    "5b4a8109d164a29b7ec0f0abdc9fb9a273d04c7617b2791eca4e88bf3b68ec57b2614071ab32f76f558d7e038e6090c5"
    "08d3e5961d224c20e3eb57009d1e742ab20534565610416370852239b1b97859a4067cb3f8e1272d8e2c7cd327839c92"
    "1f8f54d892e7df5fed81e5f94798cd7a9be7a4e444e3e30a1d14b778efcfd9f560572df08318965792114a746ded53d5"
    "1edf5482332b4d09da5e0003a0698fce1c2d8ed5983b3522230640da1add80e4120bd932c88d5a125a73558c5117e8cc"
    "ce06b966002d723916238f14d2d9470db296727ad3f95a0f7a912043f7142a479d5bfb33ef5fbc9c95e55c05d81e13df"
    "9e51090a62938addeaed49ecb785909ee09b0e37cf846ce11632fa5ce17f91a241596b9ecbc6197abf4d01d8c8826f12"
    "509c748ba81e3d79ed014b70717c4ecd118eefafd126f00617324fa31ac58aae4c7b9bf8ca7b922494cf61208f10c963"
    "ba1dacec3677b4fc4338b72acf7296753565f4be4e3400a5db5d0e30d4d2696143037293f1ea58972f9775326847fb0d"
    "0d4511808a4e43f8af7f7ac83e83ce736fbc8b581406bd42442b85c450d86e26b6533a31427c4cd8c205ae8ecf376a6b"
    "c021a594eaf3bd05cd68e5b251d2ed7421c2b395cb00ba1c7d8079c97a18f221f77fc8e30fe7108466ec342ebcedb27a"
    "170303005f25f3359f4929ae893925da405a26cb29f62daf55d31bc5d8b39200d5011033dd61c7a6ae878fc4d11e37f8"
    "c275d199f3a12bfc41a40eb71683342bc186dab48ab140be1eb396066bdfb746265f49635b0c5a6b276a5c0ae5eb223e"
    "c964a9fc170303004572e4cc80b7aa7a09393b4ec55d0b5bc0a861d1d12c715809d0dd18b7d19041ff7e3e9f5a6cd267"
    "7ec3d456a0a31e3faeb8e10645fcab85fd4148482a8bcbda73f99a9d0f61"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 47', 1  # what is wrong, and which of the lines that begin so it is


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
