# No damage to the records of a handshake makes it hang, crash, or succeed with something else.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 1 of the record stream: version
# major 1 is not 3
#
# Origin: any: output-is-well-formed
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# damage/a_damaged_handshake_fails[stdlib@pypy3:bio:server:1.3:honest:flip(client, 0, byte=9, bit=1)]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUJU+OFg1NSoQfMLCaLidw4Na/af8wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3ExZHRRX2MxYlVwelFCVGswIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI21aNE16TXd3dndxejl4ZXEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARa7U6hgBvG143IuFlAYhD+3bgEFjKWjMykT3/S+AvEkodFAHJwASzwEvQ5tar0PmIOw1XLK+OIP6eb
9yoo4NbJo4GmMIGjMB0GA1UdDgQWBBQFp0izhmZIARw2GoDw3526SNhBFjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLO1fz75KoTf3yH4ZXs437WCac2RMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBOrSXURvfJ3BowwENpUMunf+90BbmoAsZZiugfv4bGRwIgfk/pWmPhyfeRkdvAxV8r2QNWhm+BC4KT4UuU4aVdOQU=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGUXBckzlhWVYCDZpll6cvMpH2q2KksKRPMU3yHkr0IRoAoGCCqGSM49AwEHoUQDQgAEWu1OoYAbxteNyLhZQGIQ/t24BBYylozMpE9/0vgLxJKHRQBycAEs8BL0ObWq9D5iDsNVyyvjiD+nm/cqKODWyQ==
-----END EC PRIVATE KEY-----
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030100ee010000ea0103fa623bb81e7aa9c0d16be3c75a9d2a978c2df67bd3a48076cdd664eca809b0da206a1ef70f"
    "ce7aec3e98c11c2c502efa5a1a6eaaf680929ac4dc0fd68a50fe9c98000813021303130100ff010000990000000e000c"
    "0000096c6f63616c686f7374000b000403000102000a00160014001d0017001e00190018010001010102010301040023"
    "00000016000000170000000d001e001c040305030603080708080809080a080b080408050806040105010601002b0003"
    "020304002d00020101003300260024001d002077b0aa109908dc7a551470d9c2c46aacc42583e8569a597384a325d509"
    "49810c"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> SSLError (BAD_LEGACY_VERSION)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
