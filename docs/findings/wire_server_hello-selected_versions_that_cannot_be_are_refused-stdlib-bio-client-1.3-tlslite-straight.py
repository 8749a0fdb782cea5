# supported_versions that selects what was not offered, or less than TLS 1.3: illegal_parameter.
#
# Clause: A client refuses a selected_version that it did not offer, or below TLS 1.3, with
# illegal_parameter. (RFC 8446 section 4.2.1; MUST)
#
# Came: step 3: the subject alerts fatal illegal_parameter, but it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal protocol_version
# [server_hello.extensions[supported_versions].version = 0x0303]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/selected_versions_that_cannot_be_are_refused[stdlib:bio:client:1.3:tlslite:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUXZsGuynXihfw5bk+zPGlWOC+4FcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNrSzVYQktuRC0ycEZFUnFNMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7d282Qt76MhHzB19ZVFRHodPWhlVZUIKMnmv3Z53DEFC5iNM9brgIZJGCMy1HWthF6yZpA0N3+eq5U5t
XxCQtKNFMEMwHQYDVR0OBBYEFEliMAEpJoOIc4UaazlDlyjXLTDXMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFL1ckYE8z8ggdZ4VZ+RgYvfyDeb70enOBJpuAb4vz9bAiBcHIPClUKZ7tuxVy8hisp+2ERHkVXA
6hOQQaCvIJMP1w==
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303007a02000076030356c1e7613f1cf5a16ce61a742dbc37b4697fbc099ecd36676186dec8e7f5da4f20c456ef5c"
    "ac4893f440c3ad2058a82334918b0ab7b91398e76417a0e7ce6ede58130200002e00330024001d0020c19c7c6b709cbb"
    "81ad0046294bafc64efab3b785d820ab8f310d732914d6c732002b000203031403030001011703030017fccdf27afd1e"
    "1fed18b6411011e86824818d60214f93491703030250982aaaca7949746ba3970e56b7b5049fe86dc93531d6326b19c5"
    "3baae0dd71b460db7eaed6258967f6deae9825fc41aa5981093b7183077af3b8023c5462e2640e588b7551bded588622"
    "842de1bf67540285f53951b2123d9e5d1c43872171b9afc1f657218c682fa10278fadc6e13289d97d6c681f27a0a5682"
    "c01239bffc4f4a48aef20530cbd29e110d8957ce5550d87f5e7f89bda0f97222351249390196d5cce43b0f396125dd3f"
    "3d5d3cdad872281803477ca3b6849a797954ff59d94cfa23e4ace85d9c79892c3f8a422792220ff86705fc3d42a02bcf"
    "867917cb359a1aa3e09ba867679c49f799a6a6317e93375bf052f69e2e7867f1d486348da33c0926c7c2e0be7a5c8d38"
    "5913c1564a1b1bb503d5172032dd08549e78a7656799a41a04400c9f1429f10183cc1dd8c28628e355c72fa544afb7d2"
    "d9dfe956f82c6000eecd7627e86ed8c9d3127368857e50fd008e48eb171a4479cc9730ec14fe997def92372d1385d1b2"
    "9311bb4e3d95af64e39fb6c5e952e728725083795888560d7c6e7ae70329aad41927cbd2bfb923a9bf9e3661cdc472ce"
    "4e1cf68e3c9aeccdfef630c09223d1346e15dcb454b4ecbf3b3d7dbc6d80affcf1441f32f0bde39203e5fee314d9876f"
    "0e156f228eb0840d58098ea3966d3d7a214cf35556ebd59dac93afa9b88b31390e2fcf26d4c21257a65736bb3493c47a"
    "9b5c19047b20d4d3d156186cd93b315f97a5a10cb4c81d7f6023d42de8ad37b079283d229f7ba06991c4ae1645638fdb"
    "715df6ef6e611415e3752f52ad8b6b4817fec94b22a992fae2854f81d584f6d7db0b93fd9720170303005fb3ceef3fcc"
    "56bd3d2c89ab7302c49d74da4f44343630f36632f9ab6832b3432cd48477ec0716a4b3b7628f8cd2446b0ab091ab19c1"
    "e90686c4e2274eae6b2c57154cc11522adbfc7bfd181de2a9749d634f8e6c6c93b0204da53dd9e1740e31703030045d3"
    "86323d54eaf7126d524e9f11338d32de9312ed4723c60fc7bacba819695c2c2a236c3e1937473db0a6b57e6a328348f0"
    "fc6f61eb50e3129c263ae5c07b5e7e596c66ae6b"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0301 alert 2 70', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
