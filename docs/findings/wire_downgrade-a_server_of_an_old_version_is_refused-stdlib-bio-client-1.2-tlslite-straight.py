# A client of TLS 1.2 and TLS 1.3 refuses a server that selects what lies below: protocol_version.
#
# Clause: A client refuses a server that selects TLS 1.1 or below with protocol_version. (RFC 8996
# sections 4 and 5; RFC 5246 appendix E.1; MUST)
#
# Came: step 16: the subject alerts fatal protocol_version or, tolerated, fatal illegal_parameter, but
# it came to fatal decode_error
#
# Origin: handshake: the subject alerts fatal protocol_version or, tolerated, fatal illegal_parameter
# -> fatal decode_error [server_hello.legacy_version = 0x0304]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_downgrade/a_server_of_an_old_version_is_refused[stdlib:bio:client:1.2:tlslite:straight]#0

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
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b03027e389609ff1dae5ca7aadf932a0d3461a4caa55dba852627647a93153f1f6bd82051a7cc58"
    "e07c463914cf539651b619f29ac7271cddde3a2a62cc805466969fc0cca900001300170000ff01000100000b00020100"
    "00230000160303023c0b0002380002350002323082022e308201d3a00302010202142900c773ed4b036edbebceedb7af"
    "322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120236b4b3558424b6e442d3270464552714d3020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420233665533651795a417561457135755a4d305930130607"
    "2a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0cba51a27e4968f6e5df91e509933c6187"
    "c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb8968a0ca615e2a381a63081a3301d060355"
    "1d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d130101ff04023000301f0603551d2304"
    "1830168014496230012926838873851a6b39439728d72d30d730170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020349003046022100afca12d986c4dcbfcca27b1a4df6"
    "c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f8383756c57354677386eaa5830476f772aa"
    "bb32d587c716030300730c00006f03001d2033a5db47ab0f61585f2ce27fdb3b018f18a8c29dec43b9909460648ff486"
    "65520403004730450221008251dff6dcf33eb8851c37b9a220487996a173b8d30d58408cd07d2c30059a220220437861"
    "b9b1e3605dd82a59934c51e184191aad8461260257ac1c5bf10910822016030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b030149e797e4b7470a03127e6604c99c454a3313730b478724845d80cc24e2105ca3204d94326c"
    "6d97d3dc2a82ecc7609b234323da946ce94b59055fdcc71a0d5bb64acca900001300170000ff01000100000b00020100"
    "00230000160303023c0b0002380002350002323082022e308201d3a00302010202142900c773ed4b036edbebceedb7af"
    "322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120236b4b3558424b6e442d3270464552714d3020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420233665533651795a417561457135755a4d305930130607"
    "2a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0cba51a27e4968f6e5df91e509933c6187"
    "c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb8968a0ca615e2a381a63081a3301d060355"
    "1d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d130101ff04023000301f0603551d2304"
    "1830168014496230012926838873851a6b39439728d72d30d730170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020349003046022100afca12d986c4dcbfcca27b1a4df6"
    "c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f8383756c57354677386eaa5830476f772aa"
    "bb32d587c716030300720c00006e03001d20a1f1ba8d567c20074795f7ba77368f39565d6e244242ccc3debbe84395e8"
    "1d2904030046304402200e2667b955493d8b206fab6674661f9aff93f74062640595ab353d1a972dbc0602207b037444"
    "bad4235c0eb79b9f232f3c034895016aa3930c9818a4091fd7b75b6516030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b030033584b68273baacf6615dc2d5b5a428f9660c47b74a9eba611ff6451ebdd723e2094af7f01"
    "b93446412e8ecdd23a818c645e8b6a446d131e761ab723a3b7317014cca900001300170000ff01000100000b00020100"
    "00230000160303023c0b0002380002350002323082022e308201d3a00302010202142900c773ed4b036edbebceedb7af"
    "322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120236b4b3558424b6e442d3270464552714d3020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420233665533651795a417561457135755a4d305930130607"
    "2a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0cba51a27e4968f6e5df91e509933c6187"
    "c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb8968a0ca615e2a381a63081a3301d060355"
    "1d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d130101ff04023000301f0603551d2304"
    "1830168014496230012926838873851a6b39439728d72d30d730170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020349003046022100afca12d986c4dcbfcca27b1a4df6"
    "c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f8383756c57354677386eaa5830476f772aa"
    "bb32d587c716030300730c00006f03001d20e419e604c3d784d921b88bafa208662113503c39c728c02046f968ce4346"
    "b176040300473045022100f563c7669d596082b2d771a3ac4fb07c47af5e029afe3fe8a64fd7fd13c615af02204f9e50"
    "dca62c9d8565349e58798f84a0889971feaaa2bf5b07bc8feaef2068cd16030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b0304db14db55c64d86bcaba9bd64dd4267764f2384f53e31771d931db381d2fb9d7420411646ac"
    "db81e4d4525c4c7a2f8a4939c14b31448a15215b5a3f26979cea663fcca900001300170000ff01000100000b00020100"
    "00230000160303023c0b0002380002350002323082022e308201d3a00302010202142900c773ed4b036edbebceedb7af"
    "322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120236b4b3558424b6e442d3270464552714d3020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420233665533651795a417561457135755a4d305930130607"
    "2a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0cba51a27e4968f6e5df91e509933c6187"
    "c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb8968a0ca615e2a381a63081a3301d060355"
    "1d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d130101ff04023000301f0603551d2304"
    "1830168014496230012926838873851a6b39439728d72d30d730170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020349003046022100afca12d986c4dcbfcca27b1a4df6"
    "c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f8383756c57354677386eaa5830476f772aa"
    "bb32d587c716030300740c00007003001d201e95dd3333899f13b9ecacf6f893be247391005400ffae487f5aff23e9f7"
    "ab4f040300483046022100b321dc50ab12701f5b747da1298d52a77934567fb5bc2dd76e01c61ef10c6f4c02210082c2"
    "08037b1180309e8f6921b49dbc2bd5ab1e22f5738d654c5950ed70aab94616030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 8  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
