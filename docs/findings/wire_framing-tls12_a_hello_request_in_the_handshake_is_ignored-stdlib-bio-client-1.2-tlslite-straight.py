# HelloRequest within a handshake is ignored, and does not enter the hash.
#
# Clause: A client ignores HelloRequest while it negotiates, and leaves it out of the hash. (RFC 5246
# section 7.4.1.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to SSLError (UNEXPECTED_MESSAGE)
#
# Origin: handshake: subject handshake returns -> SSLError UNEXPECTED_MESSAGE [before(server_hello,
# message(hello_request))]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls12_a_hello_request_in_the_handshake_is_ignored[stdlib:bio:client:1.2:tlslite:straight]#0

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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303000400000000160303005f0200005b0303eb2157b5ca0f2a419f862df2d8bfb1075ddc413694d322ff9c3a52f0"
    "208e324920da4b198334f1ffb66f26f51881eb97decf68d221fa1e2fa8e38393f9f3ecd81bcca900001300170000ff01"
    "000100000b0002010000230000160303023c0b0002380002350002323082022e308201d3a00302010202142900c773ed"
    "4b036edbebceedb7af322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120236b4b3558424b6e442d3270464552714d302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e67206365727420233665533651795a417561457135"
    "755a4d3059301306072a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0cba51a27e4968f6"
    "e5df91e509933c6187c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb8968a0ca615e2a381"
    "a63081a3301d0603551d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d130101ff040230"
    "00301f0603551d23041830168014496230012926838873851a6b39439728d72d30d730170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100afca12d986"
    "c4dcbfcca27b1a4df6c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f8383756c573546773"
    "86eaa5830476f772aabb32d587c716030300720c00006e03001d20cc75ebbc586637e9becb02f704e7cb0b9fdd5811be"
    "7cff8aaf7695ae1c030c1004030046304402205afa507a656481c2f9750fd3a22726a81ccd538ce3a713420959cdb62e"
    "08c7db02206e4a0821e1cd3dddb6e3e1bc206f6a8daf1aba289c587b56df7015ee6e7871c416030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> SSLError (UNEXPECTED_MESSAGE)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
