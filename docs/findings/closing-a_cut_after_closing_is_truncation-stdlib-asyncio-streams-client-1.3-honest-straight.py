# When the wire ends before the other closure alert, closing raises SSLEOFError: data may be missing.
#
# Clause: When the transport ends before the other side's closure alert, unwrap() raises SSLEOFError.
# (Python docs, library/ssl, SSLEOFError and SSLObject; API contract)
#
# Came: step 4: subject close_notify() raises ragged EOF, but it came to None
#
# Origin: open: subject close_notify raises ragged EOF -> None
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# closing/a_cut_after_closing_is_truncation[stdlib:asyncio-streams:client:1.3:honest:straight]#0

import asyncio
import os
import re
import socket
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIULCy/dABZ2x+SMqr3N34jMjG46PkwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0EwUE1XdWZoZl9sS1NUekQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNBMFBNV3VmaGZfbEtTVHpEMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
CWPUXodznCUdONiMzqvvn7qMUBf+A1pUPCVOQOoJqVHLqBajZmb0T4as6L2wn4+v
031akeznVgafghexTlyKLKNFMEMwHQYDVR0OBBYEFIDlIBe5UEENlK7w/mgbjHkT
6sZeMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0gAMEUCIEYzdLKX8uJRaWJaRjpFWU1AhvB1cqsy4Vv1Fp1oub0fAiEA3KhL
fVYTSIS++8Fx1k/h+IntQ+wYjjXxeE3vqFH7/2o=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUMo8ZW3THJtk5+AGTF1LiVQpLmbswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0EwUE1XdWZoZl9sS1NUekQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3MyMDZkMTRKSGl0eVpaYmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQkDlPvESuYn8vvXK5Cos+TQFa2Q7IXSeeYEPC9/9UMp82IWAzizPlZGWgEwx3G
Ds874V0RhSbbhZRcOWy6sKgYo4GmMIGjMB0GA1UdDgQWBBTA+yEUu5gX74OPidm2
Q/XbyYd77zAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIDlIBe5UEENlK7w/mgb
jHkT6sZeMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiBIzmDZ5wLu41djVa7gN7lE3PBInEi6iUeTAC6NFtShSgIh
AJvn9m7wIuCBK7BKuA3guVxrXpJZ62CqYBtIsbmeP97a
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIDKS+SEyao8qhyoHbX7uvj2eGyMjErPPwLERbvKmEG72oAoGCCqGSM49
AwEHoUQDQgAEJA5T7xErmJ/L71yuQqLPk0BWtkOyF0nnmBDwvf/VDKfNiFgM4sz5
WRloBMMdxg7PO+FdEYUm24WUXDlsurCoGA==
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


class StreamsEnd:
    """asyncio's reader and writer. Between two calls the loop goes round until it has nothing to do."""

    def __init__(self, context, server_side, name, start_tls, limit=2**16, **how):
        self.context, self.name, self.start_tls, self.how = context, name, start_tls, how
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.loop.run_in_executor = lambda _, work, *given: asyncio.sleep(0, work(*given))  # no thread
        self.far, self.near = socket.socketpair()
        self.far.settimeout(0)
        self.near.settimeout(0)
        self.queue, self.tasks, self.writer, self.upgrading = bytearray(), {}, None, None
        self.late, now = 0, self.loop.time
        self.loop.time = lambda: now() + self.late
        self.reader = asyncio.StreamReader(limit, self.loop)
        self.opening = self.loop.create_task(self.open(server_side))

    async def open(self, server_side):
        def accepted(reader, writer):
            self.writer = writer

        secure = {} if self.start_tls else {"ssl": self.context, **self.how}
        answer = accepted if server_side else None
        protocol = asyncio.StreamReaderProtocol(self.reader, answer, loop=self.loop)
        if server_side:
            await self.loop.connect_accepted_socket(lambda: protocol, self.near, **secure)
        else:
            secure = {**secure, "server_hostname": self.name} if secure else {}
            transport, _ = await self.loop.create_connection(lambda: protocol, sock=self.near, **secure)
            self.writer = asyncio.StreamWriter(transport, protocol, self.reader, self.loop)

    async def ready(self, upgrade=False):
        await asyncio.wait([self.opening])
        self.opening.result()
        if upgrade and self.start_tls and self.upgrading is None:
            told = self.writer.start_tls(self.context, server_hostname=self.name or None, **self.how)
            self.upgrading = self.loop.create_task(told)
        if self.upgrading is not None:
            await asyncio.wait([self.upgrading])
            self.upgrading.result()

    async def read(self, amount):
        await self.ready()
        return await self.reader.read(amount)

    async def write(self, data):
        await self.ready()
        self.writer.write(data)
        await self.writer.drain()
        return len(data)

    async def shut(self):
        await self.ready()
        self.writer.close()
        await self.writer.wait_closed()

    def secured(self):
        return self.writer.get_extra_info("ssl_object")

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

    def push(self):
        try:
            while self.queue:
                del self.queue[: self.far.send(self.queue)]
        except BlockingIOError:
            pass
        except OSError:
            self.queue.clear()

    def feed(self, data):
        self.queue += data

    def end(self):
        self.step()
        self.far.shutdown(socket.SHUT_WR)

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


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = StreamsEnd(subject_context, False, 'localhost', False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True))),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'close_notify()', lambda: subject.do('close()', subject.shut)))
settle()
cut.add('peer')
end_of_wire('subject')
go(('subject', 'close_notify()', lambda: subject.do('close()', subject.shut)))
end_of_wire('subject')


FOUND, AT = 'subject: close_notify() -> None', 2  # what is wrong, and which of the lines that begin so it is


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
