# A ServerHello that answers what the client did not ask is refused: unsupported_extension.
#
# Clause: A client of TLS 1.2 refuses the answer to an extension it did not send with
# unsupported_extension. (RFC 5246 section 7.4.1.4; MUST)
#
# Came: step 7: the subject alerts fatal unsupported_extension, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal unsupported_extension -> fatal illegal_parameter
# [server_hello.extensions += [extension(max_fragment_length + 0xfe00 * (not
# absent(subject.client_hello.extensions[max_fragment_length])), u8(1))]]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/tls12_an_unasked_answer_is_refused[mbedtls:buffer:client:1.2:tlslite:straight]#0

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
    "160303006802000064030318e5c328c44cc68b4697d50b0aa32cc6511d17cc1834bab21ce6c87a2d9109b520e658cdb3"
    "ba33eb0d96b87b1515ffe4e6b8e5927e119829a66b25bd1f394ae90fcca900001c00170000ff01000100000b00020100"
    "00230000001000050003026832160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48f"
    "f521a0ed41e0bf22f2dc38096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120234735765a7779627a5167704557454975302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202353417063617636444d79774270"
    "6453783059301306072a8648ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09"
    "c68cb9855c1a2d8cd618d1445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381"
    "a63081a3301d0603551d0e04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff040230"
    "00301f0603551d230418301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355ee"
    "f862faa88fb02156f2b3ce3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463"
    "c6abd90ed6c39f5819da0e4dea5a16030300d80c0000d40300198504013ad933852b91ee28264f87a1d09d6a66e8bfdf"
    "559cf76e9c43d69ac4ff31dfb8eee50cf1e2bbedb4b5d1b96f0c10c191b1d8e810ab5cf055f8ca136cda44d4004d009b"
    "7a49edd19c568a0f61b3f45f437f035b1909c7d34fa313ff70ad7d6337896540d8e493b1146f4c1bd142fcc19bcfc6fa"
    "1d0723d154cf52ed663880ea76cacab9040300473045022100dcc1fcabe4e58269d58525923545b90e3c4be7d4a2475b"
    "6369feba128bf2ec6b02201e57aff3febf67455768455259f6aad33b7056f13de7922cd0e613e85d140d3b1603030004"
    "0e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030064020000600303ac4414a844813cba6bb1c1671d46934b24c8820cad667c33a704418e6b122dab20c9066211"
    "22730a92cadd44e11afd4ec922cdfa0646e1a16f2d9751c26b5a401ecca900001800170000ff01000100000b00020100"
    "002300000001000101160303023c0b0002380002350002323082022e308201d3a00302010202142a5514b48ff521a0ed"
    "41e0bf22f2dc38096efc7d300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e32"
    "2e3131253023060355040b0c1c54657374696e6720434120234735765a7779627a51677045574549753020170d303030"
    "3130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d6520"
    "76312e322e3131273025060355040b0c1e54657374696e672063657274202353417063617636444d7977427064537830"
    "59301306072a8648ce3d020106082a8648ce3d03010703420004f9042264fcf23d15900a8f034e085d0bde09c68cb985"
    "5c1a2d8cd618d1445db808b29c3bd7644d84031628152ba379ca3c4fe8884ec9bfb4808e78936209352ca381a63081a3"
    "301d0603551d0e04160414ab35de8ca31d1103a7dc28f81e8fac5c2565e3b8300c0603551d130101ff04023000301f06"
    "03551d230418301680147d254df9e3a4dc2ae581a6da9053150a81fda1b130170603551d110101ff040d300b82096c6f"
    "63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206"
    "082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100e9578355eef862faa8"
    "8fb02156f2b3ce3930de77c52fcee3f02399e82a998c7a022100c950e3ae254ade6396b2b628f80519706463c6abd90e"
    "d6c39f5819da0e4dea5a16030300d90c0000d50300198504018a90f8a7f65839d709941742695849072c2d51b293b098"
    "c4ca6c25d557c529342476aa2b5fe3184ea6456e9f15676a6964174a1796688c9636204bb555a699b1d000d30f9e496e"
    "05c8eb82095fc8d2551980eb0f67e2b278cef193480f97ba6647dd7e9bd7e97048f7b8fdb2268ad61ed2655cf1464521"
    "0e8a1c0fc4dd8afe8d1882dd040300483046022100e382bf18e12fcdcc69ef11bf47d7e707c8aa64a144b8ed93762f7f"
    "8f8b904d8e022100f0afde9bf441741fa6940f4d3773a80bd103d29bce94a645a8645e2d58ccd4e516030300040e0000"
    "00"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.connection.read, 65536))


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 9  # what is wrong, and which of the lines that begin so it is


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
