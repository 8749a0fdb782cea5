# The other end is told bad_record_mac, so that it learns of the attack instead of a lost connection.
#
# Clause: A protected record that does not verify ends the connection with a fatal bad_record_mac
# alert. (RFC 8446 section 5.2; RFC 5246 section 7.2.2; MUST)
#
# Came: step 4: peer read(100) raises protocol error with alert bad_record_mac, but it came to wants
# read, and nothing moves any more
#
# Origin: open: peer read raises protocol error with alert bad_record_mac -> wants read
#
# It needs trio and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# damage/a_forged_record_is_answered_with_an_alert[stdlib:trio:client:1.2:honest:straight]#0

import inspect
import os
import queue
import re
import ssl
import sys
import tempfile
import threading
import types

import trio
import trio.testing


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
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUVzdp5ZI68ioHld6K0SS4NjX4ajkwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0REQmE5aXNDYk9rcDY1dnQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI01DeGtOeEFyQnUyc0w3TzgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASe1iyyYSgbLsdzNZaBDJodp7AO67kTZOhgsy3Rlj3RAKx3XgIl/gfzdJtfXbgxSSr/OCPY3rKsw27p
vLj0FYNDo4GmMIGjMB0GA1UdDgQWBBSs2ul46nw0PAF8caWnU+81IcF+/TAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFOkNFKPo
kRKUV1T/Vvk0uMv06B/DMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiAy6OTvGDS0FTbT7kRmD7m6j6xkamQpoyo8irAbTK3D
7AIhAObKjRCTA0/gHdg3+TLtYe2v0dXyNJNiI19JP12a8urm
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGQeYTU3I+Iqnts3p/wYv5huWY44bWuzsiVwcH1DbSrVoAoGCCqGSM49AwEHoUQDQgAEntYssmEoGy7HczWWgQyaHaew
Duu5E2ToYLMt0ZY90QCsd14CJf4H83SbX124MUkq/zgj2N6yrMNu6by49BWDQw==
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


class TrioEnd:
    """An SSLStream. A thread has trio's run, which waits for orders and then goes on until all is blocked."""

    def __init__(self, context, **how):
        self.context, self.tasks, self.over, self.hung_up = context, {}, {}, False
        self.orders, self.answers = queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=trio.run, args=(self.main,), daemon=True).start()
        self.sent, self.received = self.run(
            lambda: (trio.testing.MemorySendStream(), trio.testing.MemoryReceiveStream())
        )
        transport = trio.StapledStream(self.sent, self.received)
        self.connection = self.run(lambda: trio.SSLStream(transport, context, **how))

    async def main(self):
        async with trio.open_nursery() as self.nursery:
            for order in iter(self.orders.get, None):
                value = order()
                await trio.testing.wait_all_tasks_blocked()
                self.answers.put(value)

    def run(self, order):
        self.orders.put(order)
        return self.answers.get()

    async def work(self, what, make, scope):
        with scope:
            try:
                value = make()
                self.over[what] = (await value if inspect.isawaitable(value) else value), None
            except Exception as error:
                self.over[what] = None, error

    def begin(self, what, make):
        for other in [each for each in self.tasks if each != "handshake()"]:
            self.tasks.pop(other).cancel()  # nobody waits for it any more
        self.tasks[what] = trio.CancelScope()
        self.nursery.start_soon(self.work, what, make, self.tasks[what])

    def do(self, what, make):
        """Begin what was not begun, go on until all is blocked, and see whether it is done."""
        self.run((lambda: None) if what in self.tasks else (lambda: self.begin(what, make)))
        if what not in self.over:
            raise WantsRead
        del self.tasks[what]
        value, error = self.over.pop(what)
        if error is not None and error.__cause__ is not None:  # that says why
            error.reason = reason_of(error.__cause__)
        if error is not None:
            raise error
        return value

    async def read(self, amount):
        return bytes(await self.connection.receive_some(amount))

    async def write(self, data):
        await self.connection.send_all(data)
        return len(data)

    def feed(self, data):
        self.run(lambda: self.hung_up or self.received.put_data(data))

    def end(self):
        self.run(lambda: self.received.put_eof())

    def take(self):
        try:
            data = bytes(self.sent.get_data_nowait())
        except trio.WouldBlock:
            return b""
        self.hung_up = not data
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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = TrioEnd(subject_context, server_side=False, server_hostname='localhost', https_compatible=False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.connection.do_handshake())),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
settle()
subject.feed(bytes.fromhex(
    "1703030040666f723030303030666f723030303031666f723030303032666f723030303033666f723030303034666f72"
    "3030303035666f723030303036666f723030303037"
))
go(('subject', 'read(100)', lambda: subject.do('read(100)', lambda: subject.read(100))))
go(('peer', 'read(100)', lambda: peer.connection.read(100)))


FOUND, AT = 'peer: read(100) -> wants read', 1  # what is wrong, and which of the lines that begin so it is


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
