# Parameters whose PSS signature lacks its leading zero byte are refused: decrypt_error.
#
# Clause: An RSASSA-PSS signature that is not as long as the modulus is invalid, though it lack but a
# leading zero byte. (RFC 8017 section 8.1.2, step 1; RFC 8446 section 4.4.3; MUST)
#
# Came: step 3: subject handshake() returns, but it came to TLSError (TLSError([0x7B00] 'SSL -
# Processing of the ServerKeyExchange handshake message failed'))
#
# Origin: handshake: subject handshake returns -> TLSError [server_key_exchange.scheme =
# rsa_pss_rsae_sha256; server_key_exchange.signature = signed_short("rsa", rsa_pss_rsae_sha256)]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_signatures/tls12_a_signature_without_its_leading_zero_is_refused[mbedtls:buffer:client:1.2:tlslite:straight]#0

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
    "160303005f0200005b0303772cf7be362ba20007a65ed3bba690ff33e51892925fb5fc77c1e59b3cd03b0020ba3ba25f"
    "e3bc5a645ebbdc05d6465dcca069be5692fbc89a12769b5bc2d71c25cca800001300170000ff01000100000b00020100"
    "0023000016030303060b0003020002ff0002fc308202f83082029ea0030201020214664f6bf65f6dfa98bbb3a536d72a"
    "485928c01f62300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420232d657a686a6e4d33616649386c67365730820122300d"
    "06092a864886f70d01010105000382010f003082010a0282010100a59f520049d6f7642dbc9d01b0b7010b222d91d1b5"
    "14ee8ab305bbebf7d37e250fd60c7371f4ff6ca490f248841d76f844f7888379aab125913f363f1ff33e959b7a3c5e70"
    "81e8048617df23a0968e145348db4c74a4708759d666d73d5b44179a1d446a1739df0b9270a757160272107425913a16"
    "e75796283d25a83190ac9f6fcb8d275a20aa2eb7b1075f31084b38291647590e91901715f7cb0b800dda51bea618af13"
    "08b351607e90b752455dd0a243d878106faea267ab569890f0abfc974b3c776771cb42e2590c9ee3ab6732651413ee2a"
    "75519d0fdce941a848cd027b70608e0a62fbb78d522b9470585e4f1f81bfd4a169e44a7c1b8ba13c7492e10203010001"
    "a381a63081a3301d0603551d0e04160414c236cfce802593f03076a13e4c0cd0944c6d7fc9300c0603551d130101ff04"
    "023000301f0603551d230418301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d"
    "300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601"
    "050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100c31efd"
    "9f4c40c95c3527684a2465943a731858b80e07834bb0edf5c8ca92af81022025a054ceaf2c4c10f865a526a0faf62cfd"
    "cbf1e0390ca96d5b03c6672d13635416030301910c00018d030019850401bb7b8ab878792648f5c2e082da5838bef25e"
    "b2ddae7458139456cb6d6f6ef0abf4381baca063ec3b7a58e147f4ed1121d3ec352ce16284d29be200260f57720f1200"
    "9003ab2c0f0e8a95be4ce4f8f6ba57f1b45a54d7d90743be592252e9c8071aa0d895e85fb39b38df6804f76297f79ce5"
    "df76f29f6b021b45bf1f2d9b8bf28535260804010000d909026118eaadc2753c3d7bf8277b36f801d68c9aa2b4da2d17"
    "df6229cfa807bb6ebbd842a12276cb770b894bf2993caad715a8551b1ded7ff641015a1465783d4eadee9da7dbb6e8cb"
    "4d6acf2495f69aadb64afb7b2bfc7810de4aaab8980da62c30208f3e4f325d50d186d7ddf163d689bf4ad140ffb0c4bf"
    "77ca48ea47847db263dac126ca97a46c548228fcf5e835da73357ce1ac63d4b6c8bd1b5f378f3628fd57af6a021785ea"
    "d302bff70a84b5c5878434ad840ef2984ccb07012c996fe8718083908b453f279f84374f027dfd46887108feee9d0e39"
    "48a5ba4b0a2ac63001653180d10e93defc3fbe3494d7982a0d3ca3ccb78be3a43df8e7de9e16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TLSError (TLSError([0x7B00] 'SSL - Processing of the ServerKeyExchange handshake message failed'))", 2  # what is wrong, and which of the lines that begin so it is


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
