# A certificate that is not trusted makes connect() fail.
#
# Clause: What one end reads is exactly what the other wrote: in order, once, without gaps or
# additions. (RFC 8446 section 5.2; RFC 5246 section 6.2.3; MUST)
#
# Came: plaintext-is-a-prefix: subject read bytes that were not written, from plaintext offset 0
#
# Origin: failed: plaintext-is-a-prefix -> bytes
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# sslsocket_connecting/connecting_refuses_a_certificate[stdlib@pypy3:socket:client:1.3:honest:straight]#0

import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import threading
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUJ1jeLj0UxYSFayUQNiOG2iYDeKwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19pV2FCLTl4b1E5aXFWR0owIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNfaVdhQi05eG9ROWlxVkdKMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAExI1rRV3DGOOdI9a5I5yZvZNEoXI+2TkWeYpFMRU2R9HyrExNGXHrq3YZJmEgXvV0SlAIU97LlhkE7bst
CC22J6NFMEMwHQYDVR0OBBYEFODWFlVyjIDKP27IGD5WBYINpkgTMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCID6HWh3lSF80GDoB9lRg3R/A7X7pLMHVjLhYRzZRFadJAiEAy5lI3Y+NuqZ6ebdUBuZKbt5QfPSQ
wQAdAKHwWKKsRlo=
-----END CERTIFICATE-----
""",
    'untrusted.crt': """\
-----BEGIN CERTIFICATE-----
MIICMDCCAdWgAwIBAgIUdO9DuncE0PJKWUO0bURFtIgNSmEwCgYIKoZIzj0EAwIwQjEZMBcGA1UECgwQTm9ib2R5IHRydXN0cyB1
czElMCMGA1UECwwcVGVzdGluZyBDQSAjYzB4cjZ5ek1TcnZya2ZrRTAgFw0wMDAxMDEwMDAwMDBaGA8zMDAwMDEwMTAwMDAwMFow
QjEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJzAlBgNVBAsMHlRlc3RpbmcgY2VydCAjc1R5WVY4ZTc1TUtkeEdqUTBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABCIhdnea/vqLJEOHiuLAr8Sz0g+vWyVrnmYD8tqBzXHKin7tr/FaANOMtdb4PTy2jNPtYSnezghs
l2ekVld++IKjgaYwgaMwHQYDVR0OBBYEFMKJr4gb9Ag52TL/12l6VWEjRYiSMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUTK2f
TZdpMD6kb7IXVwF9CJSvd6owFwYDVR0RAQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggr
BgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQD3I6Obc5j9BuxcTim8ABQkrMbUL81M3Ghe/NIf
UTrwhwIhAIRzTaQV0cDrqJ9FZP8E3H3JUzxF7g4Ifo9VyMTDQOxf
-----END CERTIFICATE-----
""",
    'untrusted.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMpuv6nnfERdxHVZLI+FqfcnMuNXlF9SIahI1AbZeiWIoAoGCCqGSM49AwEHoUQDQgAEIiF2d5r++oskQ4eK4sCvxLPS
D69bJWueZgPy2oHNccqKfu2v8VoA04y11vg9PLaM0+1hKd7OCGyXZ6RWV374gg==
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


class ConnectingEnd:
    """An SSLSocket that connects to us. A call that is not over in a moment waits for bytes."""

    def __init__(self, ssl, context, **arguments):
        self.context, self.connection, self.calls = context, self, {}
        self.listener, self.far, self.hung_up = socket.socket(socket.AF_UNIX), None, False
        self.listener.bind("")
        self.listener.listen(1)
        self.queue, self.ending = bytearray(), False
        self.wrapped = context.wrap_socket(socket.socket(socket.AF_UNIX), **arguments)

    def do_handshake(self):
        return self.do("connect", self.listener.getsockname())

    def __getattr__(self, name):  # a method of the socket
        return lambda *arguments: self.do(name, *arguments)

    def do(self, name, *arguments):
        def work():
            try:
                over.append((getattr(self.wrapped, name)(*arguments), None))
            except Exception as error:
                over.append((None, error))

        if name not in self.calls:
            over = []
            self.calls[name] = threading.Thread(target=work, daemon=True), over
            self.calls[name][0].start()
        if name == "connect" and self.far is None:
            self.far, _ = self.listener.accept()
            self.far.settimeout(0)
            self.push()
        thread, over = self.calls[name]
        thread.join(0.2)
        if not over:
            raise WantsRead
        (value, error), _ = over[0], self.calls.pop(name)
        if error is not None:
            raise error
        return value

    def push(self):
        try:
            while self.far is not None and self.queue:
                del self.queue[: self.far.send(self.queue)]
            if self.far is not None and self.ending:
                self.far.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def feed(self, data):
        self.queue += data
        self.push()

    def end(self):
        self.ending = True
        self.push()

    def take(self):
        self.push()
        try:
            data = b"" if self.far is None else self.far.recv(1 << 20)
            self.hung_up = self.far is not None and not data
            return data
        except OSError:
            return b""


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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ConnectingEnd(ssl, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('untrusted.crt'), path('untrusted.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'read(65536)', lambda: subject.connection.recv(65536)))


FOUND, AT = "subject: read(65536) -> b'\\x17\\x03\\x03\\x00a \\x1b] h\\x85&\\r\\xf6\\xa2\\x9aQG\\x10\\xf27g\\x93\\xa1'...[176 bytes]", 1  # what is wrong, and which of the lines that begin so it is


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
