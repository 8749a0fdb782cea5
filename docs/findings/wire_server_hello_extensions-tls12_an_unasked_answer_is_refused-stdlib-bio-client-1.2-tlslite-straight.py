# A ServerHello that answers what the client did not ask is refused: unsupported_extension.
#
# Clause: A client of TLS 1.2 refuses the answer to an extension it did not send with
# unsupported_extension. (RFC 5246 section 7.4.1.4; MUST)
#
# Came: step 11: the subject alerts fatal unsupported_extension, but it came to fatal
# illegal_parameter
#
# Origin: handshake: the subject alerts fatal unsupported_extension -> fatal illegal_parameter
# [server_hello.extensions += [extension(use_srtp + 0xfe00 * (not
# absent(subject.client_hello.extensions[use_srtp])), vector(2, u16(1)) + vector(1, b''))]]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/tls12_an_unasked_answer_is_refused[stdlib:bio:client:1.2:tlslite:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUZaP4DiqovT9CqB3lVTCXufNBxjswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I1REQ1kwOW1CV3pMRkl1YkQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNURENZMDltQld6TEZJdWJEMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
l6BSwSxtiRMLGhPsCM2aw27JCDU08YUS+bruEGbP2uxcx4TYAyQQ7PzljCxASCL3
5Gr2yEaYMUdxel44E5f95aNFMEMwHQYDVR0OBBYEFN6TctTN+jqpV6F7uDQOWxQU
pYoTMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0cAMEQCIEO8qQw3j7hvBiOKwPzD18LmzMbrATTydvxDcqT0hzWvAiA5b/sO
s7xuEfJZjiGvIXs542wcTakxGgI/yiFun1aZUA==
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

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300680200006403039b5b26f3da701b962fb30dcade3ef9afb4424ecc7390d858185c38abe5b63b0b203eb11eee"
    "ee17a743ae3ed1350eab6eeea06b21cdbb8b0a7682faf05acdcd5c6dcca900001c00170000ff01000100000b00020100"
    "00230000001000050003026832160303023b0b0002370002340002313082022d308201d3a0030201020214507f36a7f8"
    "5404ade12a97db775fe02b1f355cbb300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120235444435930396d42577a4c4649756244302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e67206365727420237269383453747232484c315031"
    "4264653059301306072a8648ce3d020106082a8648ce3d030107034200042a15fa9217a8b0a6d81f076476f01c0eb074"
    "4fc964f140d3985f1a9dbaedc92646b6feb5c9e0d3ddc16a16e871cb484a5021994c31d0831da1862a9897438b8ba381"
    "a63081a3301d0603551d0e0416041460dbab84cf10af8db69471bed0558ad923299a77300c0603551d130101ff040230"
    "00301f0603551d23041830168014de9372d4cdfa3aa957a17bb8340e5b1414a58a1330170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d040302034800304502204d58a4ab8bde"
    "25dfc5078bbe2c7e2f60af6c9db8869fcddfa78b963d5ef4db360221008fd86a1bc1aeb1c28c555ee88d0aec32ea2554"
    "cab5e6deaca539232571669afa16030300730c00006f03001d207c8edd79e2ea58044f3e88874db7f45be3a4e862f12f"
    "896cccf43e42ca48be38040300473045022100c10a6eb685eebb429a2c8513e1124b30039b5beed3ab78eb3b315934bf"
    "dc545302203d69a10a80d4b7b45cf5f9c15157fa0d1955c05da35d6eeeae78f99c70ae639a16030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1603030064020000600303e43885ffaf3b1b2dc8c781f885937a1c736a467e9d87eddd37eea46babe8bada206ec27c65"
    "0ffeb197c46ca0ae84799881af2892b12d661b3e2418853f824cc4b6cca900001800170000ff01000100000b00020100"
    "002300000001000101160303023b0b0002370002340002313082022d308201d3a0030201020214507f36a7f85404ade1"
    "2a97db775fe02b1f355cbb300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e32"
    "2e3131253023060355040b0c1c54657374696e6720434120235444435930396d42577a4c46497562443020170d303030"
    "3130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d6520"
    "76312e322e3131273025060355040b0c1e54657374696e67206365727420237269383453747232484c31503142646530"
    "59301306072a8648ce3d020106082a8648ce3d030107034200042a15fa9217a8b0a6d81f076476f01c0eb0744fc964f1"
    "40d3985f1a9dbaedc92646b6feb5c9e0d3ddc16a16e871cb484a5021994c31d0831da1862a9897438b8ba381a63081a3"
    "301d0603551d0e0416041460dbab84cf10af8db69471bed0558ad923299a77300c0603551d130101ff04023000301f06"
    "03551d23041830168014de9372d4cdfa3aa957a17bb8340e5b1414a58a1330170603551d110101ff040d300b82096c6f"
    "63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206"
    "082b0601050507030106082b06010505070303300a06082a8648ce3d040302034800304502204d58a4ab8bde25dfc507"
    "8bbe2c7e2f60af6c9db8869fcddfa78b963d5ef4db360221008fd86a1bc1aeb1c28c555ee88d0aec32ea2554cab5e6de"
    "aca539232571669afa16030300730c00006f03001d20e7c5adbcf8284624d4c3b5ddd7ebdc4378d128b00f03fef49a0e"
    "c05b8304d825040300473045022015db3abea97095676430c2c6fa87e2876108b8e0de9195c0d041a8d79ef9549e0221"
    "00b7b64af7bce73a52fd68fc072e1ebfbf56dabadb4245c08d6e8c8f77d53e448016030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1603030068020000640303e9a5d4aa5a7fb59e0cdc439182a57ba6de0f4d10f72c9f2cf10621c44cd7b969200e0e61ac"
    "34fa20a3e79829389889d0ec2a34014940e787957040994cbefd0bffcca900001c00170000ff01000100000b00020100"
    "00230000000e00050002000100160303023b0b0002370002340002313082022d308201d3a0030201020214507f36a7f8"
    "5404ade12a97db775fe02b1f355cbb300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120235444435930396d42577a4c4649756244302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e67206365727420237269383453747232484c315031"
    "4264653059301306072a8648ce3d020106082a8648ce3d030107034200042a15fa9217a8b0a6d81f076476f01c0eb074"
    "4fc964f140d3985f1a9dbaedc92646b6feb5c9e0d3ddc16a16e871cb484a5021994c31d0831da1862a9897438b8ba381"
    "a63081a3301d0603551d0e0416041460dbab84cf10af8db69471bed0558ad923299a77300c0603551d130101ff040230"
    "00301f0603551d23041830168014de9372d4cdfa3aa957a17bb8340e5b1414a58a1330170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d040302034800304502204d58a4ab8bde"
    "25dfc5078bbe2c7e2f60af6c9db8869fcddfa78b963d5ef4db360221008fd86a1bc1aeb1c28c555ee88d0aec32ea2554"
    "cab5e6deaca539232571669afa16030300730c00006f03001d2008d892102b04fe301e04fdbac0bb1b11a4af4b041930"
    "ae1c2e10ac1f9008814d040300473045022100b7ce3db574087e24b4d0fd84a2402f022eb559f2ef966dc5f19ebafb8a"
    "746a4f02205a535f5a713b38966fa13ae6de067050bde24ca798424afe94ac1930ebc1d27816030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


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
