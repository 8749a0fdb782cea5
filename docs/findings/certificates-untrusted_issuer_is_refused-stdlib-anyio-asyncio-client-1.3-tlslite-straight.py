# A certificate of an unknown authority ends the handshake, or anybody could pose as the server.
#
# Clause: A certificate is valid only if a path of valid signatures leads from a trust anchor to it;
# unknown_ca says that none does. (RFC 5280 section 6.1; RFC 8446 section 6.2; MUST)
#
# Came: step 2: peer handshake() raises protocol error with alert unknown_ca or, tolerated, raises
# protocol error with alert certificate_unknown or, tolerated, raises protocol error with alert
# bad_certificate, but it came to wants read, and nothing moves any more
#
# Origin: handshake: peer handshake raises protocol error with alert unknown_ca -> wants read
#
# It needs anyio and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificates/untrusted_issuer_is_refused[stdlib:anyio-asyncio:client:1.3:honest:straight]#0

import asyncio
import os
import queue
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
MIIByTCCAW+gAwIBAgIUUjFZh5mjmGEEOpMkLbRY1lq4KXwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0REQmE5aXNDYk9rcDY1dnQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNEREJhOWlzQ2JPa3A2NXZ0MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEzhc51ZkJ4Lxxz0ntD4NI3jPwc8MW0ZQ3mAlhHEQsRGskxADtfuBqSdkzksIUreCkOiJSjXbMsOhtcphH
PR/UbKNFMEMwHQYDVR0OBBYEFOkNFKPokRKUV1T/Vvk0uMv06B/DMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIFDLoULd35HTMGfL1ilW5P5mr7ZIf0ZQibwciKA4tsVCAiEAiITc29ctNtObW99CWOu3sAHiIJhy
pvedGDQ7TLDwb9U=
-----END CERTIFICATE-----
""",
    'untrusted.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdWgAwIBAgIUQF0xIT/2y+bT8fc7UUAAWtYtmP0wCgYIKoZIzj0EAwIwQjEZMBcGA1UECgwQTm9ib2R5IHRydXN0cyB1
czElMCMGA1UECwwcVGVzdGluZyBDQSAjYW8yaXR2STg3V3RUTkdVUzAgFw0wMDAxMDEwMDAwMDBaGA8zMDAwMDEwMTAwMDAwMFow
QjEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJzAlBgNVBAsMHlRlc3RpbmcgY2VydCAjc2o0ZUZUeFJNSmZNTTFwbTBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABNH7MpXvcBc+uGeGibl4zqFBeP+HHJ7tQVyarzwjt9CqanRMVmC5+T6sBjc/JpnLXodSRPVLge3y
msEeUqmDSeajgaYwgaMwHQYDVR0OBBYEFKOx92QLfYnoexf0laQVOFndHKl0MAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUzWsJ
FVqKpeq8AQ0ggeySPKBpMJIwFwYDVR0RAQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggr
BgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0cAMEQCIANO30Zk+iATA6g+fAFtmyMsVymIFHMGOm8OgXwg
kWW2AiBXV5uWhAyeqsTFAMj0XmjKAHyqcFzao0BR2fEhOvCQTQ==
-----END CERTIFICATE-----
""",
    'untrusted.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIE8zDoiJGB3CoQovWyCQZCmh6af2/4r5i9Q/SBkFWL1foAoGCCqGSM49AwEHoUQDQgAE0fsyle9wFz64Z4aJuXjOoUF4
/4ccnu1BXJqvPCO30KpqdExWYLn5PqwGNz8mmcteh1JE9UuB7fKawR5SqYNJ5g==
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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = AnyioEnd(subject_context, server_side=False, hostname='localhost', standard_compatible=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('untrusted.crt'), path('untrusted.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)


FOUND, AT = 'peer: handshake() -> wants read', 0  # what is wrong, and which of the lines that begin so it is


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
