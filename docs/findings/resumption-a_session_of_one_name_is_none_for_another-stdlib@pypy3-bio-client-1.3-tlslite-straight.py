# A session offered under another name lets no server pass whose certificate is for the first only.
#
# Clause: A resumed connection is checked against the name it was made for, not the name of the
# session. (Python docs, library/ssl, SSLContext.check_hostname; RFC 8446 section 4.6.1; RFC 6066
# section 3; MUST)
#
# Came: step 6: subject handshake() raises certificate rejected or, tolerated, raises protocol error,
# but it came to None
#
# Origin: open: subject handshake raises certificate rejected -> None
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# resumption/a_session_of_one_name_is_none_for_another[stdlib@pypy3:bio:client:1.3:honest:straight]#0

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
MIIByTCCAW+gAwIBAgIUQrYEiN5jUZXcBktCqcukGUoPbc0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJpcFUtOXhVNFVLazhSZUYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMyaXBVLTl4VTRVS2s4UmVGMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEty1hOgvDINkRzK911uvnfp65j4yHsf6MiNdoaw4aRRF+LWLotB9DjHR0lt/1xaeIkDhIyk5m/Rdawf07
cZ1CaKNFMEMwHQYDVR0OBBYEFNZ76wfSMXGfoL31Jr08Y/dTom4zMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQDAAovWPiE3oSj8jheUYWz/l7+gNwynv0X7bFuzCz36+QIgLOgQMCjISLLcb9FNLs56bz4lO0pZ
Xw5XZAUaAqkbo5A=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUKDIiVjp+XqZ11Y0WpBFUtnOO+3wwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJpcFUtOXhVNFVLazhSZUYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2ZqY084TzRBd3BZYTdlaDUwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQiNcBoO3hufLyBnV8OAr1/xvJQ6nhne8oPoLtdJkOV/WpsB5bQETIjqAa12dPgIPkUopbiEHq4AUdf
o5qRodzJo4GmMIGjMB0GA1UdDgQWBBSEod2DLb2OoSanmDtzR29PZLWJ7DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFNZ76wfS
MXGfoL31Jr08Y/dTom4zMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiBIPCvEAmCHU7mFGP0KCI5m5jgBcTv/UaULQHYJ1mT+
fAIhAPcBmEyUsSSetYoRbe0CZsU+tkp0sYwx4Tc6y3ihNWzc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHiiop5oCnd4e31KpGE/z57qO2pP2BgP2WOIMMKjSJ9ooAoGCCqGSM49AwEHoUQDQgAEIjXAaDt4bny8gZ1fDgK9f8by
UOp4Z3vKD6C7XSZDlf1qbAeW0BEyI6gGtdnT4CD5FKKW4hB6uAFHX6OakaHcyQ==
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
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'with the tickets before '...[26 bytes])", lambda: peer.connection.write(b'with the tickets before it')))
go(('subject', 'read(26)', lambda: subject.connection.read(26)))
go(
    ('subject', "tell('session')", lambda: subject.connection.session, 'subject_session'),
    ('peer', "tell('session')", lambda: peer.connection.session, 'peer_session'),
)
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='elsewhere.example', session=things.subject_session)
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 3  # what is wrong, and which of the lines that begin so it is


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
