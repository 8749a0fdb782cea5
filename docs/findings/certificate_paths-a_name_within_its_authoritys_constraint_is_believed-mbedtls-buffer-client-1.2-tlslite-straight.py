# An authority that may issue for "localhost" alone has done so.
#
# Clause: A name within the permitted subtrees of every authority above it is good. (RFC 5280 sections
# 4.2.1.10 and 6.1.3 (b); MUST)
#
# Came: step 3: subject handshake() returns, but it came to TLSError (TLSError([0x2562] 'X509 - The
# extension tag or value is invalid : ASN1 - ASN1 tag was of an unexpected value'))
#
# Origin: handshake: subject handshake returns -> TLSError
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificate_paths/a_name_within_its_authoritys_constraint_is_believed[mbedtls:buffer:client:1.2:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUMLxL1unnVVKnC3u1qJy2qiLwSo4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1JEa2dlTlVEbGR2MUVHQU8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNSRGtnZU5VRGxkdjFFR0FPMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+xQoa/Dpkowlen8qLXjF511cFJIeRBnfQY6REmXrAxx/qcOZoQbMKmW6UTDuYxNJ8ispdWlAx5WRMwRq
oGfve6NFMEMwHQYDVR0OBBYEFKRZBZfAnhzjod1RGr4U5NT0WHE3MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFLbytcz3E1uVPyFkBMWHjAmWBYm4v0Xq/CPK0QqngB1AiAZYx6iN+BmmwpUPPLyCjRn6cldgiE3
VyQPWMbSwqhtcg==
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class BufferEnd:
    """A buffer. What it has no room for waits."""

    def __init__(self, context, *name):
        self.context, self.queue = context, bytearray()
        self.connection = context.wrap_buffers(*name)

    def feed(self, data):
        self.queue += data
        self.hand_in()

    def take(self):
        taken = self.connection.peek_outgoing(1 << 20)
        self.connection.consume_outgoing(len(taken))
        return taken

    def hand_in(self):
        while self.queue:
            piece = bytes(self.queue[:16384])
            try:
                self.connection.receive_from_network(piece)
            except tls.WantReadError:
                return
            del self.queue[: len(piece)]

    def do(self, call, *args):
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()

    def handshake(self):
        """One call is one step."""
        result = self.connection.do_handshake()
        for _ in range(39):
            if self.connection.cipher() is not None:
                break
            result = self.connection.do_handshake()
        return result


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


WANTS = (tls.WantReadError, tls.WantWriteError,)


subject_context = tls.ClientContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=True,
    trust_store=tls.TrustStore.from_pem_file(path('ca.pem')),
))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005f0200005b0303fc59c01d693c2b3d7cdd5216027fc6d81e460daffe1c01a84b90d4482d829d452019e50f44"
    "fc51b63a136e917c137ac3d53f001c8f7d501c915695421b197de14ccca900001300170000ff01000100000b00020100"
    "00230000160303039e0b00039a0003970001a6308201a230820148a003020102021469d2fc4a393ed9ebd11f895be92f"
    "db9f14c37495300a06082a8648ce3d04030230223120301e06035504030c17746c732d6861726e65737320617574686f"
    "7269747920313020170d3030303130313030303030305a180f33303030303130313030303030305a3016311430120603"
    "5504030c0b746c732d6861726e6573733059301306072a8648ce3d020106082a8648ce3d03010703420004d8176f76ab"
    "a2a58b627be80af5acd5f353ea24cd596920b4c7fa1035e4585d720d59834ff086c024cdcfadff4846db5af32ab621eb"
    "1e23e8fd547ad3d54e5f21a3663064301d0603551d0e041604142fa0395b32de281342c2a7cf44d3991ecb47aa54301f"
    "0603551d2304183016801449d026dd5a6ca31e5e79c0ecc399d30b51a125df300c0603551d130101ff04023000301406"
    "03551d11040d300b82096c6f63616c686f7374300a06082a8648ce3d0403020348003045022100e84aad04cc4d08f78c"
    "f27e2af15eb76862c503e420adc91bb682b3c949ef423302207336df7704c5f2fede36ecca065bade3a197484915d409"
    "cf334e55bd6eb005c30001eb308201e73082018da00302010202140c2a2cc76bd102d141aaed9ce8e534ad5e9b664e30"
    "0a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e3131253023060355040b0c"
    "1c54657374696e67204341202352446b67654e55446c6476314547414f3020170d3030303130313030303030305a180f"
    "33303030303130313030303030305a30223120301e06035504030c17746c732d6861726e65737320617574686f726974"
    "7920313059301306072a8648ce3d020106082a8648ce3d03010703420004b9e9817483b9dc73cf45b69864325ffeec88"
    "7e4c9694ef2626f5e43d869916b1e59e4d9e707248e6c4291397e612a9dee1fcd77e2c7da087999cafc5e8e8bcbea381"
    "80307e301d0603551d0e0416041449d026dd5a6ca31e5e79c0ecc399d30b51a125df301f0603551d23041830168014a4"
    "590597c09e1ce3a1dd511abe14e4d4f4587137300e0603551d0f0101ff040403020186300f0603551d130101ff040530"
    "030101ff301b0603551d1e0101ff0411300fa00d300b82096c6f63616c686f7374300a06082a8648ce3d040302034800"
    "304502204c631e7539ebb385bbe9ba183c71c14ae0d09e6dea4bc46b2f5c0a139b8e2d98022100c680047f4f4a39ac08"
    "4c5aa83d762611ced72a61e646fe411e6a8cb51b5daf1d16030300d80c0000d40300198504013b0dfb9aa9a7575b10a7"
    "e4d09490af329f8c0c193b016645b250b1d17f91d601a08acd7b480cd1b894a087f4fc1bdea9e757d9fdb8cd44c86d35"
    "d18caf7e31bdb0018913ff1d561521d0f32612def220ce4741fec759ba98f78920ab203328e771e72d94ebd0afe593d9"
    "c3fa476d6a7409bf0152cd2454d941b47db64a065ab731908e040300473045022100d3b1c3d8e256a0358288efcd5347"
    "33c304db68a272ee384afe2ea6ff62fc751f022075aadac55c35414d6ed3be2bc55e3b359f0f2d42853efe9ddb525e0f"
    "a66604cc16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TLSError (TLSError([0x2562] 'X509 - The extension tag or value is invalid : ASN1 - ASN1 tag was of an unexpected value'))", 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
