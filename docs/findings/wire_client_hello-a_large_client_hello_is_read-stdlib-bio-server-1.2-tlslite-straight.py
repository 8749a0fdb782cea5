# A well-formed ClientHello of 60 kB, over several records, is read like a small one.
#
# Clause: A well-formed ClientHello is read whatever its size, up to a limit for safety. (RFC 8446
# section 4.1.2; RFC 7685 section 3; SHOULD)
#
# Came: step 2: subject handshake() returns, but it came to SSLError (EXCESSIVE_MESSAGE_SIZE)
#
# Origin: handshake: subject handshake returns -> SSLError EXCESSIVE_MESSAGE_SIZE
# [client_hello.extensions[0:0] = [extension(0xfe77, b'x' * 60000)]]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello/a_large_client_hello_is_read[stdlib:bio:server:1.2:tlslite:straight]#0

import base64
import os
import re
import ssl
import sys
import tempfile
import types
import zlib


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKQDHc+1LA27b687tt68yICApjdQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzZlUzZReVpBdWFFcTV1Wk0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6rfKcZCk2zy1KDLpRon5JaPbl35HlCZM8YYfJno5RQ2Uj7r0AUF/G2Bm3kUyZ8+p4U6SX2tJD00y4
looMphXio4GmMIGjMB0GA1UdDgQWBBT8CfxKErz9OpeFlZIYAm52DhEI4DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEliMAEpJoOIc4UaazlDlyjXLTDXMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAr8oS2YbE3L/MonsaTfbGuWGGmiz4baRAuIi6QOPAfIECIQCh5kMc2j+ScBL4ODdWxXNUZ3OG6qWDBHb3cqq7MtWHxw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILJx9wtOXOhqne5L17xOaXcvoHQsnP9hdpIHe+Ih/OfFoAoGCCqGSM49AwEHoUQDQgAEeq3ynGQpNs8tSgy6UaJ+SWj25d+R5QmTPGGHyZ6OUUNlI+69AFBfxtgZt5FMmfPqeFOkl9rSQ9NMuJaKDKYV4g==
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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(zlib.decompress(base64.b64decode(b'eNrt3D9qlGEQB+B58+2u7250CUY+FWKaCAoJRhCLgH8WbL2AWKhYGDGQQkU7wdojJBsLCxXTCdoIU8taCZ7AIsQ7qBsvYYrngSkGfjPFHGDaphlFiV/Xm+ba8MXeheHH23fWvu+9mXv1cNz78fnlt/XR09e3Po1Wfn6JuBl/Ju9yJZdzNz/k2VzKQfazTt7mxVzN83kuT+R8Hp+8j50Y506O41E8iLW4FG1sx1Zu51ZcjStxOVZjUGL/6+9n+3efAwAAAAAAAAAAAAAAAAAAAAfagycAzgAAAAAAAAAAAAAAAAAAAAD/nycAAAAAAAAAAAAAAAAAAAAAcEi0TbN8wxkAAAAAAAAAAAAAODSijYiT0zoWi7FQj9TaabpNr6md2q/dOqi9Otsp3dIrMRszJWIQczGMM9OZU3E6FkuUEgsxMyqxNN3S/5eJaeLotNnYvH9vY33z8ZO/LPgfJQ==')))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> SSLError (EXCESSIVE_MESSAGE_SIZE)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
