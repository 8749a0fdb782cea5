# Of a client that has resumed get_unverified_chain() lists its own certificate, from the ticket.
#
# Clause: On a server whose client resumed by a ticket the list is the client's own certificate only.
# (Python docs, library/ssl, SSLSocket.get_unverified_chain (added in 3.13); CPython, gh-160171; API
# contract)
#
# Came: step 17: subject: len(chain) gives 1, but it came to 0
#
# Origin: open: subject len(chain) gives its value -> 0
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# resumption/a_resumed_client_has_its_certificate_for_a_chain[stdlib:bio:server:1.3:honest:straight]#0

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
MIIByTCCAW+gAwIBAgIUUshO9usaGTtJ68zJJLnxsADqRL4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFNb1ZfMW5YUzczaG9ZOHcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMxTW9WXzFuWFM3M2hvWTh3MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEuS6+pis6EJssYcpoFO/hyabw75XRGhCnJnv9D57AW0zkcsLAaMm5v5E4jan7bXIvY8Ni6tTTBw95nYXI
QkgQvKNFMEMwHQYDVR0OBBYEFPQfSEy+qLRH/PSsxzDsGAwLZgNQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIBLkFRPln8Lnee58dCLmLOepnF4BE6crgRWT/ePgaJxMAiEA9tYfGAsJdrxQ5+Rtv0P7Bjs9tDC7
kesCxDqQbJGjl34=
-----END CERTIFICATE-----
""",
    'client.crt': """\
