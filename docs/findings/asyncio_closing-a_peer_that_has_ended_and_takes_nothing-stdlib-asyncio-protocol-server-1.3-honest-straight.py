# A peer that has closed never takes what is unsent: after the timeout the connection is lost. Or one
# such peer after another holds a socket and a buffer, for good.
#
# Clause: A shutdown that takes longer than ssl_shutdown_timeout in all is aborted: connection_lost()
# is called. (Python docs, library/asyncio-eventloop, create_connection, ssl_shutdown_timeout; API
# contract)
#
# Came: step 11: subject: protocol.lost gives True, but it came to False
#
# Origin: open: subject protocol.lost gives its value -> False
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# asyncio_closing/a_peer_that_has_ended_and_takes_nothing[stdlib:asyncio-protocol:server:1.3:honest:straight]#0

import asyncio
import base64
import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types
import zlib


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUd+T+fI6dkZxBDeIpxoCnEOtsDSEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzVSTUhoRjdFYk1JQ1I1V3MwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICM1Uk1IaEY3RWJNSUNSNVdzMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEYVipx0iLdzwJDKAzcBpSJvjxhD5aAopIaKFY4KlzXa2IO5EAU+PBVCJ38vHXgDMwxqBQufn77ie3fwiH
aTOVm6NFMEMwHQYDVR0OBBYEFEZm9s1vuKgQak713VI3qZMuvaNVMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQC0MrT3AYipZGA5r2F4T6MrsapfF301AuO2oXuMzV5DnwIgKxI6Sm5fk473x8STd2MwZM2Dz1uu
nTlSaH8f4QRIaDg=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUVTkE1JazXtHBa+PqAWzpwS3ASV0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzVSTUhoRjdFYk1JQ1I1V3MwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3M5Qy1qeXVLNXhZNzV5YlMwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASvYdCQNq25Qhn5j3mYwrDCipG3n1ya4JeYe0mOeFLgzWJwXKrsr7a+ut7WOOC/jcGlFsozgW8Hd14K
Gyadt2QIo4GmMIGjMB0GA1UdDgQWBBQBqvYXbXKeoF1O+CLxfup2qTdBDDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEZm9s1v
uKgQak713VI3qZMuvaNVMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAvncmSdXmIZ1k9DVAFjd615EI9qcGEx3M+yQkSCOK
myUCICgnwts0nWgrec84NSOLH9gGaguQeOP5PLHEk9bphxJm
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINk3uKuuON7zH4XWjNDsczqMy1YO4Y/NA18WnS7vqOkkoAoGCCqGSM49AwEHoUQDQgAEr2HQkDatuUIZ+Y95mMKwwoqR
t59cmuCXmHtJjnhS4M1icFyq7K+2vrre1jjgv43BpRbKM4FvB3deChsmnbdkCA==
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


