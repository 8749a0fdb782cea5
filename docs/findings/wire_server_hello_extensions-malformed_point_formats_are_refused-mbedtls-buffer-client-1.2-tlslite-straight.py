# ec_point_formats of a server that are empty or longer than they say are refused: decode_error.
#
# Clause: Point formats of a server that do not parse are refused with decode_error. (RFC 8422 section
# 5.2; RFC 5246 section 7.2.2; MUST)
#
# Came: step 15: the subject alerts fatal decode_error, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal handshake_failure
# [server_hello.extensions[ec_point_formats].formats = []]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/malformed_point_formats_are_refused[mbedtls:buffer:client:1.2:tlslite:straight]#0

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
MIIByTCCAW+gAwIBAgIUSBqvAVwqzq5zflSdqTvqgSHgSuswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0c1dlp3eWJ6UWdwRVdFSXUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNHNXZad3lielFncEVXRUl1MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
NsmcI83lEUzY/UUdWU0iT1UkTsn8QuzlD4knuiUGDtl5CkL5quxWauP42BdC75iM
BfDK98V4+hN9sUcd9SPqG6NFMEMwHQYDVR0OBBYEFH0lTfnjpNwq5YGm2pBTFQqB
/aGxMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0gAMEUCIQDwgEOyxybAC7fsuGAKt127oP6mx7G8/0pZ5IBwcDvDVQIgXErX
gl9Sg0yAdRPgpEG2Utx5dTtmnjXC1Z/lEeP2krY=
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
    "16030300600200005c0303fca2bf14c2f099198941e554f7afb69811bd3c6c12ebd0486c1dcfdefc3ac009205d9e133c"
    "935a552dcb1f855232f03a5417eb47c0345bc5a0d4af37d1c9da9694cca900001400170000ff01000100000b00030100"
    "0000230000160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48ff521a0ed41e0bf22"
    "f2dc38096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e313125"
    "3023060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d30303031303130"
    "30303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e32"
    "2e3131273025060355040b0c1e54657374696e672063657274202353417063617636444d797742706453783059301306"
    "072a8648ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09c68cb9855c1a2d8c"
    "d618d1445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381a63081a3301d0603"
    "551d0e04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff04023000301f0603551d23"
    "0418301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b82096c6f63616c68"
    "6f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b0601"
    "050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355eef862faa88fb02156"
    "f2b3ce3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463c6abd90ed6c39f58"
    "19da0e4dea5a16030300d80c0000d40300198504008fa7fa85bcdf7fdb130eee78e04a4bb4dbb4b72141c7bfae9b26fe"
    "6696776e020e1ffbeab994407404566a4aeabf68c010217ac0625bf5621ccb2411ca40b7a1de001b5f0762435c673207"
    "e6a3ad2fd56ca9b080682fc3d237850700d1c2b78c8c700cca9a6260a742b4fcb52d741c79770a067c9b099e1610c44a"
    "b709258aa08fd97f04030047304502202c723afe3548eb8896bead448a5849177dd9ebbdbce0d8cdb601621283598cd3"
    "0221008f2f6b6d47a157daf075f0fd7cc055ea6ffa2b09f2192318775c5479ca5c360616030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005f0200005b03035121d045f339ff02ac2207c1fdbc8a8a82150f2287b13317425a261cfff5953f201d2417b1"
    "2bc91b62e5e7ed20d192f5cfb81459a507c40a2ebd5b182c9933c581cca900001300170000ff01000100000b00020200"
    "00230000160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48ff521a0ed41e0bf22f2"
    "dc38096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e672063657274202353417063617636444d79774270645378305930130607"
    "2a8648ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09c68cb9855c1a2d8cd6"
    "18d1445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381a63081a3301d060355"
    "1d0e04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff04023000301f0603551d2304"
    "18301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355eef862faa88fb02156f2"
    "b3ce3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463c6abd90ed6c39f5819"
    "da0e4dea5a16030300d80c0000d4030019850400d3f8081ad581920ad0411a40a42f49393c5c045e63913a1fe18c247a"
    "77de9d127644a96e86ea94b2e0f3c0a3a35cc4d4357fe0b8702fcbd63c0a94c1f441f9e4bf00fa1aa590af6dfcb69a76"
    "bb03477d60ad82571e9fe2a23f1187b4e6fa211b92edfdef1351d4295ca1d8ea36c0e2c8113fed0931c61fd193a2747f"
    "2424fd5650f7f8040300473045022100c06b8cb1761ada247f3ecf10a399503d2decd8e132f91ac0f00a162271d81a2c"
    "022053deca1322f47c43aa235e0d895d72e631bb4f522a363cd0fbc51210e36b76a116030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005d020000590303e78ae1c0b2401f35135e2accd1d4cbb78ceaa3c0f7c01457933e99ecd8b47e6820f4aaba4e"
    "d98e09ebbaf494f8abc55bab0c15573b855e763c8a3fa582dd3cd543cca900001100170000ff01000100000b00000023"
    "0000160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48ff521a0ed41e0bf22f2dc38"
    "096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e313125302306"
    "0355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d30303031303130303030"
    "30305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e3131"
    "273025060355040b0c1e54657374696e672063657274202353417063617636444d797742706453783059301306072a86"
    "48ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09c68cb9855c1a2d8cd618d1"
    "445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381a63081a3301d0603551d0e"
    "04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff04023000301f0603551d23041830"
    "1680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b82096c6f63616c686f7374"
    "300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b0601050507"
    "030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355eef862faa88fb02156f2b3ce"
    "3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463c6abd90ed6c39f5819da0e"
    "4dea5a16030300d70c0000d3030019850401078062ee6a8e1c3ed62a12131c153d8593b1aefb1f11262987ed06c01b26"
    "c47fd73d874c333c4d6c0bfb7c6d4b79bd9f408ab13f8489d1ac8894aba1541954e6a501c93758af7abc7e9b35970ef1"
    "072ae85c819864342a6e44414421fcd2f6598b7d717e9e8dbee906dcc6df7d84d3e06e3260e9158da6d55a306a7e9dbf"
    "7fea74ab61040300463044021f12af442bde506241dd2e70354754dba920dd7b92f56fc5cc79fe4d694c4443022100e1"
    "e636d53267acd3d29d7404caf9ffe80cb9d65e320a54032397d59933b3d14216030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005e0200005a0303a0602a5ee0876181bc5b4ac346b2bb3cc99476a441770918e4af39ef1939dbde20b614aeb7"
    "321dcd57524b9657cd099682c9111862658c8b490decabb715db8d35cca900001200170000ff01000100000b00010000"
    "230000160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48ff521a0ed41e0bf22f2dc"
    "38096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e3131253023"
    "060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d303030313031303030"
    "3030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e31"
    "31273025060355040b0c1e54657374696e672063657274202353417063617636444d797742706453783059301306072a"
    "8648ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09c68cb9855c1a2d8cd618"
    "d1445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381a63081a3301d0603551d"
    "0e04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff04023000301f0603551d230418"
    "301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b82096c6f63616c686f73"
    "74300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b06010505"
    "07030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355eef862faa88fb02156f2b3"
    "ce3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463c6abd90ed6c39f5819da"
    "0e4dea5a16030300d80c0000d4030019850401292d41cc263869e4bdfbe798836e14b7fdfd9bafdc307d25fdb6277032"
    "cdc1d46c83cffae4d4ae6ee1967d81c4cc3161d05f06470cfe1b4dd6e1a921c1582b8dae0050b59ebfbf159a32f8e3e5"
    "42f8331d4e56501805ba68ed25802fe92ee0c311beb3471682b1532a05c9503151e0edd472a2a13c74107f5b6434339d"
    "7f83a87f17630403004730450221008e84c9e02b6773381e683fd6c5ed566840cc968dd521edaea2bd449e9ae9bcdd02"
    "207de9c21a87b91dab75f1555060a12331d74a8d32d53933c0a0056ce778ee10f916030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 13  # what is wrong, and which of the lines that begin so it is


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