-----BEGIN CERTIFICATE-----
MIICNDCCAdqgAwIBAgIUKAcoDswrxPqW8WMOwsQFlIOf08UwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFNb1ZfMW5YUzczaG9ZOHcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1VweHhwN2FWTUpwNEN4akowWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARMSZ9aOVp+DzEZBbWyGHUm8X9TfM59mt8maoaS3pqfCK35zzp8M7Zx+tCrAO99lJkJc6I6jOJ7wR3G
Bz7gZxpKo4GtMIGqMB0GA1UdDgQWBBQ02FG5T9sJVItfRvl+WfWmdlfRDzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFPQfSEy+
qLRH/PSsxzDsGAwLZgNQMB4GA1UdEQEB/wQUMBKBEGNsaWVudEBsb2NhbGhvc3QwDgYDVR0PAQH/BAQDAgWgMCoGA1UdJQEB/wQg
MB4GCCsGAQUFBwMCBggrBgEFBQcDAQYIKwYBBQUHAwMwCgYIKoZIzj0EAwIDSAAwRQIhAI0hpg5g8GQtJ/90ftGldVsTu4jU3vhY
GT3mNtp9mfPuAiB0ZaiFTocyxDAH0liq4PnIpBU37WtqXlhKkTgVQ3uKgA==
-----END CERTIFICATE-----
""",
    'client.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIADqrvatrhHlfi6J6PlK1BfJoP19yC60Mp3u1MSW6RoqoAoGCCqGSM49AwEHoUQDQgAETEmfWjlafg8xGQW1shh1JvF/
U3zOfZrfJmqGkt6anwit+c86fDO2cfrQqwDvfZSZCXOiOozie8Edxgc+4GcaSg==
-----END EC PRIVATE KEY-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUTt2OMnFTtvxvCenEOvnVhyVExuAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFNb1ZfMW5YUzczaG9ZOHcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3NaVkY4TU4xSTE2MmZkTEEwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR2A5zPSfolF3Ur/Gnd6dc+E9YFKT8PqCKJRWt3EMNfetIZF1XJcPkKoQ5lPXdtLSntEZBdPkfImv1v
izmyL3/So4GmMIGjMB0GA1UdDgQWBBS7xhmWWLU6yVCTYY5pszEwZNfbAzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFPQfSEy+
qLRH/PSsxzDsGAwLZgNQMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAytL58zxAuf3eIWtMySbqSP6/haF6pl4r1g7/P5vR
y/cCIFEwHotxZ0vyXSpQ2XXWHdvphYRKJ46jwxZoSVi0FiIG
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIb9FjgcZPS6SaUolccMXITBVdqfEkIH9Jp9oai4ngAmoAoGCCqGSM49AwEHoUQDQgAEdgOcz0n6JRd1K/xp3enXPhPW
BSk/D6giiUVrdxDDX3rSGRdVyXD5CqEOZT13bS0p7RGQXT5HyJr9b4s5si9/0g==
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
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.load_cert_chain(path('client.crt'), path('client.key'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'the00000the00001the00002'...[600 bytes])", lambda: peer.connection.write(zlib.decompress(base64.b64decode(b'eNotzcFNAwEQBMGUmJ01mHAObIsALn9Z6Ko//azz7/nx33k9Pl5fv/mnf/ndv/3wH//1hz/9dT388MMPP/zwww8//PDDDz/88MMPf/jDH/7whz/84Q9/+MMf/vCHP/zhD7/88ssvv/zyyy+//PLLL7/88ssvf/nLX/7yl7/85S9/+cvf4w2HUKrO')))))
go(('subject', 'read(600)', lambda: subject.connection.read(600)))
go(('subject', "write(b'bac00000bac00001bac00002'...[900 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNotzckVAQEUAMGU/BXhGEv+IXhM9aWPdTyel1/H+fD08vbx9avf/O4PP/zpL3/753zwgx/84Ac/+MEPfvCDH/zgBz/4wQ9+8pOf/OQnP/nJT37yk5/85Cc/+clPfvGLX/ziF7/4xS9+8Ytf/OIXv/jFL37zm9/85je/+c1vfvOb3/zmN7/5zW/+8Ic//OEPf/jDH/7whz/84Q9/+MMf/vKXv/zlL3/5y1/+8pe//OUvf/nL37//BdXF9fU=')))))
go(('peer', 'read(900)', lambda: peer.connection.read(900)))
go(
    ('subject', "tell('session')", lambda: subject.connection.session, 'subject_session'),
    ('peer', "tell('session')", lambda: peer.connection.session, 'peer_session'),
)
subject = BioEnd(ssl, subject_context, server_side=True)
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost', session=things.peer_session)
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
)
go(('peer', "tell('session_reused')", lambda: peer.connection.session_reused))
go(('subject', "tell('session_reused')", lambda: subject.connection.session_reused))
go(('peer', "write(b'the00000the00001the00002'...[600 bytes])", lambda: peer.connection.write(zlib.decompress(base64.b64decode(b'eNotzcFNAwEQBMGUmJ01mHAObIsALn9Z6Ko//azz7/nx33k9Pl5fv/mnf/ndv/3wH//1hz/9dT388MMPP/zwww8//PDDDz/88MMPf/jDH/7whz/84Q9/+MMf/vCHP/zhD7/88ssvv/zyyy+//PLLL7/88ssvf/nLX/7yl7/85S9/+cvf4w2HUKrO')))))
go(('subject', 'read(600)', lambda: subject.connection.read(600)))
go(('subject', "write(b'bac00000bac00001bac00002'...[900 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNotzckVAQEUAMGU/BXhGEv+IXhM9aWPdTyel1/H+fD08vbx9avf/O4PP/zpL3/753zwgx/84Ac/+MEPfvCDH/zgBz/4wQ9+8pOf/OQnP/nJT37yk5/85Cc/+clPfvGLX/ziF7/4xS9+8Ytf/OIXv/jFL37zm9/85je/+c1vfvOb3/zmN7/5zW/+8Ic//OEPf/jDH/7whz/84Q9/+MMf/vKXv/zlL3/5y1/+8pe//OUvf/nL37//BdXF9fU=')))))
go(('peer', 'read(900)', lambda: peer.connection.read(900)))
go(('subject', 'connection.get_unverified_chain()', lambda: subject.connection.get_unverified_chain(), 'chain'))
go(('subject', 'len(chain)', lambda: len(things.chain)))


FOUND, AT = 'subject: len(chain) -> 0', 9  # what is wrong, and which of the lines that begin so it is


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
