# An unprotected record of 2^14 + 1 bytes in place of the first message is refused: record_overflow.
#
# Clause: A record with more than 2^14 bytes of content ends the connection with record_overflow. (RFC
# 8446 sections 5.1 and 6.2; RFC 5246 sections 6.2.1 and 7.2.2; MUST)
#
# Came: step 3: the subject alerts fatal record_overflow, but it came to no alert
#
# Origin: handshake: the subject alerts fatal record_overflow -> no alert [raw(b'\x16\x03\x03\x40\x01'
# + b'\x0e' * 16385)]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_records/a_first_record_over_the_limit_is_refused[mbedtls:buffer:client:1.2:tlslite:straight]#0

import base64
import os
import re
import sys
import tempfile
import types
import zlib

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
subject.feed(zlib.decompress(base64.b64decode(b'eNrtwTENAAAIA7CQ/Zzowb8qZPC0nWSrAQAAAAAAAAAAAAAAAAAAgH8HU4KAmQ==')))
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005f0200005b0303948e0484dbca66bc8110758d8678a66b6a6e246f028282caaf130dcf058f142720d0edb865"
    "659cf3e435a6c29decd30214cb54a822b6fc74ad0821792cdff046c3cca900001300170000ff01000100000b00020100"
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
    "da0e4dea5a16030300d80c0000d40300198504015d697826ade9ed80aba962ad0079000f787e3864e151566216b77761"
    "1dcbbfbc8889789cea00dd686689b452b2939be0712415b3da4e3b1cb884f8202074faab1c00c62960b003a2c0a43738"
    "bb7926d9e0a9a5f4e652e6efc1e2a34361dccde6c9cacf0b499e927c85e62a6bfb55789225d1425f6deaafcaad8d06cc"
    "dd7e1520c60f9a040300473045022068dec7dde932544d74fbc9c7af813e9cbc18187a739a5537cd4be3b0c132acfc02"
    "2100ddedf9a5c191179a39c686524fdb2fa295ba93a6f3d4411528860c2ce6bd1c2116030300040e000000"
))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 4  # what is wrong, and which of the lines that begin so it is


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
