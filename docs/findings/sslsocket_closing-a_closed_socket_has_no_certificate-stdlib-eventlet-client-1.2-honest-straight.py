# getpeercert() and do_handshake() of a closed socket fail with OSError or ValueError.
#
# Clause: After close() getpeercert() and do_handshake() fail with OSError or ValueError. (Python
# docs, library/socket, socket.close; library/ssl, SSLSocket.getpeercert; API contract)
#
# Came: step 3: subject: connection.do_handshake() raises OS error or misuse, but it came to
# AttributeError ('NoneType' object has no attribute 'do_handshake')
#
# Origin: open: subject connection.do_handshake() raises OS error or misuse -> AttributeError
# 'NoneType' object has no attribute 'do_handshake'
#
# It needs eventlet and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# sslsocket_closing/a_closed_socket_has_no_certificate[stdlib:eventlet:client:1.2:honest:straight]#0

import os
import re
import socket
import ssl
import sys
import tempfile
import types

import eventlet as green
import eventlet.green.ssl as tls


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUAMx2HwaDPTQK4JeMLEtgD66aQLwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0J3dFkzZUVFNmRVMjNYeU8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNCd3RZM2VFRTZkVTIzWHlPMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEFYukL+HlPGeNfl7N/kM8TL8zRjXOZaY1N1lRBln25dqsASrZN4FyblGHRkxrMtZK7FV2IyBTs6oVZM5R
Tr/ggaNFMEMwHQYDVR0OBBYEFMgH/kYNtCbxCV+y3DRiv3XHeVypMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDDDwiSRTfyTPImZ6S+ca7LXbWvlgqAR7bMvh7WFoqsDQIhAOg1TF0TmM5EYol4/KzAi2zwGwbI
+eBusTqwQ3zXPtdy
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUMoYX3c7s9bZQGjruitDJTDBLzJIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0J3dFkzZUVFNmRVMjNYeU8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzZON1o5RTFBWXZjR0J6NVIwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARY5NXTop+HlZGtv6l8mHJgScgJgSdpB5r+vtoX8+IeVvtrPG0A5iwGKc7J5i65UUqiL/56J8cqgJq5
J6KIsmH5o4GmMIGjMB0GA1UdDgQWBBQEvjug1wbodvG9rWSm4KpfhMK92zAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFMgH/kYN
tCbxCV+y3DRiv3XHeVypMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAibkpjtCz9c52K/6qyP/ZTg4++NYrmFmsTujltJXY
rR8CIQD13LGlD1e+ucop594GSmHXbYGejsyg1hk5tbJPFv2MQw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIATi7S/A7z6Lr6ufYeHliGdNMY+Cy8Kb1IrUz8O1W0LEoAoGCCqGSM49AwEHoUQDQgAEWOTV06Kfh5WRrb+pfJhyYEnI
CYEnaQea/r7aF/PiHlb7azxtAOYsBinOyeYuuVFKoi/+eifHKoCauSeiiLJh+Q==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class WantsRead(Exception):
    pass


class GreenEnd:
    """An SSLSocket over one end of a socketpair. A call is a green thread; between calls all of them run."""

    def __init__(self, tls, context, **arguments):
        self.context, self.tasks, self.ends = context, {}, {}
        self.far, near = socket.socketpair()
        for each in (self.far, near):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        self.far.settimeout(0)
        self.connection = context.wrap_socket(near, do_handshake_on_connect=False, **arguments)
        self.queue, self.ending = bytearray(), False

    def do(self, what, make):
        """Begin what was not begun, let everything run, and see whether it is over."""

        def work():
            try:
                self.ends[what] = make(), None
            except Exception as error:
                self.ends[what] = None, error

        if what not in self.tasks:
            self.tasks[what] = green.spawn(work)
        self.run()
        if what not in self.ends:
            raise WantsRead
        del self.tasks[what]
        value, error = self.ends.pop(what)
        if error is not None:
            raise error
        return value

    def run(self):  # the hub looks at descriptors when everybody sleeps
        for _ in range(20):
            self.push()
            green.sleep(0.0005)

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

    def take(self):
        taken = b""
        try:
            while not getattr(self, "hung_up", False):
                self.run()
                data = self.far.recv(1 << 20)
                self.hung_up = not data
                taken += data
        except OSError:
            pass
        return taken


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


WANTS = (WantsRead, tls.SSLWantReadError, tls.SSLWantWriteError, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = tls.TLSVersion.TLSv1_2
subject_context.maximum_version = tls.TLSVersion.TLSv1_2
subject_context.verify_mode = tls.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = GreenEnd(tls, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake', lambda: subject.connection.do_handshake())),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'connection.close()', lambda: subject.do('connection.close()', lambda: subject.connection.close())))
go(('subject', 'connection.do_handshake()', lambda: subject.do('connection.do_handshake()', lambda: subject.connection.do_handshake())))


FOUND, AT = "subject: connection.do_handshake() -> AttributeError ('NoneType' object has no attribute 'do_handshake')", 2  # what is wrong, and which of the lines that begin so it is


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
