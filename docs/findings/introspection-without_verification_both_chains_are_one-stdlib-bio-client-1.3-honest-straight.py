# With CERT_NONE get_verified_chain() acts as get_unverified_chain(): nothing was verified.
#
# Clause: With verification disabled get_verified_chain() acts the same as get_unverified_chain().
# (Python docs, library/ssl, SSLSocket.get_verified_chain; API contract)
#
# Came: step 5: subject: operator.eq(connection.get_verified_chain(),
# connection.get_unverified_chain()) gives True, but it came to False
#
# Origin: open: subject operator.eq(connection.get_verified_chain(),
# connection.get_unverified_chain()) gives its value -> False
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# introspection/without_verification_both_chains_are_one[stdlib:bio:client:1.3:honest:straight]#0

import operator
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
MIIByTCCAW+gAwIBAgIUW0TtzhzlCHPoXB201WyPEyjIKmYwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1kyNDh3UHpGUzhBZ3VTc3AwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNZMjQ4d1B6RlM4QWd1U3NwMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEQ+P0levp9FRSS49fTMZkt1b3j/ZIxRql0BaDrdjzaLL0oElcyxqbsW8LT1Sb+tE8kvroMjctuH18A94+
lENk6aNFMEMwHQYDVR0OBBYEFLeFgqOP/ylpxMW3BViR7ZXEbQgHMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQDK6CYcuXeXLuG8/pLJRpRdnKn6KJ+b5z1y26T3aZ5i0QIgVbxdZZbke2MbUOYAq38trBQzXqRZ
obdWUecM/dAIl/c=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUB8idG2S3QlB2zIWBHdAsn+F6R9kwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1kyNDh3UHpGUzhBZ3VTc3AwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0loZ3FzaVlXeHhmRVFCOHAwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR/ADM3kfA8rVnaB9atXbUQc8XSFm3XlgMEW6m4yu+K1TITuFQsM3KSWITXYccEkmZQF0uXDgxkWEGe
gocrmBuio4GmMIGjMB0GA1UdDgQWBBQmsgoQ3azV6+jSNT5XpCaEx2fLIzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLeFgqOP
/ylpxMW3BViR7ZXEbQgHMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBR+eYh6/YJTbQcCrsopzGuAP+bX2kFZ6Or8c+hq48z
JwIgNBzK2WTjd32KBu8GHZAYXBQECb/oslksMte+GwDzegM=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII2550xrsWlWtvyf8oKaEm7P9aOXNdVqcJcGhORNKP2HoAoGCCqGSM49AwEHoUQDQgAEfwAzN5HwPK1Z2gfWrV21EHPF
0hZt15YDBFupuMrvitUyE7hULDNykliE12HHBJJmUBdLlw4MZFhBnoKHK5gbog==
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


ends = {}
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = end.take()
        if data:
            ends[OTHER[name]].feed(data)
            moved = True
    return moved


def connect(subject, peer):
    ends.update(subject=subject, peer=peer)


wants = {}


def go(*calls):
    """Make calls of both ends, those of one end one by one, until nothing moves any more."""
    waiting = list(calls)
    while True:
        over, busy = [], set()
        for each in waiting:
            name, text, function = each[:3]
            if name in busy:
                continue
            told, done = attempt(function, *each[3:])
            if done:
                tell("{}: {} -> {}".format(name, text, told))
                over.append(each)
            else:
                busy.add(name)
                wants[name] = told
        waiting = [each for each in waiting if each not in over]
        if not (move() or over) or not waiting:
            break
    for name, text, *_ in waiting:
        tell("{}: {} -> {}".format(name, text, wants[name]))


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.check_hostname = False
subject_context.verify_mode = ssl.CERT_NONE
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(('subject', "context.load_verify_locations(trust_file('ca'))", lambda: subject.context.load_verify_locations(path('ca.pem'))))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'operator.eq(connection.get_verified_chain(), connection.get_unverified_chain())', lambda: operator.eq(subject.connection.get_verified_chain(), subject.connection.get_unverified_chain())))


FOUND, AT = 'subject: operator.eq(connection.get_verified_chain(), connection.get_unverified_chain()) -> False', 2  # what is wrong, and which of the lines that begin so it is


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
