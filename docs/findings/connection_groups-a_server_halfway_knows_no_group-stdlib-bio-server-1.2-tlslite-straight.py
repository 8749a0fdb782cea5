# A server that has answered but not verified the client has no connection, and tells no group.
#
# Clause: While the handshake is under way no connection is established, and group() is None. (Python
# docs, library/ssl, SSLSocket.group (added in 3.15); API contract)
#
# Came: step 5: subject: connection.group() gives None or, tolerated, raises foreign as exactly
# NotImplementedError, but it came to 'x25519'
#
# Origin: handshake: subject connection.group() gives its value -> 'x25519'
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# connection_groups/a_server_halfway_knows_no_group[stdlib:bio:server:1.2:honest:straight]#0

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
MIIByDCCAW+gAwIBAgIUAhbRuSlwWoujtqd+n+IVfnWP3p4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21aY250UGY2T21tb0pkMVowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNtWmNudFBmNk9tbW9KZDFaMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEpnEpQNRaPVN977zs5pRHZMkbb+3PZfW//PHqetsWN+iTd+hjuZUfuKG99po+bmkWJKWT+OPEcWueEH/N
3pBxKaNFMEMwHQYDVR0OBBYEFOl/yQ4bqWPCrV0YpW8BSa87RaJ8MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCIHd3urNfQgu5wQe6WpBY+szU1GWpqyChSXmbaTBQKYOhAiBhr6Ay+1AHtVslLCLyClHzc2Oio/G/
QaCGhPjIXRtp1g==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUOh8nZu7gNbB+6wt33vihrzV+kOcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21aY250UGY2T21tb0pkMVowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0w5eUpGZy1vdnlNWURVdS0wWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASr2eU3rwZNVvyOzRQ5dnaErCCZXMo/XPVXKJDODMTGtQ+mpUwP7P0geoeK13R5hSq9tIFzVChn/+qV
XGFg8UDlo4GmMIGjMB0GA1UdDgQWBBRUtfQX62WWEDsTickSq8kH8xYrRDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFOl/yQ4b
qWPCrV0YpW8BSa87RaJ8MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBbIuAt4LsvyTe7LoRttu7cdlp2b0aThu/rLoFyGS4d
fwIgGItNRGrWqt0voieFAj3lH0qzSuoDp+kbnONNehoJpfM=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIENRVx1G1TaajAANADFgWqxamN4/izRSHl9jSaJjQ+BwoAoGCCqGSM49AwEHoUQDQgAEq9nlN68GTVb8js0UOXZ2hKwg
mVzKP1z1VyiQzgzExrUPpqVMD+z9IHqHitd0eYUqvbSBc1QoZ//qlVxhYPFA5Q==
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
go(('subject', 'connection.group()', lambda: subject.connection.group()))


FOUND, AT = "subject: connection.group() -> 'x25519'", 2  # what is wrong, and which of the lines that begin so it is


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
