# A server that keeps sites apart by name does not carry a session from one of them into another.
#
# Clause: A server does not resume a session under another server name than the original's. (RFC 6066
# section 3; MUST)
#
# Came: step 9: subject tell('session_reused') gives False, but it came to True
#
# Origin: open: subject tell session_reused gives its value -> True
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# resumption/tls12_session_of_one_name_is_not_resumed_for_another[stdlib:bio:server:1.2:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUUiybwJpKdb1vac8mQld5aPkN6JQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2E5eHJxaU9TQlVlMHBPWDMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATwmOvPPJj/oOHzJolZ6Yw3yri4s0DsQb0ioVE4MGKLDECwlrrmoZyfR6DU2CIu61fSymtJaB3XdC4C
IEs5NOVto4GmMIGjMB0GA1UdDgQWBBSbNNCg4PrP6HtDc/nB6yUsT33fBzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIHFgoQOSOGuMM5QYzUuLlZEzSofMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiA5GiEOvVtpW7hLyyslLNQd2VBhkgHIBlTOI1OQb8FXrgIgM8GpcfaSho6B1yal9efjdiy0N53TvEXQsXlXJMLr6lg=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEu4aBqS0T1SzABxT2dwREWaiq5PQfcp/6e4le2NfZngoAoGCCqGSM49AwEHoUQDQgAE8JjrzzyY/6Dh8yaJWemMN8q4uLNA7EG9IqFRODBiiwxAsJa65qGcn0eg1NgiLutX0sprSWgd13QuAiBLOTTlbQ==
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
    if isinstance(value, tuple):
        return "({}{})".format(", ".join(map(show, value)), "," if len(value) == 1 else "")
    if not isinstance(value, (type(None), bool, int, float, str, bytes)):
        return "<{}>".format(type(value).__name__)
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
names = []
subject_context.sni_callback = lambda connection, name, context: names.append(name)
subject = BioEnd(ssl, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.check_hostname = False
peer_context.verify_mode = ssl.CERT_NONE
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
)
go(('subject', "write(b'with the tickets before '...[26 bytes])", lambda: subject.connection.write(b'with the tickets before it')))
go(('peer', 'read(26)', lambda: peer.connection.read(26)))
go(
    ('subject', "tell('session')", lambda: subject.connection.session, 'subject_session'),
    ('peer', "tell('session')", lambda: peer.connection.session, 'peer_session'),
)
subject = BioEnd(ssl, subject_context, server_side=True)
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='elsewhere.example', session=things.peer_session)
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
)
go(('subject', "tell('session_reused')", lambda: subject.connection.session_reused))


FOUND, AT = "subject: tell('session_reused') -> True", 4  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
