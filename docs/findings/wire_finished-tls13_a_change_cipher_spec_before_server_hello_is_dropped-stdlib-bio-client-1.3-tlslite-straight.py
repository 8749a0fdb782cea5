# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to SSLError (UNEXPECTED_MESSAGE)
#
# Origin: handshake: subject handshake returns -> SSLError UNEXPECTED_MESSAGE [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[stdlib:bio:client:1.3:tlslite:straight]#0

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
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "140303000101160303007a02000076030306962fd116c3dd6e82a8c92a7e594304b48fdcb33c0a1ba250da03912dffeb"
    "15200d927c49ac4dac27c21eb3921639d0111f3abeecc657ac4b6bc43ee44abda397130200002e00330024001d00205d"
    "c25775ef56ce4c23636d853284cc4b0a3c92e333b71109f71cf70d4142bd00002b000203041403030001011703030017"
    "082456bc0c1b4ebeb9231598de0dbaa0e465dc11270eb0170303024f875e706b6beaff10d94aaccd032e74650b293278"
    "c964814636e585e93bc69a44dd1525ef43a336f67ddea61bed8535ac5fd3c7d7c66ad2a487d7f07e90e2547f491bcfe4"
    "206067cfe9cea79f2723ae87ad027d9fcaa3b74eed26f3f6a47ea97897ffbd0b3312467cc69662c8ef07c37530dfc788"
    "47501ca0c1d1126ab05a6fa8d107abd378ba744c86f67061731b6ad12d087b68757ea46e64bd91e9f6e21b48b5f267fb"
    "db79101e41cf39babb4e83b39c848198a89650e40e17757988331c9b61f3a5e242dfc1de76c7ca2fe936959dc0f73821"
    "4f7f471ea70ec347ccbcdb64562613052993203693a18637dd88b83751b5dace1d7e9a1411b73fcedb9666836b977683"
    "a036d9fcdc23c9d360903d6750a4073c0db7158475039b5cf4820716e6c4158452ddbaecf8c252b76e65ab61c5931296"
    "a7a39744be5f40b7a9649d0cfd97349661d2f178f1322dc7a10c339a5773359e8535c65dbc13d69015fce886a845ed87"
    "aa3e28e8a61f6a3d645b651943d18fbe2150968d03d66d8e88ed71e6ff9f83495e5851d2087e29d278e8896d3ab66d1c"
    "1928b4b98a6c1c318d84366c88d41597a66418e36110c5b6a0d0a3ca6c84c8b1a0ed9a47436a430a8ce77d4bd9495129"
    "601e59d3483c47d11ddeea81a56a043b74c73354ac260cae6d2c3dc2edc411b3ffb099c3a398f95a622b09926713c2e9"
    "937b31f9a06bde8d5ba1e1b1dc5b8f7682f616ab02b823bc62ceb91cbf72302df15dd7d788bd4960e5c46683fe61dc7a"
    "27dc88339af72dddc509ee7022983b8e15c5e4fcc9c543728db4e2ac490cf79883172f1fcad63c315b33b81703030060"
    "b3b48d7fbfaabe12cb07d418ab55925004955d91e885541248e1e92222f14be9c3728d9ebbb0cc151abcaa64892419dd"
    "aa08823937ded6e03bb930d768d44e0eaecc9b9af578185a062e3f62d0628f614bec99a00b185d7e0bc6fe8f1caef820"
    "1703030045e818034dab3ff8bcbedc0e743823cfb8a2fe2d7f6a16ab319734858a721f229de2373ccd8a6ba82e9140a7"
    "731a5d47bdbffa6f7d8baa1d87228812b03a5a4d49b10d20f298"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


FOUND, AT = 'subject: handshake() -> SSLError (UNEXPECTED_MESSAGE)', 1  # what is wrong, and which of the lines that begin so it is


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