class AsyncioEnd(Far):
    """TLS over one end of a socketpair. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server, named, start_tls, **how):
        super().__init__()
        self.near.settimeout(0)
        self.context, self.server, self.start_tls, self.how = context, server, start_tls, {**named, **how}
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.loop.run_in_executor = lambda _, work, *given: asyncio.sleep(0, work(*given))  # no thread
        self.tasks, self.upgrading, self.late, now = {}, None, 0, self.loop.time
        self.loop.time = lambda: now() + self.late
        self.begin()
        self.opening = self.loop.create_task(self.open())

    async def open(self):
        make = self.loop.connect_accepted_socket if self.server else self.loop.create_connection
        how = {} if self.start_tls else {"ssl": self.context, **self.how}
        self.transport, _ = await make(lambda: self.protocol, sock=self.near, **how)

    async def ready(self, upgrade=False):
        await asyncio.shield(self.opening)
        if upgrade and self.start_tls and self.upgrading is None:
            self.upgrading = self.loop.create_task(self.upgrade())
        if self.upgrading is not None:
            await asyncio.shield(self.upgrading)

    def do(self, what, make):  # begins what was not begun, goes round, and sees whether it is done
        if what not in self.tasks:
            for other in [each for each in self.tasks if each.startswith("read(")]:
                self.tasks.pop(other).cancel()  # nobody waits for it any more
            value = make()
            if not asyncio.iscoroutine(value):
                return value
            self.tasks[what] = self.loop.create_task(value)
        self.step()
        if what.startswith("asyncio.sleep("):  # the time passes at once
            self.late += float(what[len("asyncio.sleep(") : -1])
            self.step()
        if not self.tasks[what].done():
            raise WantsRead
        return self.tasks.pop(what).result()

    def step(self):
        async def rounds():
            for _ in range(20):
                await asyncio.sleep(0)

        self.push()
        self.loop.run_until_complete(rounds())

    def take(self):
        self.step()
        try:
            data = self.far.recv(1 << 20)
            self.hung_up = not data
            return data
        except OSError:
            return b""


class Notes(asyncio.Protocol):
    """A Protocol that notes its callbacks; of data it notes one for what came on end."""

    def __init__(self):
        self.callbacks, self.received, self.error = [], bytearray(), None
        self.ended = self.lost = self.paused = False

    def heard(self, name, *arguments):
        if (name, self.callbacks[-1:]) != ("data_received", ["data_received"]):
            self.callbacks.append(name)
        planned = getattr(self, "on_" + name, None)
        return planned(*arguments) if planned else None

    def connection_made(self, transport):
        self.transport = transport
        self.heard("connection_made", transport)

    def data_received(self, data):
        self.received += data
        self.heard("data_received", data)

    def eof_received(self):
        self.ended = True
        return self.heard("eof_received")

    def connection_lost(self, error):
        self.ended = self.lost = True
        self.error = error
        self.heard("connection_lost", error)

    def pause_writing(self):
        self.paused = True
        self.heard("pause_writing")

    def resume_writing(self):
        self.paused = False
        self.heard("resume_writing")


class ProtocolEnd(AsyncioEnd):
    """The transport and the protocol."""

    def begin(self):
        self.protocol = Notes()

    async def upgrade(self):
        secured = self.transport, self.protocol, self.context
        await self.loop.start_tls(*secured, server_side=self.server, **self.how)


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


def settle():
    while move():
        pass


def end_of_wire(name):
    """Nothing comes to this end any more."""
    settle()
    if name not in ended:
        ended.add(name)
        ends[name].end()


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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = ProtocolEnd(subject_context, True, {}, False, ssl_shutdown_timeout=5)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True))),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
held.add('subject')
go(('subject', "connection.write(b'pay00000pay00001pay00002'...[20000 bytes])", lambda: subject.do("connection.write(b'pay00000pay00001pay00002'...[20000 bytes])", lambda: subject.protocol.transport.write(zlib.decompress(base64.b64decode(b'eNot1TmSBbgNRMErCcRC8Di/N3tc3V6hmCynzGfmP5///uf/++ffD398+vLtx1+//vmP//Lf/sf/+r9/P/RDP/RDP/RDP/RDP/RDP/RDP/RDP/RD/+gf/aN/9I/+0T/6R//oH/2jf/SP/tE/+kc/9VM/9VM/9VM/9VM/9VM/9VM/9VM/9VO/9Eu/9Eu/9Eu/9Eu/9Eu/9Eu/9Eu/9Eu/9Vu/9Vu/9Vu/9Vu/9Vu/9Vu/9Vu/9Vt/9Ed/9Ed/9Ed/9Ed/9Ed/9Ed/9Ed/9Ef/6l/9q3/1r/7Vv/pX/+pf/at/9a/+1b/6V3/1V3/1V3/1V3/1V3/1V3/1V3/1V3/1V//pP/2n//Sf/tN/+k//6T/9p//0n/7Tf/pP/6P/0f/of/Q/+h/9j/5H/6P/0f/of/Q/+h/9j/5H/0v/S/9L/0v/S/9L/0v/S/9L/0v/S/9L/0v/S/9L/0v/W/9b/1v/W/9b/1v/W/9b/1v/W/9b/1v/W/9b/1v/W/9H/0f/R/9H/0f/R/9H/0f/R/9H/0f/R/9H/0f/R/9H/1f/V/9X/1f/V/9X/1f/V/9X/1f/V/9X/1f/V/9X/1f/T/9P/0//T/9P/0//T/9P/0//T/9P/0//T/9P/0//799+8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+B/8D/4H/wP/gf/g//B/+D/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4f/h/+H/4X/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5v/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l/+X/5f/l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l//J/+b/8X/4v/5f/y//l/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j//vO/wGVF5NQ'))))))
go(('subject', "connection.write(b'pay00000pay00001pay00002'...[19000 bytes])", lambda: subject.do("connection.write(b'pay00000pay00001pay00002'...[19000 bytes])", lambda: subject.protocol.transport.write(zlib.decompress(base64.b64decode(b'eNot1bmRYEFyREGVkGflF6fnopeF9jDYejBBPtL/8/O///P/+89/P3z68u3Hr3/+/Od//C//2//xf/2//37oh37oh37oh37oh37oh37oh37oh37oh37qp37qp37qp37qp37qp37qp37qp37qp37pl37pl37pl37pl37pl37pl37pl37pl37rt37rt37rt37rt37rt37rt37rt37rt/7oj/7oj/7oj/7oj/7oj/7oj/7oj/7oj/7qr/7qr/7qr/7qr/7qr/7qr/7qr/7qr/7Tf/pP/+k//af/9J/+03/6T//pP/2n//Sf/umf/umf/umf/umf/umf/umf/umf/umf/qf/6X/6n/6n/+l/+p/+p//pf/qf/qf/6X/6n/6P/o/+j/6P/o/+j/6P/o/+j/6P/o/+j/6P/o/+j/6P/i/9X/q/9H/p/9L/pf9L/5f+L/1f+r/0f+n/0v+l/0v/l/5v/d/6v/V/6//W/63/W/+3/m/93/q/9X/r/9b/rf9b/7f+H/0/+n/0/+j/0f+j/0f/j/4f/T/6f/T/6P/R/6P/R/+P/l/9v/p/9f/q/9X/q/9X/6/+X/2/+n/1/+r/1f+r/1f/r/4//X/6//T/6f/T/6f/T/+f/j/9f/r/9P/p/9P/p/9P/99/+8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8H/4H/wP/gf/A/+B/+D/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8n/5H/yP/mf/E/+J/+T/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/8X/4n/xv/hf/C/+F/+L/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/83/5n/zv/nf/G/+N/+b/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8P/4f/wf/g//B/+D/+H/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/8v/5f/yf/m//F/+L/+X/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//j/+P/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//x//j//H/+H/8P/4f/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//H/4//H/8//n/8//j/8f/j/8f/j/8f/z/+f/z/+P/x/+P/x/+P/x//P/5//P/4//H/4//X+394dmQ5'))))))
go(('peer', 'close_notify()', lambda: peer.connection.unwrap()))
settle()
cut.add('peer')
end_of_wire('subject')
go(('subject', 'asyncio.sleep(1)', lambda: subject.do('asyncio.sleep(1)', lambda: asyncio.sleep(1))))
end_of_wire('subject')
go(('subject', 'connection.close()', lambda: subject.do('connection.close()', lambda: subject.protocol.transport.close())))
go(('subject', 'asyncio.sleep(5)', lambda: subject.do('asyncio.sleep(5)', lambda: asyncio.sleep(5))))
go(('subject', 'protocol.lost', lambda: subject.do('protocol.lost', lambda: subject.protocol.lost)))


FOUND, AT = 'subject: protocol.lost -> False', 6  # what is wrong, and which of the lines that begin so it is


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
