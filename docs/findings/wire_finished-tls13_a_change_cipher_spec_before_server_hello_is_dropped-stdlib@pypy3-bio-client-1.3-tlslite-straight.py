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
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[stdlib@pypy3:bio:client:1.3:tlslite:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUBT+N4/0XWsa6dxMjTYdkFiE8otowCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0pPRXpPRVo4cmNWcVJVTDkwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNKT0V6T0VaOHJjVnFSVUw5MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE2uVlY+ZXoAjNcwYN4hJwp0pBGbjpykLCmXFu5cGMMMoW3F61JcaaW/cNBxh1rO4s6m77oQxzhoMJESy4
zGkkCqNFMEMwHQYDVR0OBBYEFJTMku2fDmuGWt9k1ats/BNdw7BHMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIFudnortUpXKfkHt0nm5L1aSU2HCbBoft+k4ucvipsuUAiEA3MCUWgJJnQqswkIZ9F+tlH8PXxVO
dl98FWk6ONRPdX8=
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


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
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
    "140303000101160303007a0200007603034438307354c9d5b05df972f16e1f5e9ef4c0eb0bc865421a999f93cc6744b5"
    "cd20a7be023d85c8114d2d05b6662039618095e9efc6e0319c4f8f3e7fa20f395b90130200002e00330024001d0020b9"
    "0b7bf30c90be3fc8c6b317cd4106a90b1201f452752fcc8af671cc24b5a14f002b000203041403030001011703030017"
    "55f25fb1af50162b01b145c8aed8817d753d1d5309d31c170303024eee9e2a14cbe236fb5c682b24f76481b811cf4f3d"
    "95ca7277f12ba7f744a33697bb47f06ac52f0e8b1595c0b702710893125e330ad75ff539012b0d8cbd7753c3f36386ed"
    "2e3923e4fc3723331d9ceccc5e38e4347bcdbbb6156322342332c3a1462318078207277b711934e3557c7a1d015210a0"
    "af4cc9dee4b186b302794bae89eca28237dbdd10b05eb2b1925ece21bca26e0422ca6d4a3a1c8b5f3b6ec629003e57d2"
    "2804d64de66a2fdd83ac89426d08936953aa7cb2af5baf9231be10dddb2978c97bcda02699b261a5a4055acce656b558"
    "8942b78e3f29fc13ee9c3c2adc8eacb8e89bd7e6bd210da09c00d0eb1a513740c11646350beaea5b91e3314c4cd1e443"
    "cc12656a52245cfcd7e903d98661ce943d265b3abe515a52cdd45f008253107dd0c90187020180c28131dc6b0c888dcd"
    "6ef94ed1b017b2b92b8b6a922250568814d6c43f4fc1addb77ac80c101b4b2d731cd8c334e259bbf0f7912c2fde8da90"
    "9453b09cb663465b1d9e35dcb98f560bc2bcf41035d8a48565c3a14bc43d77e756199449761574113da297ace01f89f4"
    "2c0e43aa7ef16088d30c1134ca8cd779663d4dd16081edd4f9fa8e223e0a08c7e5ea76a9d150431a69f16e1f93536660"
    "77c8cd0dfec0a536482f1cec1a9bbe9212ac93c2179f2a9b068075a817cac933b23ff0e8e7504cf3505cecfed1358c6e"
    "759ce4e7a1c11d6a1a50182d53b70f499088b80e327e8622325e19b6c18a0a9255c81d94837b0016e0c1798af40b54e9"
    "cdd0a3f24cd81b0168083abc855b99b26e484b946f703837b681167f9219c22cef7cd3eb7414ea4c0e26170303005fad"
    "c6e7a28c2e17a7ecbd8a5d48b2a3169ec040e58b5d4cb9af6427693990d3ccf627f9d25d89ba0149b7d8f7ff56673cde"
    "2eec7e7b87e44f63ad0b3d39d7d638a5d62f291e14d1a183182929be088df9a96171818b90f504b546014c5cdc311703"
    "030045808365be1f1aba16ca07bf0cf07babf1d3bdfad963911117707f041c9cbe5782178372c9f970970ae89f4b3c3e"
    "9c2f493718a8da6a25388df770d3e5a3b7822d98cfcfd02c"
))
call('handshake()', lambda: subject.connection.do_handshake())


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
