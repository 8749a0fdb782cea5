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
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/tls12_an_unasked_answer_is_refused[pyopenssl:pyopenssl:client:1.2:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUIQF/+PZEPZeNxcfta8V9dPTm8H8wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNMUG15RVRmekstVElZYmdCMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
6h+9SfqdJ5/dC+XbTTmYOsiOIm3PuZi/b4Yni7LSu44NgNG/3evFmH4Ddbx99jiJ
31oJreNSCFymvHcGpoylR6NFMEMwHQYDVR0OBBYEFB7ZvjsFURn29T7jvQDcycfb
ExADMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0kAMEYCIQC2RfTzAF2Ts6eMoGOBWqoq10QfiOWz4D9epLzccOoc6QIhAPew
P5xSYlgR6uEpYOHzTyQVbJArU1JDIPYvrtAZrvJk
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

    def __init__(self, context, server, name=None, session=None):
        self.connection = SSL.Connection(context, None)
        if server:
            self.connection.set_accept_state()
            return
        self.connection.set_connect_state()
        if name is not None:
            self.connection.set_tlsext_host_name(name)
        if session is not None:
            self.connection.set_session(session[0])

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken


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


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1603030068020000640303ac3a66a5438d9f312f7b40fd517cf330ec69b35d4f38cd47f97e3b38b3834e5e202ed44def"
    "6f05e9ee7f39656622f84f001c973ef6847187abe93c877a34d388b8cca900001c00170000ff01000100000b00020100"
    "00230000001000050003026832160303023b0b0002370002340002313082022d308201d3a003020102021438485d03c6"
    "f8e73ede119e877be741b1c6603120300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120234c506d794554667a4b2d544959626742302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202366493449715a4a43685a523549"
    "3957673059301306072a8648ce3d020106082a8648ce3d0301070342000478ae68a929db7e1956e04692ec166c85fbe1"
    "1ac56a0c908be023cf32bed58777e8ebcdbba9bc2d4e4a17f5b63f313151142d21a6451fdd1049047210d27205c6a381"
    "a63081a3301d0603551d0e041604146c7350b4bc6de450a799ac0369b3be53cf1c9092300c0603551d130101ff040230"
    "00301f0603551d230418301680141ed9be3b055119f6f53ee3bd00dcc9c7db13100330170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100dd8052f754"
    "b5336f136aa4ba828a18772ab53c18629281e0d7947d07b4c58398022018e4205782a9e56e351fab49a54875b2dc2999"
    "528888912f496e4b6f31386c0216030300720c00006e03001d20f1d3070687456929b48dc08d8160ef4d034794ec109c"
    "4b9db4d47e3c94103c3404030046304402202d84aa9045dc0a4e7c06f2e6e44b0e262038e7d08b0c0415659f8b87978e"
    "f51102201cdd3dc0796b94039dcdfab1d486da6cf7ca6ea6ff67fe61e537f95e580f379716030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300640200006003031f6970246fb8666b6c19c1b5fde718faa24bad2cd1f50e875668ae245257ae2c201f33fff6"
    "999456070ddbcb260f12bebd0069f51579eeb0c1c4473df2855176b5cca900001800170000ff01000100000b00020100"
    "002300000001000101160303023b0b0002370002340002313082022d308201d3a003020102021438485d03c6f8e73ede"
    "119e877be741b1c6603120300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e32"
    "2e3131253023060355040b0c1c54657374696e6720434120234c506d794554667a4b2d5449596267423020170d303030"
    "3130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d6520"
    "76312e322e3131273025060355040b0c1e54657374696e672063657274202366493449715a4a43685a52354939576730"
    "59301306072a8648ce3d020106082a8648ce3d0301070342000478ae68a929db7e1956e04692ec166c85fbe11ac56a0c"
    "908be023cf32bed58777e8ebcdbba9bc2d4e4a17f5b63f313151142d21a6451fdd1049047210d27205c6a381a63081a3"
    "301d0603551d0e041604146c7350b4bc6de450a799ac0369b3be53cf1c9092300c0603551d130101ff04023000301f06"
    "03551d230418301680141ed9be3b055119f6f53ee3bd00dcc9c7db13100330170603551d110101ff040d300b82096c6f"
    "63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206"
    "082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100dd8052f754b5336f13"
    "6aa4ba828a18772ab53c18629281e0d7947d07b4c58398022018e4205782a9e56e351fab49a54875b2dc299952888891"
    "2f496e4b6f31386c0216030300730c00006f03001d20d3c306da95499a02035ca297e6895fb577aa2403c12796dbe223"
    "a12ad330af2b0403004730450221008474b6e857dc9d36e0465c4511db66c8ca4844eda5f08fb95244bceb78e8bdbf02"
    "20122fee590ebcc5b1949cdb9c1e7796bdf1576028793fb0b2c337df72eafe46bd16030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300680200006403032f812c9731a4fc8ad93be758d6fb3fceb838fb8d7875e10b2f02164344ae2d5520508b9af2"
    "5a68c705cd7d77503adf616f31e422f6ee5a73cd5f23c2170dbaad67cca900001c00170000ff01000100000b00020100"
    "00230000000e00050002000100160303023b0b0002370002340002313082022d308201d3a003020102021438485d03c6"
    "f8e73ede119e877be741b1c6603120300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120234c506d794554667a4b2d544959626742302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202366493449715a4a43685a523549"
    "3957673059301306072a8648ce3d020106082a8648ce3d0301070342000478ae68a929db7e1956e04692ec166c85fbe1"
    "1ac56a0c908be023cf32bed58777e8ebcdbba9bc2d4e4a17f5b63f313151142d21a6451fdd1049047210d27205c6a381"
    "a63081a3301d0603551d0e041604146c7350b4bc6de450a799ac0369b3be53cf1c9092300c0603551d130101ff040230"
    "00301f0603551d230418301680141ed9be3b055119f6f53ee3bd00dcc9c7db13100330170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100dd8052f754"
    "b5336f136aa4ba828a18772ab53c18629281e0d7947d07b4c58398022018e4205782a9e56e351fab49a54875b2dc2999"
    "528888912f496e4b6f31386c0216030300730c00006f03001d202b2103606fa1b9f43b9fe7becd46d616aee955628b71"
    "0710d03586632b167c5e0403004730450221009f7e811d89f0dfd63faafe2a5709ae9798fd07c9482b6ef861eb016b2d"
    "0fac4702207c2fed6a9fec1e957431607f511ba427be63fd56a6063bda37af4d628c65bc7316030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


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
