# After connect() failed in the handshake, send() fails too; nothing goes out unprotected.
#
# Clause: After connect() failed in the handshake nothing is sent outside TLS. (Python docs,
# library/ssl, SSLSocket; RFC 8446 section 6.2; MUST)
#
# Came: step 4: subject write(b'a password or something '...[31 bytes]) raises OS error or protocol
# error or ragged EOF or misuse, but it came to 31
#
# Origin: handshake: subject write raises OS error or protocol error or ragged EOF or misuse -> int
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# sslsocket_connecting/a_socket_that_failed_to_connect_writes_nothing_in_clear[stdlib@pypy3:socket:client:1.3:honest:straight]#0

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

    def take(self):
        self.push()
        try:
            data = b"" if self.far is None else self.far.recv(1 << 20)
            self.hung_up = self.far is not None and not data
            return data
        except OSError:
            return b""


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


sent = bytearray()


def call(text, function, keep=None):
    """One call of the subject's, and what it sends."""
    told, _ = attempt(function, keep)
    tell("subject: {} -> {}".format(text, told))
    if subject is not None:
        sent.extend(subject.take())
    while len(sent) >= 5 and len(sent) >= 5 + int.from_bytes(sent[3:5], "big"):
        size = 5 + int.from_bytes(sent[3:5], "big")
        alert = " alert {} {}".format(*sent[5:7]) if sent[0] == 21 and size == 7 else ""
        tell("subject sends a record {} {}{}".format(sent[0], sent[1:3].hex(), alert))
        del sent[:size]


subject = None


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ConnectingEnd(ssl, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(b'HTTP/1.0 400 Bad Request\r\n\r\n')
call('handshake()', lambda: subject.connection.do_handshake())
call("write(b'a password or something '...[31 bytes])", lambda: subject.connection.send(b'a password or something like it'))


FOUND, AT = "subject: write(b'a password or something '...[31 bytes]) -> 31", 2  # what is wrong, and which of the lines that begin so it is


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
