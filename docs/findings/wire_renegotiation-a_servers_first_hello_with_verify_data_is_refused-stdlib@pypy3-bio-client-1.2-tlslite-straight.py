# renegotiation_info of an initial ServerHello is empty: with content, handshake_failure.
#
# Clause: A client refuses an initial ServerHello whose renegotiation_info is not empty with
# handshake_failure. (RFC 5746 section 3.4; MUST)
#
# Came: step 3: the subject alerts fatal handshake_failure, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal handshake_failure -> fatal illegal_parameter
# [server_hello.extensions[renegotiation_info] = vector(1, b'twelve bytes and twelve.')]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_renegotiation/a_servers_first_hello_with_verify_data_is_refused[stdlib@pypy3:bio:client:1.2:tlslite:straight]#0

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
    "160303007702000073030317fbd9ef990ef404b80df9c4cd880eee70c51225140d0a1b3c9520ed8e50d66f205fe9cf60"
    "529660234bbcc2c8e7050044bec77287f84816bd22b231cb3e59e562cca900002b00170000ff010019187477656c7665"
    "20627974657320616e64207477656c76652e000b0002010000230000160303023b0b0002370002340002313082022d30"
    "8201d3a0030201020214507f36a7f85404ade12a97db775fe02b1f355cbb300a06082a8648ce3d040302304031173015"
    "060355040a0c0e74727573746d652076312e322e3131253023060355040b0c1c54657374696e67204341202354444359"
    "30396d42577a4c46497562443020170d3030303130313030303030305a180f33303030303130313030303030305a3042"
    "31173015060355040a0c0e74727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274"
    "20237269383453747232484c3150314264653059301306072a8648ce3d020106082a8648ce3d030107034200042a15fa"
    "9217a8b0a6d81f076476f01c0eb0744fc964f140d3985f1a9dbaedc92646b6feb5c9e0d3ddc16a16e871cb484a502199"
    "4c31d0831da1862a9897438b8ba381a63081a3301d0603551d0e0416041460dbab84cf10af8db69471bed0558ad92329"
    "9a77300c0603551d130101ff04023000301f0603551d23041830168014de9372d4cdfa3aa957a17bb8340e5b1414a58a"
    "1330170603551d110101ff040d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d"
    "250101ff0420301e06082b0601050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d04"
    "0302034800304502204d58a4ab8bde25dfc5078bbe2c7e2f60af6c9db8869fcddfa78b963d5ef4db360221008fd86a1b"
    "c1aeb1c28c555ee88d0aec32ea2554cab5e6deaca539232571669afa16030300730c00006f03001d20945bd341061b6c"
    "3bef2b55e7a5330d819aaa3bc057610bc356484d754c7b5c6c0403004730450221008d4421293dfa5f0e3ddc53128152"
    "95ca8ddda53ecc4c0acc7a4fffd9f5717d3302207c2a88cf8e3ccc0fbcc389ddccc31e4cd789cf647a38e02f0ce72c40"
    "84ae0b1316030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


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
