# A signature with an algorithm the client did not offer, or not of the key: illegal_parameter.
#
# Clause: The signature algorithm of ServerKeyExchange is one the client offered, and fits the
# certificate's key. (RFC 5246 sections 7.4.3 and 7.4.1.4.1; MUST)
#
# Came: step 15: the subject alerts fatal illegal_parameter or, tolerated, fatal handshake_failure,
# but it came to fatal decrypt_error
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, fatal handshake_failure
# -> fatal decrypt_error [server_key_exchange.scheme = rsa_pkcs1_sha256]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_key_exchange/a_scheme_that_was_not_offered_is_refused[stdlib:bio:client:1.2:tlslite:straight]#0

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
    "160303005f0200005b0303c6d9243548db842fedf3ead52ff5d885e4116d6650bc29163ece6096372a738620fe929524"
    "363f5aaf5916a939590343c487919761bc63c3f6f7a93516b8c4a17bcca900001300170000ff01000100000b00020100"
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
    "bb32d587c716030300730c00006f03001d20df19195bbc7c1dfbb940f6870982185f53bed83c7e8330d3efce6a4e3001"
    "4600fefe00473045022100ed00a7b4de907d3b01cf4f345bc3ccaf3b02b2f8de4632721d49523cb54922b10220466d04"
    "b5add1564fe790740614ae0732527e53a1dcccdcba1ae844aeaf01fcc016030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b0303992842521393fe16092d69ca7cf537eb08c584a7eefd14525f0294650b5702d92074c60978"
    "49cd6cca67727f2a6f46b8b3b26ec9c7f59fc8908f73d2e45d2430ffcca900001300170000ff01000100000b00020100"
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
    "bb32d587c716030300740c00007003001d205d03a2df3c144694e552e6cd700b3e0141cfad181a71c036195c728196f4"
    "9e30010100483046022100dd30c57312c2c9640c1021beb1f731ec5d1bf188761e04e558814f416ed2ca61022100903e"
    "90f4ef8ff8df8d7d5c8596912a9f3df6cf5adb1d8f1ac8deee214f05eb0216030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b03030d8b3df1f14f614a05c9136c60f9a984daab4f0ae076541a06756fb7d0bde4132069ece1e0"
    "4ceb7a3c6c317cd2d5ce2aa978379fb4c1b0a53220cf08aedb92eeb3cca900001300170000ff01000100000b00020100"
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
    "bb32d587c716030300730c00006f03001d2078bf1c0ea22ae9bf9cc80b12a1eb26feda2f93dba8908220b81ad897d6cf"
    "a67304000047304502204e32be3324a13bd1b672c9790c515e0e39164fb45dbb789929920864af51a938022100ce33f3"
    "7124577749b9d20a7a89391acc49c5094a2b5d26006a7d562009c93e0016030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303005f0200005b030308b2802177ef380a40f42d8887bf710ea89e14026c4b78fd5b92d9b1195e4f63207f569132"
    "666a9db7e1686a1a6da1bb827fd53cc375eeb8c3d022ec30ff815193cca900001300170000ff01000100000b00020100"
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
    "bb32d587c716030300740c00007003001d20eb99cb010362f51bc0ddf295d8457dcd5107190bcf12567383c2fcca6203"
    "0b56040100483046022100a2c5ed08163a693f6813432d38854a822f2177ece9d6cc94bbd6542a37aefe79022100a72e"
    "bab965dea50ddf5437d02e4ff1b70de777ec0b71904ba2ccba15ebd573fb16030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0303 alert 2 51', 7  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
