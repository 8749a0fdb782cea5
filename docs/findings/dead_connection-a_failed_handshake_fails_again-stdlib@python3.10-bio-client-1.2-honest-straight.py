# A handshake that failed and is tried again is an SSLError, and no SSLSyscallError: no system failed.
#
# Clause: After a fatal error every call on the connection raises SSLError or SSLEOFError again; none
# wants more, none blames the system. (Python docs, library/ssl, SSLError, SSLEOFError and
# SSLSyscallError ("a system error"); RFC 8446 section 6.2; API contract)
#
# Came: step 4: subject: connection.do_handshake() raises protocol error or ragged EOF, but it came to
# SSLSyscallError (Some I/O error occurred (_ssl.c:1007))
#
# Origin: handshake: subject connection.do_handshake() raises protocol error or ragged EOF ->
# SSLSyscallError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# dead_connection/a_failed_handshake_fails_again[stdlib@python3.10:bio:client:1.2:honest:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types


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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
subject.feed(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
call('connection.do_handshake()', lambda: subject.connection.do_handshake())
call('connection.do_handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: connection.do_handshake() -> SSLSyscallError (Some I/O error occurred (_ssl.c:1007))', 3  # what is wrong, and which of the lines that begin so it is


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
