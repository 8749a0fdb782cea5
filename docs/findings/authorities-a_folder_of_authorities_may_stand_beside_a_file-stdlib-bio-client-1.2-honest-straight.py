# A cafile and a capath given in one call both count.
#
# Clause: signature_algorithms of a client holds no scheme with MD5 or SHA-1. (RFC 9155 section 2; RFC
# 8446 section 4.2.3; MUST)
#
# Came: broken-hashes-are-not-offered: signature_algorithms holds 0x0201: SHA-1
#
# Origin: any: broken-hashes-are-not-offered
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# authorities/a_folder_of_authorities_may_stand_beside_a_file[stdlib:bio:client:1.2:honest:straight]#0

import os
import os.path
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
    'other-ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIBzTCCAXOgAwIBAgIUZnp4fGFxuVc598WUW92EyBwLrgEwCgYIKoZIzj0EAwIwQjEZMBcGA1UECgwQTm9ib2R5IHRydXN0cyB1czElMCMGA1UECwwcVGVzdGluZyBDQSAjQ0J1SUdzYlpxRjhuT25vNjAgFw0wMDAxMDEwMDAwMDBaGA8zMDAwMDEwMTAwMDAwMFow
QjEZMBcGA1UECgwQTm9ib2R5IHRydXN0cyB1czElMCMGA1UECwwcVGVzdGluZyBDQSAjQ0J1SUdzYlpxRjhuT25vNjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCUD/Ozz4qHfeUM1NdbYvegWVwSLZJhO6mMC28gCfThZZOvwGduB2995lhpdssNNmsiGQPb9CegZ
CN++UBq9c7yjRTBDMB0GA1UdDgQWBBRTpvjtjHzDdADr5i/fvs/R4bE86TASBgNVHRMBAf8ECDAGAQH/AgEJMA4GA1UdDwEB/wQEAwIBhjAKBggqhkjOPQQDAgNIADBFAiBqrCQcP4sGMwKxSZHKkYl1G6Y3Kx/kjktNPmLGCqymywIhALCvj4IXh6v80ODakk7NIh/2
x9y9ZTfaoQ2la55WssOo
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
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303003f0200003b03036b0d597fccfe1162d27890200462b3de8f0aad696bdbe2f3f567fd7fca3374a600c02b0000"
    "1300170000ff01000100000b0002010000230000160303023c0b0002380002350002323082022e308201d3a003020102"
    "02142900c773ed4b036edbebceedb7af322020298dd4300a06082a8648ce3d040302304031173015060355040a0c0e74"
    "727573746d652076312e322e3131253023060355040b0c1c54657374696e6720434120236b4b3558424b6e442d327046"
    "4552714d3020170d3030303130313030303030305a180f33303030303130313030303030305a30423117301506035504"
    "0a0c0e74727573746d652076312e322e3131273025060355040b0c1e54657374696e6720636572742023366553365179"
    "5a417561457135755a4d3059301306072a8648ce3d020106082a8648ce3d030107034200047aadf29c642936cf2d4a0c"
    "ba51a27e4968f6e5df91e509933c6187c99e8e51436523eebd00505fc6d819b7914c99f3ea7853a497dad243d34cb896"
    "8a0ca615e2a381a63081a3301d0603551d0e04160414fc09fc4a12bcfd3a9785959218026e760e1108e0300c0603551d"
    "130101ff04023000301f0603551d23041830168014496230012926838873851a6b39439728d72d30d730170603551d11"
    "0101ff040d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e"
    "06082b0601050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d040302034900304602"
    "2100afca12d986c4dcbfcca27b1a4df6c6b961869a2cf86da440b888ba40e3c07c81022100a1e6431cda3f927012f838"
    "3756c57354677386eaa5830476f772aabb32d587c716030300720c00006e03001d20206528c22105d9ad8b4588c744c6"
    "6da9b645b2260c0bc8ffa814f176fd24630804030046304402200f2de0ff9231f89ab0c48974cc3f4f897676bd9b8eb3"
    "c9d7f1d14531fbbe75be0220362ef5e70f3649391c5fae7f3c1a622d752aa13c25fd8adb1511368b4aa5cad616030300"
    "040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0303 alert 2 48', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
