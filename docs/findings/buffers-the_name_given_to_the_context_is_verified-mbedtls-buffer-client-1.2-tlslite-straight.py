# do_handshake() also verifies the host's name: a certificate for another one fails it.
#
# Clause: After a fatal error the connection is dead: no call succeeds, waits, or delivers data any
# more. (RFC 8446 section 6.2; RFC 5246 section 7.2.2; MUST)
#
# Came: fatal-errors-are-final: after TLSError (TLSError([0x2700] 'X509 - Certificate verification
# failed, e.g. CRL, CA or signature check failed')) a later handshake() gave wants write
#
# Origin: failed: fatal-errors-are-final -> wants write
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# buffers/the_name_given_to_the_context_is_verified[mbedtls:buffer:client:1.2:tlslite:straight]#0

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
    "160303005f0200005b0303e8a5649dd7756da2fbe2633c35211506455f81f128c7f740b4a1fd840f244d5b20cb0ccfac"
    "ccd46187a8c42dec5cfe32c2603d5260e7a93e00df099fb068bb576ccca900001300170000ff01000100000b00020100"
    "0023000016030302440b00024000023d00023a30820236308201dba003020102021437323e9a9cc17eee1944ead59126"
    "ea9119c80475300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e672063657274202372744b535535315f416939663044434e305930130607"
    "2a8648ce3d020106082a8648ce3d0301070342000406216a5720f72719073367f30f812eb78173b39e0eef7c1dad56cc"
    "53d974748772f388fbaeafad66ce73e99b221417397bf7fa3ba3445e496922265f826e437ba381ae3081ab301d060355"
    "1d0e0416041428d4746d7fc425f948cb569f950ad40d8d652da5300c0603551d130101ff04023000301f0603551d2304"
    "18301680147d254df9e3a4dc2ae581a6da9053150a81fda1b1301f0603551d110101ff041530138211656c7365776865"
    "72652e6578616d706c65300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507"
    "030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100aaa2d3668874"
    "a0cde63d0a9ea0cbb2d83f446997984c5e28db4a30f0d8f486bd022100db25e250eb8dae7ee36c82d6dda9b47acad985"
    "b225b8b6ed25d123927d93bca216030300d70c0000d30300198504002771a89ff6775abf2840445224abc3333f499dd0"
    "c69a888756ef00a3b88a8ce9a3f1eed799e367212d3a33d8ce754b9e31aad349d79546518dddfda0b649e5d3190144f6"
    "5dece0599fefc3724487bc2c8263625c4b38e557226c15e8da449e2386f803bf86602f7947c272118e093acc5f2a0274"
    "669b28dad9e246e2a7f2839575f5da04030046304402206af9dad62d2fa9f5f25a9c01f3f31ff12cbed4fbe1406577f6"
    "6e5d2ce1af649e022045f059fc06390ea9b038806b80602be3ca143c0ecd128be5178811331da1d3d516030300040e00"
    "0000"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> wants write', 4  # what is wrong, and which of the lines that begin so it is


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
