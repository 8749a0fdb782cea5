# A handshake that failed and is tried again is an SSLError, and no SSLSyscallError: no system failed.
#
# Clause: After a fatal error every call on the connection raises SSLError or SSLEOFError again; none
# wants more, none blames the system. (Python docs, library/ssl, SSLError, SSLEOFError and
# SSLSyscallError ("a system error"); RFC 8446 section 6.2; API contract)
#
# Came: step 4: subject: connection.do_handshake() raises protocol error or ragged EOF, but it came to
# SSLSyscallError (Some I/O error occurred (_ssl.c:1006))
#
# Origin: handshake: subject connection.do_handshake() raises protocol error or ragged EOF ->
# SSLSyscallError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# dead_connection/a_failed_handshake_fails_again[stdlib:bio:client:1.3:honest:straight]#0

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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
subject.feed(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))
subject.feed(bytes.fromhex(
    "160303007a02000076030385ca6e4013a2c23cf36b8d7c094cf4a6279f6d4316c52f40f6dc981298ee7b4f20e79d13b0"
    "9e1fd3f8b756757a6f54a6ed92213b5c7389bff14afb8aa640217ad6130200002e002b0002030400330024001d00202b"
    "95750b1aad0f11d8369a7ebda94ce3f1298a33bbfca8f6f30d229f4b970d2714030300010117030300173c0e689c7796"
    "462a1ca581ca04b6770a0b055f6b8b7e4f170303024fed6e4ab2cd6fab48c780dd724eeee38032f3257c5a7bcb373c3a"
    "5ae609587546c10977e82848ab1c64fd278d2840c7a712de518aaa7c23540bbff44c33f86859f84d5588d3ea2115b982"
    "458434f67e7435641b374e40a85a7b499daa8fb385097c5d6123c00aef00678b8945b86a4629478ed8889a268d08b891"
    "310d52e56fb21f6e7a072753a30e9fb689814ce802d880f60539cb43d352da68b762f5a5687672509abb1536d632704f"
    "41087535e786c6b3d513b1d69033482cb60c14459c073ae14191d5c19fbc3a8727bb38a3addf53ec04643b75e885bd10"
    "b92a057161c9d7813d90749830de76f661a0ddf15cb174950e4981060af356f4f55469845f4db387d845c1202cfe8432"
    "eb4acee4362f70da158bba413f0c300673d73bd7c98005513f91df9972a67c7fe7b25cb140b70a33ac856de6b855f150"
    "2a07b08338866f2790323f123ce4f2bb523a94b5797deae07e5353e9b7da101dd7b067d9193b7ee40a7b453b14ff24c7"
    "4d6087682589ca57e127b01462b39728cbd291ba9262731ac9c53c4ab0f23ed24a8e32a8ab9764ea9ce56720e54f5117"
    "bf4c2bb1359c79d5f359d267692002138d69ec3ac9d5bc83441eb49194b4a54f6a08e341db9026b50d901ae48eefbeaf"
    "b129a916f4540d89b12c99f46e7ef57b96f24ffdf4200cd6eb10498190af6e74f5fd5e03a50fdc435168425d9fc9eb17"
    "953df545faf3e666b2791b84d5b4e67a28ad11636e5ff9a29f605c801d522116e33792210d1968f838bff04f5fc06bbb"
    "bff97f18ec9df3c3dba268375ebc5e5e476b2c8f93128593e0229647311d0364de2c19499b170303005f6e063ac5c2f3"
    "3928844bd89a65dc5597174a073d1e22eaffdf35ef30e92e1d265ab006ca27052f2a89365f86dc03ea2b06800050b2b7"
    "485c225d180e29efce7c57fb31fbf013a4ac6000be511866509ff8fcbc8437798830a1f954a32d18401703030045c32c"
    "2b3b7263d0dd89ea091f638776c89e2c85c5db30fd7a658cefacf0f295165be804e48fd15b47d27adb354be47615a00a"
    "32ee2f12d3af388fe38afca6be6870ac30bee8"
))


FOUND, AT = 'subject: connection.do_handshake() -> SSLSyscallError (Some I/O error occurred (_ssl.c:1006))', 3  # what is wrong, and which of the lines that begin so it is


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
