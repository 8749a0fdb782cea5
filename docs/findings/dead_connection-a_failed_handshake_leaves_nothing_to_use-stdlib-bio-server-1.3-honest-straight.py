# Reads, writes and closing on a connection that was never made are an SSLError; none of them waits.
#
# Clause: After a fatal error every call on the connection raises SSLError or SSLEOFError again; none
# wants more, none blames the system. (Python docs, library/ssl, SSLError, SSLEOFError and
# SSLSyscallError ("a system error"); RFC 8446 section 6.2; API contract)
#
# Came: step 4: subject: connection.read(100) raises protocol error or ragged EOF, but it came to
# wants read, and nothing moves any more
#
# Origin: handshake: subject connection.read(100) raises protocol error or ragged EOF -> wants read
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# dead_connection/a_failed_handshake_leaves_nothing_to_use[stdlib:bio:server:1.3:honest:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUErXn21SXFZBGgfND7MvGTq+Fp1owCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3RjZm9TQ3hGQ2tMLUFvMEIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3kxd09GeENXYUp6V2ZpaHcwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASXE36Y43Hn/OdxIWgHrKWvLcHxl5dEaOw1EVAdk4GmtzlwzicwFUwIm7uVjeWrwGAe0cUnbZOucvva
HHFLrzYdo4GmMIGjMB0GA1UdDgQWBBQcseUgrnsVckliusfnLzAwka2xLjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLelGzbO
9tMn7vRZmnBdD2d6NxEwMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiAGjBKSMqskCGvLeD086WWGw1eajimLj9lXIhUe7UAM
BAIgXseGTmMjxuHKlUhc45c+TwPbjpiAMkTAN30nH/K0F7w=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIN4Kj3OobifdMlPk3mwrGMN/NGrY4gbp1kIjAee0ILPqoAoGCCqGSM49AwEHoUQDQgAElxN+mONx5/zncSFoB6ylry3B
8ZeXRGjsNRFQHZOBprc5cM4nMBVMCJu7lY3lq8BgHtHFJ22TrnL72hxxS682HQ==
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
subject.feed(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.read(100)', lambda: subject.connection.read(100))


FOUND, AT = 'subject: connection.read(100) -> wants read', 3  # what is wrong, and which of the lines that begin so it is


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
