# supported_versions of a ServerHello holds two bytes, no more and no less: decode_error.
#
# Clause: A supported_versions extension of a ServerHello that does not parse is refused with
# decode_error. (RFC 8446 sections 4.2.1 and 6; MUST)
#
# Came: step 11: the subject alerts fatal decode_error, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal illegal_parameter
# [server_hello.extensions[supported_versions].data = b'\2\3\4']
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/a_malformed_selected_version_is_refused[siotls:endpoint:client:1.3:tlslite:straight]#0

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
    "160303005b020000570303a47858e52c786bc063586456edbe82ee4425bc3baa3fe984690ea3d854f8b01c0013020000"
    "2f00330024001d00206c1444522e72019d1ab037742196b2f6edba89a0a3afa6bc492b2648c118623c002b0003030400"
    "1703030017296bb24bb7fc6b21b89492b29e497e484bd5529a51ea841703030250c107ec26acb77fe500593840ce19ce"
    "354f94b9cc100e0f4b507654789752b900ccfd16a3b2689702e8667af1b9e7b0e2f715e695543ff7a897a3f14c180010"
    "b901d48d2c91d7335c7bb44d0764fd3473e79eecba1972d72c5ec1cd0c58dde1e996847c39119226bb6f39ab04f81838"
    "73899baa2051de3a10c7080f3414cd6ee88f33509aaf5a80044285b004928dab5caa99c390b9467c68753a052b66f13a"
    "fef9ba99cbd11d662f4685ecd6e9f06a083a187a0d5e53e454f516aaf7e6dcb07aa643181dbb3e386e2e10c9b64711b9"
    "86d0f011bc4d50ea53a2504aaf5a1980762f4bb009d5ade04a8c7070908397c94bd01bb73ac01c43da3510f8bcf48f73"
    "273ef0b93ce65aaf01cf95e9dd3f107f420a2f2d83ab91aad20e8f07487b2b4ed69b4f6e0ca3f0a91922d970c5df84bd"
    "59de21599ae33be111afb64c07723c1b7d1a3e42b9d58775fcdd0e960fd509f95e013e0456de314f9d59a3b832f94d4e"
    "8ad7c2d9d359d0266623b06652cd2388fe66c3544e4620ef2578a8c37f735d047d7b20e5be59a734e291a3e8282171c2"
    "e9bae8eed4b3fd49ad1b0b27ab1c0166ab85b91c1a5f1168297156c514bf19ad89108c428c6b0493f593c4edff0c76d6"
    "da8178156fef47c5c1eb61f0b3a12afa21f15f14a437f7e4adeb06e48986dc725f933569ae4a11e0acdfaa4686ecc5c9"
    "4d65355d93f8fbb3e9a616d00db9392e8369930d162c3ced8aff7c956b721ff794112274019d4b6f5a212379138511ed"
    "72f3c72487c87784fc8b3758384794c5d56b9845817bfae8ecf0b42bcc45cb84b452611dac87a04fa65a290e43874a21"
    "fb170303005eb39346b71a7802a8bdb1be88e2879dadc4c43a075b23d78e216f9ae4459d45f8723517d4fbef673b2b94"
    "813517e8197ef078945f6910d9abf5e60e57a0c6e1fab3ec990a3425541c44ab60344766b1e019ea65a466af76a313b1"
    "63627a4a1703030045b6797457e119c7720c18b93201e74e5925b78ac990fd1d685958c4b17af95f0342271753060fa5"
    "3155b93de7f89abc9945ac4c30a03b7fffe6eae5c898e36bb7791a92dfff"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = SiotlsEnd(subject_configuration, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030059020000550303bd0eacf384a4573381f933add8c58c2628cf76704faddb775d0efdb54984142d0013020000"
    "2d00330024001d00202abedd5a48c3dd8935a7d357f0a78efc0772edff7cf342b9669a6bce6b32071e002b0001031703"
    "030017f6954b5830fcb94b647b127efef105999e897409c90dca17030302506472272fced12ab3195295ce60500404f0"
    "f6af9ef0010fb5f5d06c6530995fe91cd0e6a1c62d8d6d5c18a67f8b2adbf2b9df66bdf2f4c0ed6d925c2cc0e91ae732"
    "12dfc85c349dc3326f31b6d56cd53f8652cdd76a761460ee2d28a4651e06ed8177539c54650862cfc9ccb6588b38f34c"
    "f7f0e8f2a34b8ef60d93701c0aee79147ae64506ff0ac9df5e65a714e761224a464fee9c58fd941acdd44a6caa0bf770"
    "59c721bf53d3aa6d547d136fa2d14623c8fc2758436e22178f73bceb40937e7e4f11671a186145ef942c74737049a893"
    "473e31f04671d98cbc4baa26171fabec23c27a2f56874599d2ecb6d8c26babf2c158c225351436231a3ce97ac9ad7c2f"
    "133a145b008fc83287314b4eee93ea8d987e8f9920493dcc33f97c45a3731cd809e93ad56eaea63f4ffbfd15223e7056"
    "ae6cfa96bedda8731547b68135f028c7b8c0e8ffa0e8c47c5135edfda531329f273cd5008cb815609c0eb075b46ba112"
    "4dd133465cd074eb90b68729f14552ec8e752afe4c29cead8dbe860184ea994c7c8bf7581c0c62750f36b251819634cb"
    "6d3c8efd3990c1f8300513c93af1c4b4408e451500bba2bac2338a19f07afa867886ea5f6ee2879ca62fb5985466ba65"
    "1c94becf1001fd2c1dbe51caf1f8450a3eedb058bbee07e69f5c57fb02c4eec21499efe4509a8b7d9512cd8a11688bb7"
    "74bff3e412ff45685ef8b5a9493fe50443b898d6d1450cfcc6da292275ec89d5fcd61ff45e0170199d5fc000240013e1"
    "d6b6cc91843005f481df92b0274d4b85bd65b7d42b0c16af71c5f429feaeaf5b3cb37bde595a2ef356ecd408215a0017"
    "030300601cb331c10a1a4b831d7cd3da46bb1a1ed5472403fd9dfa9c6f325d9a59090a6967a4c9d2b1e16f23792f9e42"
    "5ab36243446f71acd9d5d519373de70af93bd5af7e8c8633d7178158af8140413df3bf81161b5820addcd0daec9e1ae5"
    "5905532c1703030045e1f8ba2cdae5e7cb6a12158f9be614eca86cd254a56605ca2a5c1c351dcb5b92d33d8106da77e6"
    "5f5d1cd4bc55a4ce00f6430dc4b8316720287dc3e3570ca0aea8356b80a7"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = SiotlsEnd(subject_configuration, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005b0200005703038f164c2c21a2933704edec7930bcbf364f0f2bfb091cffba5e1bb7d704a682400013020000"
    "2f00330024001d00209b051d47828504a6e144eb30c73532bc2854954969f95c8b6594be9f21aac655002b0003020304"
    "17030300179ece6542f7e92677c92bac0ca6a08492bf00a0416fd1f51703030250b62b00ff1168a65994e5b4868f9927"
    "17429bb69d3ed3956a40a32dd91f0d7598fbdac28ac94db2269e9478b3ecc42a91706aeded3d49c124f5849bd11a8b06"
    "7681b091d1ecee9f20a7d33d229c971906c56f03a85ecf075b97648c47599a09b18aa0da895a3545aabb90414c4b9ad8"
    "823fbfcc9144904eb57d9a74c326a5ab2bf88c01db84bfbabd44ca9930aeb119a4a5af6793bf1b50d5bddde3452522c1"
    "505a7e33214f59ac29ccc2c57ac4aa00c4b8bd5377fb8ace6913b82e1885b8baa722cac4c53151851c6acf5d65033e9b"
    "50d9bc183f15cd1e7662c749eefb8c1416fe6f64b5397395d55b8fa381b0895dded00edd0930a94f929da35994413078"
    "a4ae4b2470c48700b86144f76be256b8f2ffdc88a94e6985199daa916ee2800050983c259e6b80ab44e51bf56141eeae"
    "906acdf583681870be45918406ffe151f03dc0872508447695bc627c870d1634b48554309a29308de0180ff0f6aeb5dc"
    "12f1bb9c4cff72d6d84c4383780eb5fa66162d14ae30be8a1d2e05ccc970a2c7ac3ebd9be338ff469e1a9212d683d708"
    "910f5a6076d1067c4e60fbfa6fa4a920c21fd1953b0000dab1804b4a4962877087fefe6bbe4884bee105a5af12852ee5"
    "61c80371dc2fa82642dc028c19bc3b7382183f6f8944fb07d590e508f0c5ad0d0f0e7b1c0e2aad8820662cbb73220147"
    "daa6419e42937b31100a46853de7dde60e444d6959833b66c55160b2d878fdb0668e36fb4117c139e6c93d5e80bd6498"
    "330b2164f6d731f250447b0ac06dfc66441c815da0780c6046e80bad48050936c171a91eafae4607336ed65fbe6b9286"
    "311703030060ba9827bb0081e9e3dab7a398d5d9d5c1856d5b340edff6324453d30d4c153fa6f2ca671dafdb055e3a1e"
    "33163bcc16655ebab53cfea4a11d1c23f90668bd1b525d0dd03770bad8e2b2ac032048950c8785a722d11c4a767eba7f"
    "e485848b7d2e17030300455c930267e61879151c7962878dfd0bf858cfa7ef34f57f0d62046940e97f43a131200e8998"
    "346fdaa699d1f1d21c1315d858126d064ef645727916216018775d98c670b9c6"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 47', 5  # what is wrong, and which of the lines that begin so it is


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
