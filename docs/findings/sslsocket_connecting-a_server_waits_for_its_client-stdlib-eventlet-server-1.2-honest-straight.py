# accept() waits while nobody has called, and then serves who does.
#
# Clause: accept() waits for a client and then serves it. (Python docs, library/socket, socket.accept;
# API contract)
#
# Came: step 3: peer handshake() returns, but it came to wants read, and nothing moves any more
#
# Origin: open: peer handshake returns -> wants read
#
# It needs eventlet and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# sslsocket_connecting/a_server_waits_for_its_client[stdlib:eventlet:server:1.2:honest:straight]#0

import os
import re
import socket
import sys
import tempfile
import types

import eventlet as green
import eventlet.green.ssl as tls


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUB9xGsDFpU6kERJ9C4WCK4RNNF8cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJ5UWx4bm5uZl9DRUNUTTIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2lSSk9ySlYzbENJLWVwdDYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT5FEwPJmESvibGGSml2cxcSUNO2gG8V94cSoFoWQDhy0ejfAsOABSaYgwtLku1AbMB1w+MiW+s2a72
U1+cv+iwo4GmMIGjMB0GA1UdDgQWBBQ7ZfY2YlFxRFzc88iBuXIg1aPxKjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFJSuXqyUEedm17Gtymo+i+jruUE+MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEA3L/I4NFkMyzAeZ6LIBtYGDW7MicWAH8vKWlfjJSizUUCIQDdQFBSPraEwHE8nQlYS3/v7vQAdgIkUuKCdBFRVHyldQ==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIINWkmHRLOV1Z34fPV1pns84Ut0aSIOCGL1Yl65BEf79oAoGCCqGSM49AwEHoUQDQgAE+RRMDyZhEr4mxhkppdnMXElDTtoBvFfeHEqBaFkA4ctHo3wLDgAUmmIMLS5LtQGzAdcPjIlvrNmu9lNfnL/osA==
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

    def shake(self):
        self.connection.do_handshake()

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


class GreenListeningEnd(GreenEnd):
    """A listening SSLSocket. Its client comes with the first bytes, or with the end of them."""

    def __init__(self, tls, context, **arguments):
        listener, self.far = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        listener.bind("")
        listener.listen(1)
        self.address, self.queue, self.ending = listener.getsockname(), bytearray(), False
        self.context, self.tasks, self.ends = context, {}, {}
        self.connection = context.wrap_socket(listener, **arguments)

    def shake(self):
        self.connection, _ = self.connection.accept()

    def push(self):
        if self.address and (self.queue or self.ending):
            self.far.connect(self.address)
            self.far.settimeout(0)
            self.address = None
        super().push()

    def take(self):
        self.run()
        return b"" if self.address else super().take()


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = tls.TLSVersion.TLSv1_2
subject_context.maximum_version = tls.TLSVersion.TLSv1_2
subject_context.verify_mode = tls.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = GreenListeningEnd(tls, subject_context, server_side=True, suppress_ragged_eofs=False)
call('handshake()', lambda: subject.do('do_handshake', subject.shake))
call('handshake()', lambda: subject.do('do_handshake', subject.shake))
subject.feed(bytes.fromhex(
    "16030100af010000ab030368170c4c80fd9372d55b3e8ccd982b35c91ce98c6ca57a4b8ea02932c0ec343800001ec02c"
    "c030c02bc02fcca9cca8c024c028c023c027009f009e006b006700ff010000640000000e000c0000096c6f63616c686f"
    "7374000b000403000102000a000c000a001d0017001e00190018002300000016000000170000000d002a002804030503"
    "0603080708080809080a080b080408050806040105010601030303010302040205020602"
))
call('handshake()', lambda: subject.do('do_handshake', subject.shake))


FOUND, AT = 'subject: handshake() -> None', 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
