# A ServerHello that answers what the client did not ask is refused: unsupported_extension.
#
# Clause: A client of TLS 1.2 refuses the answer to an extension it did not send with
# unsupported_extension. (RFC 5246 section 7.4.1.4; MUST)
#
# Came: step 11: the subject alerts fatal unsupported_extension, but it came to fatal
# illegal_parameter
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/tls12_an_unasked_answer_is_refused[pyopenssl:pyopenssl:client:1.2:tlslite:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types

from OpenSSL import SSL


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


class OpensslEnd:
    """A Connection over memory BIOs."""

    def __init__(self, connection):
        self.connection = connection

    def feed(self, data):
        self.connection.bio_write(data)

    def end(self):
        self.connection.bio_shutdown()

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken

    def read(self, amount):
        try:
            return self.connection.recv(amount) if amount else b""
        except SSL.ZeroReturnError:  # the other end's close_notify
            return b""

    def close_notify(self):
        if not self.connection.shutdown() and not self.connection.shutdown():
            raise SSL.WantReadError


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


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject_connection = SSL.Connection(subject_context, None)
subject_connection.set_connect_state()
subject_connection.set_tlsext_host_name(b'localhost')
subject = OpensslEnd(subject_connection)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303006802000064030306ec2ec43b2801c70c5ed2520621e3e26ed838dcc444cb8ab757d091bc65dbd620ab596e72"
    "ac54c08aa1ccad7f9682f315301f0331a9c1630e77e9b4a1812b653fcca900001c00170000ff01000100000b00020100"
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
    "cab5e6deaca539232571669afa16030300720c00006e03001d201cd1270a086ee3afe2b7d17bc281802ad9d306f54602"
    "0a93fdf1ac9aea364b160403004630440220761f6bc5e7592e00f9d690fb991cc470ab15241f72a2c8c7250a89f03333"
    "c22a0220041bb86c325fdcedae2a53798af1f947b25542993957f2cc8fa094e4c50da1dc16030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject_connection = SSL.Connection(subject_context, None)
subject_connection.set_connect_state()
subject_connection.set_tlsext_host_name(b'localhost')
subject = OpensslEnd(subject_connection)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300640200006003033caa63a470b23fe23c0e563ffd551cd0a9f7e22c3467c5d026f3d62c59581dd420dc2a20a4"
    "84e6b6965352ef3b8df668679ab778e20c4232f72edd08a2f3a23c1ccca900001800170000ff01000100000b00020100"
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
    "aca539232571669afa16030300730c00006f03001d206b3bb592d97ecfcb8ae9819979934c849b18baa7314219088938"
    "3357af8a316a0403004730450221009ae2b90acac1fb12c70b47bff1dd4d8d1b21d5a41e68737c06874b95165905e702"
    "2018284a20201b911fc3f41b83e2f2c2157916acbf1e6323929c6a8be5f8ea8d8016030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject_connection = SSL.Connection(subject_context, None)
subject_connection.set_connect_state()
subject_connection.set_tlsext_host_name(b'localhost')
subject = OpensslEnd(subject_connection)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1603030068020000640303d36ff3dbbeb4d218cb406d954f0e4868f5d9a4fbf6a71d52e341ad019a98aa48205b2c20ad"
    "c830d892357335bd13fac5e5a7e3df80a1093566222e69d0a14f9ea2cca900001c00170000ff01000100000b00020100"
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
    "cab5e6deaca539232571669afa16030300720c00006e03001d20465f6fec63c9327f3e1e6e237a5d792333b862494fba"
    "56b1fd277dc75a581d1004030046304402202547e1ecd9094c4ac78a11752b4b81ed99bed8808a24d3875aa6a08a7363"
    "affe02202300456bbdfde83602eb4985e828e324f7050b7dcc2361a4418230f649b5d87516030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.read(65536))
call("write(b'after the end')", lambda: subject.connection.send(b'after the end'))
call('read(65536)', lambda: subject.read(65536))


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
