# A long series of calls in any order: each answers as the state table has it for where it stands.
#
# Clause: In every state of a connection every call comes to one of the outcomes that the state table
# allows there. (Python docs, library/ssl, SSLObject, SSLSocket.read, write, unwrap and the
# exceptions; RFC 8446 sections 6.1 and 6.2; API contract)
#
# Came: step 23: subject close_notify() wants read, but it came to SSLError (PROTOCOL_IS_SHUTDOWN)
#
# Origin: open: subject close_notify wants read -> SSLError PROTOCOL_IS_SHUTDOWN
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# states/a_walk_through_the_states_meets_no_surprise[stdlib@pypy3:bio:client:1.2:honest:straight]#0

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
MIIByjCCAW+gAwIBAgIUD8c9mU9S3SLrmv4EIrXGKn1nkO0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1N3Q25lUy1EN0dzX2kxNUYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNTd0NuZVMtRDdHc19pMTVGMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEkAQNAfISexINVS21AmucudE2NrxTvDLK/ek/5YyFiIgt23JKt2mAs9XyHQ08/2QTbTYeQNB7XOzE4/iv
lrpMQ6NFMEMwHQYDVR0OBBYEFL6Hr0QMf994coBTcawvK/+YJV8sMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQCUA4yT8J5KHhSYaIF3BkDrBpv5IPGmi/uNzljrzSgXXwIhAJX+mvqukq9eUybgfjZgukU9mrMM
XFei7ViFiovPZAs/
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUCYVk9P9/kukcPWMGyQT4UTj9LkowCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1N3Q25lUy1EN0dzX2kxNUYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0pXS25JbGNiejNlZ2lDWjMwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAATbLvh8693CDypJHyqj+DCNpJup4Cjo4HULrsqhduYR5ex/sCsDj6HjAqhz491v6aG49ixzNdTz3sPZ
x2wJXsxfo4GmMIGjMB0GA1UdDgQWBBT/JdaYMNw3zZS8myrp24nZo8ny5zAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFL6Hr0QM
f994coBTcawvK/+YJV8sMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBHGor7kF4TZ7hyjmHCQV6bCc4tyh4jBJiQ2qAZgwPq
IQIgTJeE1K+1Ymdpl6Hf4fmnNNokSD/AIuPEzrqQ9KYaxXA=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHdgu0VEIFvD3UCmVwutCEZ1jIa10L1q2D7QLN3egp74oAoGCCqGSM49AwEHoUQDQgAE2y74fOvdwg8qSR8qo/gwjaSb
qeAo6OB1C67KoXbmEeXsf7ArA4+h4wKoc+Pdb+mhuPYsczXU897D2cdsCV7MXw==
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


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and error.args[0]:
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
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'pending()', lambda: subject.connection.pending()))
go(('subject', 'pending()', lambda: subject.connection.pending()))
go(('subject', 'close_notify()', lambda: subject.connection.unwrap()))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', 'close_notify()', lambda: subject.connection.unwrap()))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', "tell('version')", lambda: subject.connection.version()))
go(('subject', "tell('version')", lambda: subject.connection.version()))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'read(0)', lambda: subject.connection.read(0)))
go(('subject', "tell('version')", lambda: subject.connection.version()))
go(('subject', "write(b'a message of a walk')", lambda: subject.connection.write(b'a message of a walk')))
go(('subject', "write(b'a message of a walk')", lambda: subject.connection.write(b'a message of a walk')))
go(('peer', "write(b'a message of a walk')", lambda: peer.connection.write(b'a message of a walk')))
go(('subject', 'read(65536)', lambda: subject.connection.read(65536)))
go(('subject', 'close_notify()', lambda: subject.connection.unwrap()))


FOUND, AT = 'subject: close_notify() -> SSLError (PROTOCOL_IS_SHUTDOWN)', 18  # what is wrong, and which of the lines that begin so it is


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
