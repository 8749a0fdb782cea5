# shared_ciphers() is None while there is no connection, though the client's list is there.
#
# Clause: shared_ciphers() is None before a connection is established, on a client, and when the
# session was reused. (Python docs, library/ssl, SSLSocket.shared_ciphers; API contract)
#
# Came: step 5: subject: connection.shared_ciphers() gives None, but it came to
# [('ECDHE-ECDSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES128-GCM-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128),
# ('ECDHE-ECDSA-CHACHA20-POLY1305', 'TLSv1.2', 256), ('ECDHE-RSA-CHACHA20-POLY1305', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES256-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-SHA384', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES128-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-SHA256', 'TLSv1.2', 128),
# ('DHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('DHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128),
# ('DHE-RSA-AES256-SHA256', 'TLSv1.2', 256), ('DHE-RSA-AES128-SHA256', 'TLSv1.2', 128)]
#
# Origin: handshake: subject connection.shared_ciphers() gives its value ->
# [('ECDHE-ECDSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES128-GCM-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128),
# ('ECDHE-ECDSA-CHACHA20-POLY1305', 'TLSv1.2', 256), ('ECDHE-RSA-CHACHA20-POLY1305', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES256-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-SHA384', 'TLSv1.2', 256),
# ('ECDHE-ECDSA-AES128-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-SHA256', 'TLSv1.2', 128),
# ('DHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('DHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128),
# ('DHE-RSA-AES256-SHA256', 'TLSv1.2', 256), ('DHE-RSA-AES128-SHA256', 'TLSv1.2', 128)]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# parameters/a_server_halfway_shares_nothing[stdlib@pypy3:bio:server:1.2:honest:straight]#0

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
MIIByTCCAW+gAwIBAgIUZ4eSZAtyLh7a/Zi4PCBV7TKVoiEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2JSbjJ5TW5TM2VyR2lxMlYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNiUm4yeU1uUzNlckdpcTJWMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAED92aJpPV8RdPQh59Lbq2hSiyWVJOISTtLMfuH5SzWDLRNblxDBux4nF/aQgEeTXcWeDPuoXb8iLqXsCs
Ig5fU6NFMEMwHQYDVR0OBBYEFKFPD/p/cBBFhg6tQdVMR+HB9ZMDMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQCjkYNS6WRCgLEXWS8F8ivDT9LlLFmsUa86ymIYyZ7spwIgNPmQccHSlX+fMIMEuKicW2+NW7m9
PdBDnO1iM0SUPvI=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUF6IjQcket1DORNn6uqifzp/qdpEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2JSbjJ5TW5TM2VyR2lxMlYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzlNbXhpYmVKMEpsUmJ6bHMwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQ4ZM0fW3/PTirhekmlh1GrHR8a/wt9Khw9hGkF/BO6nRVPITYrPCwVtnVxn4nlASItV3I0RMMW0Azq
BnxBcBZEo4GmMIGjMB0GA1UdDgQWBBSQERnnaJ6hWW4uzcJxb/GDZzrXnTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFKFPD/p/
cBBFhg6tQdVMR+HB9ZMDMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAu/NvqNc+MveBoQXJC/Pjgki83lGFowNQc1OTm5/z
z4wCICXJ2Srq94KkF4ykIbeobniXh7wRJJjSYPeL6nMQWjtf
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGSd7NYE9q0ocHZGMOR5JPm7WJtW/0Xf4pBAfwXCNWTWoAoGCCqGSM49AwEHoUQDQgAEOGTNH1t/z04q4XpJpYdRqx0f
Gv8LfSocPYRpBfwTup0VTyE2KzwsFbZ1cZ+J5QEiLVdyNETDFtAM6gZ8QXAWRA==
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
held.add('subject')
go(('peer', 'handshake()', lambda: peer.connection.do_handshake()))
go(('subject', 'handshake()', lambda: subject.connection.do_handshake()))
go(('subject', 'connection.shared_ciphers()', lambda: subject.connection.shared_ciphers()))


FOUND, AT = "subject: connection.shared_ciphers() -> [('ECDHE-ECDSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('ECDHE-ECDSA-AES128-GCM-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128), ('ECDHE-ECDSA-CHACHA20-POLY1305', 'TLSv1.2', 256), ('ECDHE-RSA-CHACHA20-POLY1305', 'TLSv1.2', 256), ('ECDHE-ECDSA-AES256-SHA384', 'TLSv1.2', 256), ('ECDHE-RSA-AES256-SHA384', 'TLSv1.2', 256), ('ECDHE-ECDSA-AES128-SHA256', 'TLSv1.2', 128), ('ECDHE-RSA-AES128-SHA256', 'TLSv1.2', 128), ('DHE-RSA-AES256-GCM-SHA384', 'TLSv1.2', 256), ('DHE-RSA-AES128-GCM-SHA256', 'TLSv1.2', 128), ('DHE-RSA-AES256-SHA256', 'TLSv1.2', 256), ('DHE-RSA-AES128-SHA256', 'TLSv1.2', 128)]", 2  # what is wrong, and which of the lines that begin so it is


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
