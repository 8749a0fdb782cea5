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
# sslsocket_connecting/connecting_refuses_a_certificate[stdlib:socket:client:1.3:honest:straight]#0

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
MIIByDCCAW+gAwIBAgIUNorbAfyYl6xKkhVOLqmKZwpmb4owCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3g1b2N3UHlFTmR6VU16SFcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICN4NW9jd1B5RU5kelVNekhXMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEXQrAZDfDvxP4JI8fHteqexkhMwHWkJzYqWGZ9bCMhEg3AZOVYQMeBQQOsa+yJ1PuNXbI5RuZP0BE+npl
GDEnbKNFMEMwHQYDVR0OBBYEFE5LARSl38QsfPq4Zn11MEzP4bZ/MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCIAGA4tted/8INoANXm89Oo7yThO80j7Aabk8ke2LoEBnAiBYTpTHTesUcsLydg9NPh4HtHe+4r0Y
6nIphA4jR1eL5A==
-----END CERTIFICATE-----
""",
    'untrusted.crt': """\
-----BEGIN CERTIFICATE-----
MIICMDCCAdWgAwIBAgIUR/IDhq1fFokGLyIL9w6LN49ida4wCgYIKoZIzj0EAwIwQjEZMBcGA1UECgwQTm9ib2R5IHRydXN0cyB1
czElMCMGA1UECwwcVGVzdGluZyBDQSAjLXctVXlzZ19DNmUwQWxsRTAgFw0wMDAxMDEwMDAwMDBaGA8zMDAwMDEwMTAwMDAwMFow
QjEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJzAlBgNVBAsMHlRlc3RpbmcgY2VydCAjanFOS1d2aUxLenpZTWdoZTBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABDMDurPUZOAuHMo4dIBtXOOlzdLBgugjV16BPzuLMq+y6JBMhCGfyzLIhZsINXlC5bzivI9vTUCs
av600rDek/ujgaYwgaMwHQYDVR0OBBYEFKcBPn/SVHm0+CMtF2kFccsmtv0+MAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUSPsc
aaAeAbz5sCkvsgMHUr2MCZUwFwYDVR0RAQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggr
BgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQCKXHPpixFrQ5aj1nG3sXn3iiY+Cx4qaa9MKwNr
81FxVAIhALdMbXe2dVQE0f9ihtMQfRxwzoVwU+oWqjcFVZuhJrcz
-----END CERTIFICATE-----
""",
    'untrusted.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIaBkISef7Xt75nDyosRj7PhOaJEBOjBIshZWOyDvUE/oAoGCCqGSM49AwEHoUQDQgAEMwO6s9Rk4C4cyjh0gG1c46XN
0sGC6CNXXoE/O4syr7LokEyEIZ/LMsiFmwg1eULlvOK8j29NQKxq/rTSsN6T+w==
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


FOUND, AT = 'subject: read(65536) -> b\'\\x17\\x03\\x03\\x00`\\xc73v\\xbb\\x85S\\x11\\x92\\xd3ZF\\xa1H\\x98\\xee\\\\\\xfb"h\'...[175 bytes]', 1  # what is wrong, and which of the lines that begin so it is


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
