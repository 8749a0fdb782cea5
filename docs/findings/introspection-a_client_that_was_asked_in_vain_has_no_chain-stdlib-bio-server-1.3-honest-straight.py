# Both chains are empty lists when the client was asked for a certificate and sent none.
#
# Clause: Where the other end sent no certificate the list is empty. (Python docs, library/ssl,
# SSLSocket.get_unverified_chain (added in 3.13); CPython, gh-160171; API contract)
#
# Came: step 3: subject: connection.get_unverified_chain() gives [], but it came to AttributeError
# ('NoneType' object has no attribute 'public_bytes')
#
# Origin: open: subject connection.get_unverified_chain() gives its value -> AttributeError 'NoneType'
# object has no attribute 'public_bytes'
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# introspection/a_client_that_was_asked_in_vain_has_no_chain[stdlib:bio:server:1.3:honest:straight]#0

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
MIIByTCCAW+gAwIBAgIUPMySWY3ciiUgLstBWo4bSIvBHtEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21VODlfSllLVjcwYWMxTWowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNtVTg5X0pZS1Y3MGFjMU1qMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEWQVOBBTlpdmvNCmQYNHZ0HS6behh2x9YeFjFA+ydVaee7VWTJDaBVUfhDE9HulaO9uJ5eNZs7u1hd3jH
E1uF3aNFMEMwHQYDVR0OBBYEFLPanXp3dhcL6UXBexf9gxWo6FqhMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQD7gnj+J7H27yRk9nddJcKLScDvaRxIOUxs/apmvAUebgIgBnxU8BnI1W9LyjzKR5K4DTE/zPWb
4ZNAzCS/lM5PYHM=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUWOyWqSpy7HCr7MYtgapIE+RnHvYwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21VODlfSllLVjcwYWMxTWowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzJyOFIzd3FFLXlteHpOTVowWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASZttD86nk3yIyDpoX1oa5+9A61iYEQwBHUd97l+eIZIFFoBMICHQnIBX0OLBRnZ+D5WHE2+eP7e/Xq
qkiWdsqmo4GmMIGjMB0GA1UdDgQWBBQZ7zT4XDgPmqErwtl6mGJGGhavFzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLPanXp3
dhcL6UXBexf9gxWo6FqhMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBPqtfjU41vQ7mkrAHzzHAERe2Kc4nyBKn99VE3thPO
jwIgTyN7nNBmmOoG+kvYWNGtkoDznfRtIwQYlbWj7DWmbx4=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKf8RldNb2E4hOlhDng2I3YbQJ704cEiDYFMVtniDGfuoAoGCCqGSM49AwEHoUQDQgAEmbbQ/Op5N8iMg6aF9aGufvQO
tYmBEMAR1Hfe5fniGSBRaATCAh0JyAV9DiwUZ2fg+VhxNvnj+3v16qpIlnbKpg==
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_OPTIONAL
subject_context.load_verify_locations(path('ca.pem'))
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'connection.get_unverified_chain()', lambda: subject.connection.get_unverified_chain()))


FOUND, AT = "subject: connection.get_unverified_chain() -> AttributeError ('NoneType' object has no attribute 'public_bytes')", 1  # what is wrong, and which of the lines that begin so it is


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
