# A ServerHello of a version that never was is refused by an alert that is a record of TLS itself.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 349 of the record stream: version
# major 0 is not 3
#
# Origin: any: output-is-well-formed
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/the_refusal_of_a_version_is_a_record_of_tls[mbedtls:buffer:client:1.2:tlslite:straight]#0

import os
import queue
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
MIIByTCCAW+gAwIBAgIUepRDEoQj5z6b6i4z7UVQwiH/vOwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMxQzdwNy1CYTdqaHlMUWJvMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAETa1TFsR1bbhM2TMzAZHtfHx8mTTkIgopERMJTFqdKtrhHNUvjsyLLZn7TEfASR2GE4EQ2SWxCofrYAZg
WElTpaNFMEMwHQYDVR0OBBYEFA17Ks2nrr0/6jXu/R7kbPYoTR40MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQDJlcv84RNYvv8xpwTfP+I2HFLpCjubAiTbd5amJe5wPAIgebUsVWIfLe8hZ/7BgFH9Y4SC/MFE
gO6ZQ02pHrIaKUA=
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
    "160303005f0200005b00ffc0643dc7ebe9c700b443325cacbb1e074f7a3eae5faea9ff4f871f879dcf3f2920e9062b8b"
    "928f891afdc89e5060a03f3fca735729189711be6197809cbc782996cca900001300170000ff01000100000b00020100"
    "00230000160303023b0b0002370002340002313082022d308201d3a00302010202144529cb26254b842eb96e9f173dd5"
    "32d6d6e895bc300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e67204341202331433770372d4261376a68794c51626f3020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e67206365727420237a6f58756a784f7a737659504b337548305930130607"
    "2a8648ce3d020106082a8648ce3d0301070342000479da69e91d43c692f21154f0e6a4931ef3ec3a0bf619d679a051da"
    "6ee5df06faa6fb2d24e8f0bc53b209a632288cfa0ef65e4647f654a9300013be53b27c6bcaa381a63081a3301d060355"
    "1d0e04160414f34a680e3dcb7ab362eeb83212f2502b54e5284f300c0603551d130101ff04023000301f0603551d2304"
    "18301680140d7b2acda7aebd3fea35eefd1ee46cf6284d1e3430170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d0403020348003045022100b57079dadf1f61774411cadda00b"
    "6df2f1fb0da0ba49acc32d2d7f0d7074a19902201b94c2f26f3aa3d0434fcb71b5d74ec8beccbb13e60c5383be1d3f38"
    "ccfe495c16030300d80c0000d403001985040154176031c223db5474074fb320355156ecfc19fff9610ac199bf1d03f0"
    "f459249fe90fc245a7c6f9fe28617f2e895858fa773793dcf14cc0039a10bad7fbb8b0c1018d223cfef72cae3d579f4b"
    "1705051ea39707e6f69e162d1702cf61f245a55f4967de16c5db1592c8b369fa49d6cbe3a2f5c36249f918d917a46a57"
    "a785aed8c2aa040300473045022100a1b80b1adbebd8cc28b24f89e911b9c31e65566db0103170d6eff9f2f78dd24e02"
    "2006a871d3b0a926eb95f1eb0db0bf2a2163fbcff82647f9ff9a19a2d7245fa70f16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 7  # what is wrong, and which of the lines that begin so it is


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
