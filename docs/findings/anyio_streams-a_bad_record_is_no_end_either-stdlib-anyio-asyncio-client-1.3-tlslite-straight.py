# Without standard_compatible a record that does not verify is an error, and no EndOfStream.
#
# Clause: Connection calls raise only the documented exception classes, and wrong-use errors only for
# wrong use. (Python docs, library/ssl, Exceptions; API contract)
#
# Came: only-documented-exceptions: write(b'after the end') raised EndOfStream, which no caller can
# expect there
#
# Origin: failed: only-documented-exceptions -> EndOfStream
#
# It needs anyio and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# anyio_streams/a_bad_record_is_no_end_either[stdlib:anyio-asyncio:client:1.3:honest:straight]#0

import asyncio
import os
import re
import ssl
import sys
import tempfile
import types

import anyio
from anyio.streams import tls


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


class Transport:
    """As much of a ByteStream as a TLSStream touches, in memory."""

    extra_attributes = {}

    def __init__(self):
        self.arrived, self.leaving, self.ended, self.closed = bytearray(), bytearray(), False, False

    async def turn(self):
        await asyncio.sleep(0)
        if self.closed:
            raise anyio.ClosedResourceError

    async def send(self, data):
        await self.turn()
        self.leaving += data

    async def receive(self, max_bytes=65536):
        await self.turn()
        while not (self.arrived or self.ended):
            await self.turn()
        if not self.arrived:
            raise anyio.EndOfStream
        data = bytes(self.arrived[:max_bytes])
        del self.arrived[:max_bytes]
        return data


class AnyioEnd:
    """A TLSStream. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, **how):
        self.context, self.wire, self.stream, self.tasks = context, Transport(), None, {}
        self.loop, self.hung_up = asyncio.new_event_loop(), False
        self.opening = self.loop.create_task(self.open(how))

    async def open(self, how):
        self.stream = await tls.TLSStream.wrap(self.wire, ssl_context=self.context, **how)

    async def ready(self):
        await asyncio.wait([self.opening])
        self.opening.result()
        return self.stream

    async def handshake(self):
        await self.ready()

    async def read(self, amount):
        try:
            return await (await self.ready()).receive(amount)
        except anyio.EndOfStream:
            return b""

    async def write(self, data):
        await (await self.ready()).send(data)
        return len(data)

    def step(self):
        async def rounds():
            for _ in range(20):
                await asyncio.sleep(0)

        self.loop.run_until_complete(rounds())

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""
        if what not in self.tasks:
            for other in list(self.tasks):
                self.tasks.pop(other).cancel()  # nobody waits for it any more
            value = make()
            if not asyncio.iscoroutine(value):
                return value
            self.tasks[what] = self.loop.create_task(value)
        self.step()
        if not self.tasks[what].done():
            raise WantsRead
        try:
            return self.tasks.pop(what).result()
        except Exception as error:
            if error.__cause__ is not None:  # that says why
                error.reason = reason_of(error.__cause__)
            raise

    def feed(self, data):
        self.wire.arrived += data

    def end(self):
        self.wire.ended = True

    def take(self):
        self.step()
        data = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        self.hung_up = self.wire.closed
        return data


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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = AnyioEnd(subject_context, server_side=False, hostname='localhost', standard_compatible=False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'good')", lambda: peer.connection.write(b'good')))
settle()
subject.feed(bytes.fromhex(
    "1703030040666f723030303030666f723030303031666f723030303032666f723030303033666f723030303034666f72"
    "3030303035666f723030303036666f723030303037"
))
go(('subject', 'read(100)', lambda: subject.do('read(100)', lambda: subject.read(100))))
go(('subject', 'read(100)', lambda: subject.do('read(100)', lambda: subject.read(100))))
go(('subject', 'read(65536)', lambda: subject.do('read(65536)', lambda: subject.read(65536))))
go(('subject', 'read(65536)', lambda: subject.do('read(65536)', lambda: subject.read(65536))))
go(('subject', "write(b'after the end')", lambda: subject.do('write()', lambda: subject.write(b'after the end'))))


FOUND, AT = "subject: write(b'after the end') -> EndOfStream", 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
