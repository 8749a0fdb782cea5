# wait_for_handshake() on a stream that garbage has closed already tells so, and waits for nobody.
#
# Clause: Whoever waits for a handshake that fails is told the error of ssl that ended it. (Tornado
# docs, IOStream.start_tls and SSLIOStream.wait_for_handshake; API contract)
#
# Came: step 4: subject handshake() raises protocol error or OS error, but it came to wants read, and
# nothing moves any more
#
# Origin: handshake: subject handshake raises protocol error or OS error -> wants read
#
# It needs tornado and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# tornado_streams/waiting_for_a_handshake_that_has_failed_ends[stdlib:tornado:server:1.3:honest:straight]#0

import asyncio
import inspect
import logging
import os
import re
import socket
import ssl
import sys
import tempfile
import types

from tornado import iostream, netutil


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUV0yrCtjTTAnB9VRNgEW5h4199ckwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNGOXRHWS05NHpXUVZZcTRmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtunUZOdJ0HBBjtEf2JAylrZb8PgPY/i2/DZ3rjNTEb9uxscmk7OOVQS5L57R/kDgTDU2wCcgvSNDlrII
SX0yMKNFMEMwHQYDVR0OBBYEFGYODSn+JqcIPdcPwCfTTVjOnZGQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIB45dYJtGUqEOfK3eNdHXAoA4Dtf0VxrvVa0VSultF7lAiEAlY9AGCw2uv6TYdwfm+1HFE9Ssasf
xalt4G4ArGXkPjs=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUM7i+Q1xBg4KfZudqJ6Sayow1WgIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3NyTThKdUFzSVhKYWJrSkgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATucqzxTb/snVFb//jfxBNZdzuSSu+VyPE2t/Az4+0Ye+5Q9p+CZ04J0TKzitay6Q79/MSCorCHDbWX
5ckDnjDqo4GmMIGjMB0GA1UdDgQWBBRqMGpDAuMJZ813C/cNXcf++qzG/TAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFGYODSn+JqcIPdcPwCfTTVjOnZGQMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBE8azgeyJRNMQvRUhax17HbWima4e8sVtoreNSWPmJmwIgWsptoH/Uj8955JFN6XwXEdQPn77mxTWQkCxayATEtHs=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIH3GPg6BYFnMNv5sULjjU2l7kcVWA5P8zkDY4dcQFUJoAoGCCqGSM49AwEHoUQDQgAE7nKs8U2/7J1RW//438QTWXc7kkrvlcjxNrfwM+PtGHvuUPafgmdOCdEys4rWsukO/fzEgqKwhw21l+XJA54w6g==
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

    def end(self):
        self.ending = True
        self.push()


class TornadoEnd(Far):
    """An SSLIOStream. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server_side, name):
        super().__init__()
        logging.getLogger("tornado.general").addHandler(logging.NullHandler())
        self.context, self.server_side, self.name = context, server_side, name
        self.tasks, self.stream, self.left = {}, None, False
        self.loop = asyncio.new_event_loop()
        self.do("open", self.open)

    async def open(self):
        if not self.server_side:
            self.stream = iostream.IOStream(self.near)
            return
        wrapped = netutil.ssl_wrap_socket(
            self.near, self.context, server_side=True, do_handshake_on_connect=False
        )
        self.stream = iostream.SSLIOStream(wrapped, ssl_options=self.context)

    async def handshake(self):
        if self.server_side:
            await self.stream.wait_for_handshake()
        else:
            self.stream = await self.stream.start_tls(False, self.context, server_hostname=self.name)

    async def read(self, amount):
        try:
            return await self.stream.read_bytes(amount, partial=True)
        except iostream.StreamClosedError as closed:
            if closed.real_error is not None or self.left:
                raise
            return b""

    async def write(self, data):
        await self.stream.write(data)
        return len(data)

    def close(self):
        self.left = True
        self.stream.close()

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""

        async def work():
            value = make()
            return await value if inspect.isawaitable(value) else value

        if what not in self.tasks:
            self.tasks[what] = self.loop.create_task(work())
        self.step()
        if not self.tasks[what].done():
            raise WantsRead
        try:
            return self.tasks.pop(what).result()
        except iostream.StreamClosedError as error:
            if error.real_error is not None:  # that says why
                error.reason = reason_of(error.real_error)
            raise

    def step(self):
        async def rounds():
            for _ in range(20):
                self.push()
                await asyncio.sleep(0)

        self.loop.run_until_complete(rounds())

    def take(self):
        self.step()
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
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


ends, ended = {}, set()
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        other, data = OTHER[name], end.take()
        if data and other not in ended:
            ends[other].feed(data)
        closes = getattr(end, "hung_up", False) and other not in ended
        if closes:
            ended.add(other)
            ends[other].end()
        moved = moved or bool(data) or closes
    return moved


def connect(subject, peer):
    ended.clear()
    ends.update(subject=subject, peer=peer)


wants = {}


def settle():
    while move():
        pass


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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = TornadoEnd(subject_context, True, None)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
settle()
subject.feed(b'GET / HTTP/1.0\r\n\r\n')
go(('subject', 'connection.closed()', lambda: subject.do('connection.closed()', lambda: subject.stream.closed())))
go(('subject', 'connection.closed()', lambda: subject.do('connection.closed()', lambda: subject.stream.closed())))
go(('subject', 'handshake()', lambda: subject.do('handshake', subject.handshake)))


FOUND, AT = 'subject: handshake() -> wants read', 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
