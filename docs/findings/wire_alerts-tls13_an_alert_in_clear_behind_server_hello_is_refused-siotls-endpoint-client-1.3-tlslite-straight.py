# An alert in clear where EncryptedExtensions is due is not believed: unexpected_message.
#
# Clause: Handshake messages and alerts in clear, where protected ones are due, are not processed.
# (RFC 8446 sections 2, 5.2 and 6; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac, but
# it came to no alert
#
# Origin: handshake: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac
# -> no alert [before(encrypted_extensions, clear(alert, b'\2\x28'))]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/tls13_an_alert_in_clear_behind_server_hello_is_refused[siotls:endpoint:client:1.3:tlslite:straight]#0

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
subject.feed(bytes.fromhex(
    "160303005a02000056030351ff02df9556aa1325a943c6e5a6775a08389e16857ae7e46d22304bd2bd865d0013020000"
    "2e00330024001d00209fc471d4575f9fdbcdb7d5a66deeec8e1d945d317d068f5938161071579baa33002b0002030415"
    "0303000202281703030017768019f08c73d771309ae27aed89b4d85ae36972ce787e1703030250d37fce1d18c3d5d717"
    "c9ef0e75d05c70192d401b5961631569ac63a968cd89f29e27cdeabda8778a97b26f5d9ee585f604efd11b303e9aa5c5"
    "bfe5b911b448807e0a7581ca9b4369ee686630300297da7a0bf53e382cb49fd4bc24990aeda28e9fbc991c6c5852a10c"
    "4638def7e76949bec5f1e5b25942102447294b602ec4c30b4db4e11a5580c2edae8dde11727b313b426d91f8e08d897d"
    "526ca19c2763da77fa57f2f861a0da10a36ea651bf81b460735fd9080e8bdee7fb5851fb3fe7153251d23aa6e31c08bf"
    "22561fa822e1b1d361a3c14e24c29565d90ea6cc94b4fa0bad21d4fe7b8db62459475eaff7c593eeef783f11d0b8dc98"
    "b06ad3e29ef2424a48987795528be131f01182b008593419eab4d12769e64229c35df5cd212e0696e8e0befc9418e48a"
    "36f472a55bfc0bbc656df5550b9f29e39032b13250ba047276a830a62dc86098f883f8ce94267799d4ac473f523f0c1b"
    "a17fce86ee825deab6c848de9443dd3d138b8231cd2851fa85924a283b2c94ab7f3dc7e351bfda3d5c89a25b4a4d00f1"
    "c907d4ec789fa922746f2df24989ccea10cad342b5e3669ebdfdb29c716bc4b1fc0ff50e9189059144019b2e83499162"
    "5206a692b03c1b45f66dad415ba8a21052c049354b8d5f9814827928fa3b11899229c537e12ac941154dbc8a5caa2868"
    "fd026b2df6ad647ebfab986e21ca45962b9bebedafc90aef4054e397c9a2f6fbb29ea3044f567222f403472c1145a3de"
    "b6d4f158c56541937ef5336a5aae4cb70d0f085292f87eea42d4d58ce92862005273fad6344bd08d228bee31bd0c641e"
    "f2d42021f3c475170303006021c1fb181ddb0fe9336b61ab66a740aa102b80a77ad97d280eaab75fef75785caa88c268"
    "e723e4f58ff9675465299c6795c0c5058c362dd15e99637ed696136835700f5285332fe19c46fcae2b68a9bcbc8f0cc1"
    "051a556f048fc596ce006df4170303004532c978762472b9eb5155bd8a87eb97d8c126d40bab8ac5b3b20704e8f2ab19"
    "85c1a2dfdb3154be72f5959f97d5432c0fbf4d88f8593f82aef96b699c0684ce9f5c80dbe25a"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call("write(b'after the end')", lambda: subject.do(subject.write_all, b'after the end'))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))


FOUND, AT = 'subject: read(65536) -> HandshakeFailure (fatal alert from server)', 6  # what is wrong, and which of the lines that begin so it is


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
