# No damage to the records of a handshake makes it hang, crash, or succeed with something else.
#
# Clause: An end of the transport without the peer's close_notify is told apart from a clean end of
# the stream. (RFC 8446 section 6.1; RFC 5246 section 7.2.1; MUST)
#
# Came: truncation-is-not-a-clean-end: handshake() told a clean end, but no close_notify had arrived
#
# Origin: handshake: truncation-is-not-a-clean-end -> SSLZeroReturnError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# damage/a_damaged_handshake_fails[stdlib@python3.9:bio:server:1.3:honest:drop(client, 0)]#0

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
MIICLTCCAdOgAwIBAgIURSnLJiVLhC65bp8XPdUy1tbolbwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3pvWHVqeE96c3ZZUEszdUgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR52mnpHUPGkvIRVPDmpJMe8+w6C/YZ1nmgUdpu5d8G+qb7LSTo8LxTsgmmMiiM+g72XkZH9lSpMAAT
vlOyfGvKo4GmMIGjMB0GA1UdDgQWBBTzSmgOPct6s2LuuDIS8lArVOUoTzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFA17Ks2n
rr0/6jXu/R7kbPYoTR40MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAtXB52t8fYXdEEcrdoAtt8vH7DaC6SazDLS1/DXB0
oZkCIBuUwvJvOqPQQ0/LcbXXTsi+zLsT5gxTg74dPzjM/klc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB3fMLIZ2M1MaJkVJf/po8xwXZSWg1PyLgUYbL3GISh1oAoGCCqGSM49AwEHoUQDQgAEedpp6R1DxpLyEVTw5qSTHvPs
Ogv2GdZ5oFHabuXfBvqm+y0k6PC8U7IJpjIojPoO9l5GR/ZUqTAAE75Tsnxryg==
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
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> wants read', 0  # what is wrong, and which of the lines that begin so it is


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
