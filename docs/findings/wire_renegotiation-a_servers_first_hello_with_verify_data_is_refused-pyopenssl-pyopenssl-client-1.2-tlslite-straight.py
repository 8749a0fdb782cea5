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
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_renegotiation/a_servers_first_hello_with_verify_data_is_refused[pyopenssl:pyopenssl:client:1.2:tlslite:straight]#0

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
    "16030300770200007303033d8cbf40b1eafcbc216939b590fe57c233f5a2b7e1a2763af8acdfe35eefdf18209362f9eb"
    "1d2fb30a594a7cce5203a0dca6aeeec5710429d69cff529726d75d36cca900002b00170000ff010019187477656c7665"
    "20627974657320616e64207477656c76652e000b0002010000230000160303023b0b0002370002340002313082022d30"
    "8201d3a003020102021438485d03c6f8e73ede119e877be741b1c6603120300a06082a8648ce3d040302304031173015"
    "060355040a0c0e74727573746d652076312e322e3131253023060355040b0c1c54657374696e6720434120234c506d79"
    "4554667a4b2d5449596267423020170d3030303130313030303030305a180f33303030303130313030303030305a3042"
    "31173015060355040a0c0e74727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274"
    "202366493449715a4a43685a5235493957673059301306072a8648ce3d020106082a8648ce3d0301070342000478ae68"
    "a929db7e1956e04692ec166c85fbe11ac56a0c908be023cf32bed58777e8ebcdbba9bc2d4e4a17f5b63f313151142d21"
    "a6451fdd1049047210d27205c6a381a63081a3301d0603551d0e041604146c7350b4bc6de450a799ac0369b3be53cf1c"
    "9092300c0603551d130101ff04023000301f0603551d230418301680141ed9be3b055119f6f53ee3bd00dcc9c7db1310"
    "0330170603551d110101ff040d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d"
    "250101ff0420301e06082b0601050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d04"
    "03020348003045022100dd8052f754b5336f136aa4ba828a18772ab53c18629281e0d7947d07b4c58398022018e42057"
    "82a9e56e351fab49a54875b2dc2999528888912f496e4b6f31386c0216030300730c00006f03001d208c346ba1c109ae"
    "0b6108344dbe11a2907983011c6579a3016ea78e18ee88e85104030047304502206382ad63d30b2deb8f2131bf78308f"
    "04ab9f648ff9d98cbfded2a4d64c3224d3022100ef7ceb714f4f0279abe6d8514f86bf9eb39d256cc081336838e3d265"
    "2d30290216030300040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


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
