# A handshake that failed and is tried again is an SSLError, and no SSLSyscallError: no system failed.
#
# Clause: After a fatal error every call on the connection raises SSLError or SSLEOFError again; none
# wants more, none blames the system. (Python docs, library/ssl, SSLError, SSLEOFError and
# SSLSyscallError ("a system error"); RFC 8446 section 6.2; API contract)
#
# Came: step 4: subject: connection.do_handshake() raises protocol error or ragged EOF, but it came to
# BlockingIOError ([Errno 11] Resource temporarily unavailable)
#
# Origin: handshake: subject connection.do_handshake() raises protocol error or ragged EOF ->
# BlockingIOError [Errno N] Resource temporarily unavailable
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# dead_connection/a_failed_handshake_fails_again[stdlib:socket-nonblocking:client:1.3:honest:straight]#0

import os
import re
import socket
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


class SocketEnd:
    """A non-blocking SSLSocket over one end of a socketpair, whose buffers are small."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.far, near = socket.socketpair()
        for each in (self.far, near):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self.far.settimeout(0)
        self.connection = context.wrap_socket(near, do_handshake_on_connect=False, **arguments)
        self.connection.settimeout(0)
        self.queue, self.ending = bytearray(), False

    def push(self):
        try:
            while self.queue:
                del self.queue[: self.far.send(self.queue)]
            if self.ending:
                self.ending = False
                self.far.shutdown(socket.SHUT_WR)
        except BlockingIOError:
            pass
        except OSError:
            self.queue.clear()

    def feed(self, data):
        self.queue += data
        self.push()

    def end(self):
        self.ending = True
        self.push()

    def take(self):
        try:
            return self.far.recv(1 << 20)
        except OSError:
            return b""
        finally:
            self.push()


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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = SocketEnd(ssl, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
subject.feed(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.recv(65536))
call('read(65536)', lambda: subject.connection.recv(65536))
call("write(b'after the end')", lambda: subject.connection.send(b'after the end'))
call('read(65536)', lambda: subject.connection.recv(65536))
subject.feed(bytes.fromhex(
    "160303007a020000760303097e1738741610ed37f694ef0974a1e4c0360c7b181785c0c81dfb45ff3d82c020aafc7105"
    "1c606dfa8dd946ee802d78e2a9c992c384d82a5c1392efa02aaf4ace130200002e002b0002030400330024001d002013"
    "5bf6afbc6b43c736a2432a7bec571f6e89caf3e185c3e4af85668de19056231403030001011703030017a7b3fad49883"
    "7596a367f9671bf6ac6f37bbbfc9509c44170303024ff307297eb3d015b524f7c412488efd58703986b6adf9887980db"
    "f2ca76e9a5bf5dd7a4a886180e1c60038f2971d1ce3570e20c5e1ad867ac516032f1db8987dadfe31f8928320b2d9efb"
    "caaf94e760347c93ab721469dc533390c73cc552bf60078d0f9b0daa32934c786e772e02de61870791607da6482386f8"
    "a8f197d3a7e6e9951d4603139b564cc01992acea5fd8dd32d27f7adaf30d4b6d1920160fd8f096298f6d0ff91947832c"
    "8990e0ccf982c1f6cec3246f5717a7a1f54d36c55fbdcfe7c43d6f0bf532e6b15b31f203c8055b10db16545f891641c8"
    "15ef09dd68edc19a956f60cefb93fe467ba2a2367b948f8bd36b89c24f2784b3bb21e2455889eaa6bdddd11594f6dc54"
    "346a3a19822fb2e89eba0f591ae81584a450536e2d2d30c7d035c8cbe439f9cdd8184f2f59018d989a0bad95daf01491"
    "afcb9729ef78d2033654331be0bd8d49ef650f0b01c05d2f56cfadfa699ce7be88265c8fbfb6b649b528295d6ac5120d"
    "5dfe3602fbe0d984b50b90c3840f810c5266e29fa5551f54d559e9b56af5b659a299f85b965e232bab8369e0a61bfb63"
    "bd79e0e562e836c5bf6f02bc6cd65e2e7e6ca84bb3833e30899a025af2d820edf46d2ced311639dd9491412cd6e071d5"
    "72bf57f4a642b4c716aa0eb381d1b5f2c605838e10952fe3e527ce9a17f6eb8b5e67129cd870370675ae7e218f3b4ba1"
    "48216c62d8ae5bc7ea22192e12a664c002f3f14121112b8cdc6983bf40859391c0e20747166f1d3ac8e8077e3eed92ff"
    "e4d6dcc9d87cec52448f0ce149fece785a10cf05d0f36657c2fa0881d7fb555304cc001caf17030300603e8d88cd2369"
    "1ea0f2d9c2c2de60223934dd8a2b6ee8e0a3ac3cc128b6c3e52793f43cb9aff3f2c7039c0defc4ccbcd9da796dd17f9f"
    "f973a376abb88791832c47872820858ecbf436e31aaa66fe79622e40fc1daf6430009e0826d28ec00ba0170303004530"
    "c4f6b5e3355cd64352d919b46187be33fe7b6e6ea60ef1119b9b4d333d1032695f76022f5789fea9c19b8d4aa4de5532"
    "6867a29075f5d6ebab80fb7304a148c9092acb80"
))


FOUND, AT = 'subject: connection.do_handshake() -> BlockingIOError ([Errno 11] Resource temporarily unavailable)', 3  # what is wrong, and which of the lines that begin so it is


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
