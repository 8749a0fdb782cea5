# StreamWriter.start_tls() under a context that checks names wants a name: ValueError without one.
#
# Clause: StreamWriter.start_tls() raises ValueError if the context checks names and server_hostname
# is not given. (Python docs, library/asyncio-stream, StreamWriter.start_tls (changed in 3.15); API
# contract)
#
# Came: step 4: subject: writer.start_tls(context) raises misuse as exactly ValueError, but it came to
# None
#
# Origin: handshake: subject writer.start_tls(context) raises misuse as exactly ValueError -> None
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# asyncio_start_tls_security/a_stream_without_a_name_is_not_upgraded[stdlib:asyncio-streams:client:1.2:honest:straight]#0

import asyncio
import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUfR9iWVJC6dXWO2iZP31fJqSlzAAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzA5R0ZGdlZhc3B6azgyWDQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMwOUdGRnZWYXNwems4Mlg0MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE3kPx0ohKynMJJBvWw02yPvR8yunhalxwnmlov1y5GpQXzEeRMW1xxWl2pfpA8mL+yBj9bq6+puswR2aB
Blva8KNFMEMwHQYDVR0OBBYEFGoULgEdClJ6ELHUUCCJmrxOaxJ3MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCIAgEUdEcNVW5lMn9iStQUMNoqe5pbNT+MVVB3EujgaT5AiAFv5vB4HI+jqgbyellYRfl8BWjpluH
PGHAfeSIeZ2xRQ==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUAWr0SzQvfFhnCxXu6VSf02ga740wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzA5R0ZGdlZhc3B6azgyWDQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2YtSFZyWDNkWW9VT0hTSFowWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQ82SEkfaKkJk04TxUiUoOkHe/N6XSfKYm7tpdiChUMwQTIytmj9kas4WsDJDak4epMq0JvWJmlQCol
afSHRbcRo4GmMIGjMB0GA1UdDgQWBBQ+WpYuTFziN9ZO1rMhO/UnVPUyXzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFGoULgEd
ClJ6ELHUUCCJmrxOaxJ3MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEA8TQ3U68YEuzpZDnn0GufRwmAM2tJLMiQmuipSsfk
mbwCIQDuB+rM7Pw53dCb4jGo38Ofm/ZAcvoXGEciGFuOM9stcg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB9xqVWZHmTwcR6W4+JvBciv/Ks2nhA9iz+0pDESdNkNoAoGCCqGSM49AwEHoUQDQgAEPNkhJH2ipCZNOE8VIlKDpB3v
zel0nymJu7aXYgoVDMEEyMrZo/ZGrOFrAyQ2pOHqTKtCb1iZpUAqJWn0h0W3EQ==
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


class StreamsEnd(AsyncioEnd):
    """asyncio's reader and writer."""

    def begin(self):
        self.writer, self.reader = None, asyncio.StreamReader(self.how.pop("limit", 2**16), self.loop)
        answer = self.accepted if self.server else None
        self.protocol = asyncio.StreamReaderProtocol(self.reader, answer, loop=self.loop)

    def accepted(self, reader, writer):
        self.writer = writer

    async def open(self):
        await super().open()
        if not self.server:
            self.writer = asyncio.StreamWriter(self.transport, self.protocol, self.reader, self.loop)


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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = StreamsEnd(subject_context, False, {'server_hostname': 'localhost'}, True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(('subject', 'asyncio.sleep(1)', lambda: subject.do('asyncio.sleep(1)', lambda: asyncio.sleep(1))))
go(('subject', 'context.check_hostname', lambda: subject.do('context.check_hostname', lambda: subject.context.check_hostname)))
go(
    ('subject', 'writer.start_tls(context)', lambda: subject.do('writer.start_tls(context)', lambda: subject.writer.start_tls(subject.context))),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)


FOUND, AT = 'subject: writer.start_tls(context) -> None', 2  # what is wrong, and which of the lines that begin so it is


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
