# Bytes 0xff, an idle line, are an error at once: nobody waits for the 65535 bytes they announce.
#
# Clause: Connection calls raise only the documented exception classes, and wrong-use errors only for
# wrong use. (Python docs, library/ssl, Exceptions; API contract)
#
# Came: only-documented-exceptions: handshake() raised BlockingIOError ([Errno 11] Resource
# temporarily unavailable), which no caller can expect there
#
# Origin: failed: only-documented-exceptions -> BlockingIOError [Errno N] Resource temporarily
# unavailable
#
# It needs gevent and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# handshake/ones_are_no_handshake[stdlib:gevent:client:1.2:tlslite:straight]#0

import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types

import gevent as green
import gevent.ssl as tls


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIURzHhlTzEPR/w5MoZFouffR604AQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzB5LUhLbUJqQTFTVThKa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMweS1IS21CakExU1U4SmtiMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAETrtumO4Ov3ESOd5z3isRkSQ/3dj3nzgR+o+wcyBl1mhuM3SgLCagx/fGMr0H7cyjA07JeKND31sArrCq
WPzKN6NFMEMwHQYDVR0OBBYEFPK9TwPJ80K1LJj0JSB6tsOZcibRMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQD32KxIEGvmI0I/NXdrBiR+OJgXUHdAACArsCHhSQML1QIhAP+63dXh8Hj3bCaOcFattG4g0ay6
hv+b0z+QPpl9utL3
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


class GreenEnd(Far):
    """An SSLSocket over one end of a socketpair. A call is a green thread; between calls all of them run."""

    def __init__(self, tls, context, **arguments):
        super().__init__()
        self.context, self.tasks, self.ends = context, {}, {}
        self.connection = context.wrap_socket(self.near, do_handshake_on_connect=False, **arguments)

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


WANTS = (WantsRead, tls.SSLWantReadError, tls.SSLWantWriteError,)


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = tls.TLSVersion.TLSv1_2
subject_context.maximum_version = tls.TLSVersion.TLSv1_2
subject_context.verify_mode = tls.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = GreenEnd(tls, subject_context, server_side=False, server_hostname='localhost', suppress_ragged_eofs=False)
call('handshake()', lambda: subject.do('handshake', lambda: subject.connection.do_handshake()))
call('handshake()', lambda: subject.do('handshake', lambda: subject.connection.do_handshake()))
subject.feed(b'\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff')
call('handshake()', lambda: subject.do('handshake', lambda: subject.connection.do_handshake()))
call('read(65536)', lambda: subject.do('read', lambda: subject.connection.recv(65536)))
call('handshake()', lambda: subject.do('handshake', lambda: subject.connection.do_handshake()))


FOUND, AT = 'subject: handshake() -> BlockingIOError ([Errno 11] Resource temporarily unavailable)', 4  # what is wrong, and which of the lines that begin so it is


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
