# A large write, then close, behind a full network, while one more record comes in. Every accepted
# byte arrives, and the record that came too late does not turn the close into an error.
#
# Clause: close() sends everything that was written before it. (Python docs, library/asyncio-protocol,
# BaseTransport.close; API contract)
#
# Came: step 7: subject close_notify() returns, but it came to SSLError
# (APPLICATION_DATA_AFTER_CLOSE_NOTIFY)
#
# Origin: open: subject close_notify returns -> SSLError APPLICATION_DATA_AFTER_CLOSE_NOTIFY
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# closing/a_slow_network_loses_nothing_at_the_close[stdlib@pypy3:bio:client:1.2:honest:straight]#0

import base64
import os
import queue
import re
import ssl
import sys
import tempfile
import types
import zlib


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

    def end(self):
        self.incoming.write_eof()

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
under_way = {"subject": bytearray(), "peer": bytearray()}  # what each end has sent
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = b"" if name in held else end.take()
        if name in cut:
            data = b""
        under_way[name] += data
        piece = bytes(under_way[name][:PIECE])
        del under_way[name][: len(piece)]
        if piece and OTHER[name] not in ended:
            ends[OTHER[name]].feed(piece)
        moved = moved or bool(piece)
        if getattr(end, "hung_up", False) and not under_way[name] and OTHER[name] not in ended:
            ended.add(OTHER[name])  # it has closed its transport
            ends[OTHER[name]].end()
            moved = True
    return moved


def connect(subject, peer):
    for name in under_way:
        under_way[name].clear()
    for state in (ended, cut, held):
        state.clear()
    ends.update(subject=subject, peer=peer)


ended, cut, held, wants = set(), set(), set(), {}
PIECE = None  # how many bytes move at once


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
held.add('subject')
go(('subject', "write(b'pay00000pay00001pay00002'...[40000 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNot1bkVJDcQREGXtnDDHFwtr0rvSb6JVFL8Yvxd//z5f39/Hz757Iuvvvnuh59++e2Pv/757/ehH/qhH/qhH/qhH/qhH/qhH/qhH/qhH/pJP+kn/aSf9JN+0k/6ST/pJ/2kn/STftJP+lk/62f9rJ/1s37Wz/pZP+tn/ayf9bN+1s/6Rb/oF/2iX/SLftEv+kW/6Bf9ol/0i37RL/pVv+pX/apf9at+1a/6Vb/qV/2qX/WrftWv+k2/6Tf9pt/0m37Tb/pNv+k3/abf9Jt+02/6Xb/rd/2u3/W7ftfv+l2/63f9rt/1u37X7/pDf+gP/aE/9If+0B/6Q3/oD/2hP/SH/tAf+lN/6k/9qT/1p/7Un/pTf+pP/ak/9af+1J/6S3/pL/2lv/SX/tJf+kt/6S/9pb/0l/7SX/pbf+tv/a2/9bf+1t/6W3/rb/2tv/W3/tbf+kf/6B/9o3/0j/7RP/pH/+gf/aN/9I/+0T/6V//qX/2rf/Wv/tW/+lf/6l/9q3/1r/7Vv/pP/+k//af/9J/+03/6T//pP/2n//Sf/tN/+p/+p//pf/qf/qf/6X/6n/6n/+l/+p/+p//pf79+8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/4X/hf+F/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/lf+V/5X/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+N/43/jf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+d/53/nf+f/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/g/+D/4P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+T/5P/k/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/4v/i/+L/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/m/+b/5v/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x//v5H39+/v/34ZPPvvjqm+9++OmX3/7465/XD/3QD/3QD/3QD/3QD/3QD/3QD/3QD/3QT/pJP+kn/aSf9JN+0k/6ST/pJ/2kn/STftLP+lk/62f9rJ/1s37Wz/pZP+tn/ayf9bN+1i/6Rb/oF/2iX/SLftEv+kW/6Bf9ol/0i37Rr/pVv+pX/apf9at+1a/6Vb/qV/2qX/WrftVv+k2/6Tf9pt/0m37Tb/pNv+k3/abf9Jt+0+/6Xb/rd/2u3/W7ftfv+l2/63f9rt/1u37XH/pDf+gP/aE/9If+0B/6Q3/oD/2hP/SH/tCf+lN/6k/9qT/1p/7Un/pTf+pP/ak/9af+1F/6S3/pL/2lv/SX/tJf+kt/6S/9pb/0l/7S3/pbf+tv/a2/9bf+1t/6W3/rb/2tv/W3/tY/+kf/6B/9o3/0j/7RP/pH/+gf/aN/9I/+0b/6V//qX/2rf/Wv/tW/+lf/6l/9q3/1r/7Vf/pP/+k//af/9J/+03/6T//pP/2n//Sf/tP/9D/9T//T//Q//U//0//0P/1P/9P/9D/9T5//wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/wf/gf/A/+B/8D/4H/4P/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+J/4n/if+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf+Z/5n/mf959H8Bo+U/rQ==')))))
go(('subject', 'close_notify()', lambda: subject.connection.unwrap()))
go(('peer', "write(b'one more')", lambda: peer.connection.write(b'one more')))
held.discard('subject')
go(
    ('subject', 'close_notify()', lambda: subject.connection.unwrap()),
    ('peer', 'read(40000)', lambda: peer.connection.read(40000)),
)


FOUND, AT = 'subject: close_notify() -> SSLError (APPLICATION_DATA_AFTER_CLOSE_NOTIFY)', 3  # what is wrong, and which of the lines that begin so it is


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
