# A long series of calls in any order: each answers as the state table has it for where it stands.
#
# Clause: In every state of a connection every call comes to one of the outcomes that the state table
# allows there. (Python docs, library/ssl, SSLObject, SSLSocket.read, write, unwrap and the
# exceptions; RFC 8446 sections 6.1 and 6.2; API contract)
#
# Came: step 44: subject read(65536) wants read, but it came to SSLError (PROTOCOL_IS_SHUTDOWN)
#
# Origin: open: subject read wants read -> SSLError PROTOCOL_IS_SHUTDOWN
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# states/a_walk_through_the_states_meets_no_surprise[stdlib@pypy3:bio:client:1.2:honest:straight]#3

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUQZ1c25TsiICJliI3nmCwVcmx7IQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0htOXVhcFlweTdrYnFKbWYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNIbTl1YXBZcHk3a2JxSm1mMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEX4JQNFxSiZGruqaNIywwJSc2JTTOqKn8mSSgpNav6XGMsBN2jGF6zy8zNldFVU4+HmPTreO3P9USDFRe
VauYW6NFMEMwHQYDVR0OBBYEFCxL7pIAxvxpjyafFKyKvipBNX0PMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIBIF2JkthsM5TVBkPJlCPNGYCCgQTdKKFU1q8ulaHZU7AiAMvAd+CmjW1CM0mphdFx/nTjx8Wi25
c4NLzm3DM19aMA==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUBR/Sjsn6cay2n8Mm8UnfGitHrwUwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0htOXVhcFlweTdrYnFKbWYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0x6cXJac0JSRFZHbTNzcUIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT70WzQbtiL/BzgEkJDIcCIuqfwFc25+KlIvBT+ipxIIySjzTD8GxIVT5K3QJ3SUa4hQ/fGjn30k2lv
6jlR1PmZo4GmMIGjMB0GA1UdDgQWBBT9gSJlG0BIxgnDvAa886g5aL/aXjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFCxL7pIAxvxpjyafFKyKvipBNX0PMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAwIu2V9NQjjgc/I4ShHBAMGEYPfrTJ9gEIFsp/AV3BjACIQC+yUmJ2dBVSCiAny9vsSAB/TrLOa3J0NHNGMuiy1Cusw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHq1dLvrGmWF7FzZerchz/AJrxej3mDnoBy5NVP77FlkoAoGCCqGSM49AwEHoUQDQgAE+9Fs0G7Yi/wc4BJCQyHAiLqn8BXNufipSLwU/oqcSCMko80w/BsSFU+St0Cd0lGuIUP3xo599JNpb+o5UdT5mQ==
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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', "write(b'a message of a walk')", lambda: subject.connection.write(b'a message of a walk')))
go(('peer', 'read(19)', lambda: peer.connection.read(19)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'pending()', lambda: subject.connection.pending()))
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', "write(b'')", lambda: subject.connection.write(b'')))
go(('peer', 'read(1)', lambda: peer.connection.read(1)))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', "write(b'a message of a walk')", lambda: subject.connection.write(b'a message of a walk')))
go(('peer', 'read(19)', lambda: peer.connection.read(19)))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', "write(b'')", lambda: subject.connection.write(b'')))
go(('peer', 'read(1)', lambda: peer.connection.read(1)))
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'close_notify()', lambda: subject.connection.unwrap()))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'pending()', lambda: subject.connection.pending()))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', "write(b'a message of a walk')", lambda: subject.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))


FOUND, AT = 'subject: read(65536) -> SSLError (PROTOCOL_IS_SHUTDOWN)', 30  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
