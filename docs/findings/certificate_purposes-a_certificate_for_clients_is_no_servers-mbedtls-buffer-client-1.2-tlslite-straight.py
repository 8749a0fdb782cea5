# A server shows a certificate whose extended key usage names clients alone: it is refused.
#
# Clause: A certificate is used only for the purposes its extended key usage names. (RFC 5280 section
# 4.2.1.12; MUST)
#
# Came: step 2: subject handshake() raises certificate rejected, but it came to TLSError
# (TLSError([0x7A00] 'SSL - Processing of the Certificate handshake message failed'))
#
# Origin: handshake: subject handshake raises certificate rejected -> TLSError
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificate_purposes/a_certificate_for_clients_is_no_servers[mbedtls:buffer:client:1.2:tlslite:straight]#0

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
    "160303005f0200005b03038719464021845964d352ba3970c2ff5f32a194ef584a31df8f753dd6d1eaf6a520ae2b7df4"
    "5aded229537b3d92d3eb42b42ded3983c0e371ff45e88175ee78885fcca900001300170000ff01000100000b00020100"
    "0023000016030301e30b0001df0001dc0001d9308201d53082017ba003020102021429365f69e72d809d7066ad5f6d2a"
    "9e50a150ebaa300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a30163114301206035504030c0b746c732d6861726e6573733059"
    "301306072a8648ce3d020106082a8648ce3d030107034200042bc32a00ebfe52a99b93bbf7228638bd70a8a4c7dd414f"
    "fc079fefe75c7db7caa9b3397f9daec693e8ed936667c9bdfffabe600335da1c593238e9b589c29638a37b3079300c06"
    "03551d130101ff04023000301d0603551d0e0416041498fab28d6140ff19876069d5320d115dac38fe9a301f0603551d"
    "230418301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130140603551d11040d300b82096c6f63616c686f73"
    "7430130603551d25040c300a06082b06010505070302300a06082a8648ce3d040302034800304502200803f4292fbb14"
    "c65aefb5291dbdfd881bd4ea461677d126d1ca46bd5f4fce14022100de9da7277f0436601999a72a94bd2e238b85d138"
    "239f444d41d01ddf4b29cf8116030300d80c0000d4030019850400c8232c635f36cc104369b2ad3f0be3e51392c132d2"
    "1c1d19f4c8b25a44ab0ce1f009f22ca9fe785c2e2aa0a34db7251f29d739c276facb2972ba343d42b87740d500ff5af2"
    "07a71619138c2db6ad332c9c0295ff035326e453b98c3c80c369b20a457bf3215e502a3420c88906f806f84685631b3f"
    "c1a77b5d15583d936118e5ea837d040300473045022008b315f02d5dd607e1127058d5837e45ea3668cfacabc00e3bd3"
    "4cec9d5ef19b022100eb5ffebe9d1ea9d67d2e535eeb455d0edb698a5b35d325b41e6b6eb76801526416030300040e00"
    "0000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TLSError (TLSError([0x7A00] 'SSL - Processing of the Certificate handshake message failed'))", 2  # what is wrong, and which of the lines that begin so it is


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
