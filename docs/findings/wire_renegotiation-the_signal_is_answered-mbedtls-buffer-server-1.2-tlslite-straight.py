# TLS_EMPTY_RENEGOTIATION_INFO_SCSV is answered by an empty renegotiation_info.
#
# Clause: A server answers the signalling cipher suite value with an empty renegotiation_info. (RFC
# 5746 section 3.6; MUST)
#
# Came: step 2: subject handshake() returns, but it came to TLSError (TLSError([0x7900] 'SSL -
# Processing of the ClientHello handshake message failed'))
#
# Origin: handshake: subject handshake returns -> TLSError [split(client_hello, 200)]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_renegotiation/the_signal_is_answered[mbedtls:buffer:server:1.2:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKlUUtI/1IaDtQeC/IvLcOAlu/H0wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0c1dlp3eWJ6UWdwRVdFSXUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI1NBcGNhdjZETXl3QnBkU3gwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAT5BCJk/PI9FZAKjwNOCF0L3gnGjLmFXBotjNYY0URduAiynDvXZE2EAxYoFSuj
eco8T+iITsm/tICOeJNiCTUso4GmMIGjMB0GA1UdDgQWBBSrNd6Mox0RA6fcKPge
j6xcJWXjuDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFH0lTfnjpNwq5YGm2pBT
FQqB/aGxMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNJADBGAiEA6VeDVe74Yvqoj7AhVvKzzjkw3nfFL87j8COZ6CqZjHoC
IQDJUOOuJUreY5aytij4BRlwZGPGq9kO1sOfWBnaDk3qWg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGD35/kAYrB4KuO6xXDpuhKcpZYM6XIn3Hk08WBmYL9UoAoGCCqGSM49
AwEHoUQDQgAE+QQiZPzyPRWQCo8DTghdC94Jxoy5hVwaLYzWGNFEXbgIspw712RN
hAMWKBUro3nKPE/oiE7Jv7SAjniTYgk1LA==
-----END EC PRIVATE KEY-----
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


subject_context = tls.ServerContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=False,
    certificate_chain=((CRT.from_file(path('ecdsa.crt')),), ECC.from_file(path('ecdsa.key'))),
))
subject = BufferEnd(subject_context)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300c8010000db0303959fcef8954d25e2addad7948ceb10408bf743782ca55e5f9629e8a2b5d784a200004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000660016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b040105010601000b00020100000a0010000e001d001700180019001e0100"
    "0101001c000240010023000000160303001709000201000000000e000c0000096c6f63616c686f7374"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TLSError (TLSError([0x7900] 'SSL - Processing of the ClientHello handshake message failed'))", 1  # what is wrong, and which of the lines that begin so it is


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
