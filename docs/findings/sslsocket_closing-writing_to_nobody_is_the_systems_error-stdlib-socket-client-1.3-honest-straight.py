# send() to a peer that is gone raises BrokenPipeError or ConnectionResetError, with a real errno.
#
# Clause: Sending to a peer that is gone raises BrokenPipeError or ConnectionResetError. (Python docs,
# library/exceptions, BrokenPipeError and ConnectionResetError; python/cpython#115627; API contract)
#
# Came: step 3: subject: connection.send(b'is anybody there?') raises OS error, but it came to
# SSLEOFError (EOF occurred in violation of protocol (_ssl.c:2427))
#
# Origin: open: subject connection.send(b'is anybody there?') raises OS error -> SSLEOFError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# sslsocket_closing/writing_to_nobody_is_the_systems_error[stdlib:socket:client:1.3:honest:straight]#0

import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUepRDEoQj5z6b6i4z7UVQwiH/vOwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMxQzdwNy1CYTdqaHlMUWJvMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAETa1TFsR1bbhM2TMzAZHtfHx8mTTkIgopERMJTFqdKtrhHNUvjsyLLZn7TEfASR2GE4EQ2SWxCofrYAZg
WElTpaNFMEMwHQYDVR0OBBYEFA17Ks2nrr0/6jXu/R7kbPYoTR40MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQDJlcv84RNYvv8xpwTfP+I2HFLpCjubAiTbd5amJe5wPAIgebUsVWIfLe8hZ/7BgFH9Y4SC/MFE
gO6ZQ02pHrIaKUA=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIURSnLJiVLhC65bp8XPdUy1tbolbwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3pvWHVqeE96c3ZZUEszdUgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR52mnpHUPGkvIRVPDmpJMe8+w6C/YZ1nmgUdpu5d8G+qb7LSTo8LxTsgmmMiiM+g72XkZH9lSpMAAT
vlOyfGvKo4GmMIGjMB0GA1UdDgQWBBTzSmgOPct6s2LuuDIS8lArVOUoTzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFA17Ks2n
rr0/6jXu/R7kbPYoTR40MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAtXB52t8fYXdEEcrdoAtt8vH7DaC6SazDLS1/DXB0
oZkCIBuUwvJvOqPQQ0/LcbXXTsi+zLsT5gxTg74dPzjM/klc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB3fMLIZ2M1MaJkVJf/po8xwXZSWg1PyLgUYbL3GISh1oAoGCCqGSM49AwEHoUQDQgAEedpp6R1DxpLyEVTw5qSTHvPs
Ogv2GdZ5oFHabuXfBvqm+y0k6PC8U7IJpjIojPoO9l5GR/ZUqTAAE75Tsnxryg==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class Far:
    """The far end of a socketpair with small buffers: what is fed goes there as far as there is room."""

    def __init__(self):
        self.far, self.near = socket.socketpair()
        for each in (self.far, self.near):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self.far.settimeout(0)
        self.queue, self.ending = bytearray(), False

    def push(self):
        try:
            while self.queue:
                del self.queue[: self.far.send(self.queue)]
            if self.ending:
                self.ending = False
                self.far.shutdown(socket.SHUT_WR)
        except BlockingIOError:
            pass
        except OSError:
            self.queue.clear()

    def feed(self, data):
        self.queue += data
        self.push()

    def end(self):
        self.ending = True
        self.push()

    def reset(self):
        self.far.close()


class SocketEnd(Far):
    """A non-blocking SSLSocket over one end of a socketpair."""

    def __init__(self, ssl, context, **arguments):
        super().__init__()
        self.context = context
        self.connection = context.wrap_socket(self.near, do_handshake_on_connect=False, **arguments)
        self.connection.settimeout(0)

    def take(self):
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""
        finally:
            self.push()


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


def settle():
    while move():
        pass


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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = SocketEnd(ssl, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
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
settle()
subject.reset()
cut.update(ends)
go(('subject', "connection.send(b'is anybody there?')", lambda: subject.connection.send(b'is anybody there?')))


FOUND, AT = "subject: connection.send(b'is anybody there?') -> SSLEOFError (EOF occurred in violation of protocol (_ssl.c:2427))", 1  # what is wrong, and which of the lines that begin so it is


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
