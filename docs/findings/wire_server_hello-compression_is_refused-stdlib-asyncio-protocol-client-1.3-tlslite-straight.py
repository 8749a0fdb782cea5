# A ServerHello that selects a compression method nobody offered is refused: illegal_parameter.
#
# Clause: A client refuses compression it did not offer. (RFC 8446 section 4.1.3; RFC 5246 section
# 7.4.1.3; MUST)
#
# Came: step 3: the subject alerts fatal illegal_parameter, but it came to no alert
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> no alert [server_hello.compression
# = 1]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/compression_is_refused[stdlib:asyncio-protocol:client:1.3:tlslite:straight]#0

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
MIIByDCCAW+gAwIBAgIUTZ5F7+EBTArzDEuPW4PQSVjK4lgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19jdUVWQU5PaUlYZVVLTWgwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNfY3VFVkFOT2lJWGVVS01oMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE6YYQkCdz5O/M6LTdMWxNdPDZRTFxnAWl8dq3jm236S5zdnngW/JaW09yyMli1bOE05HEQVbYgGyZ0A1A
DeSTBaNFMEMwHQYDVR0OBBYEFHP6okAYvF4alrNqAec0M6v5LqmaMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCID9dbjhsi60PwXhC2fhQPZh9OkY3zaE/9fxWa1sAfoSOAiAzgtuq/XwOLFH1/g4NX4OvtGz9Lk4B
qe0Eso14WWw6Uw==
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

    async def receive(self, amount):
        await self.ready()
        notes = self.protocol
        while amount and not notes.received and not notes.ended:
            await asyncio.sleep(0)
        if notes.error is not None and not notes.received:
            raise notes.error
        data = bytes(notes.received[:amount])
        del notes.received[:amount]
        return data

    async def say(self, data):
        await self.ready()
        self.protocol.transport.write(data)
        while self.protocol.paused and not self.protocol.lost:
            await asyncio.sleep(0)
        if self.protocol.lost:
            raise self.protocol.error or ConnectionResetError("Connection lost")
        return len(data)


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


WANTS = (WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = ProtocolEnd(subject_context, False, {'server_hostname': 'localhost'}, False)
call('handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True)))
subject.feed(bytes.fromhex(
    "160303007a02000076030364c8a992ee30a546b75e508b53234af0bb7868cc5e37770dfb1ba8624527ca3820babe926b"
    "4a92c7a183d79106891f164fa2cf1c3560aae8a12e953ce0d47cf533130201002e00330024001d0020c2ac8715104022"
    "7343c3a406029a3a3f709ed1e5c6a08dc38f2286478269b848002b0002030414030300010117030300172dfa4b5b1efc"
    "6fc60c580f38cbfa57b8d39a3416f23ebf170303024eeadc8c10867d569d5e9acccd825873fc675650569244a90952cf"
    "6a89c66e70d1bc2fa95b7373d04fd3a2e1a7928d2c51f98dcd9a4e60674ed0bea084d2bd86dd4210e71626d9bb069ebe"
    "b6feb795f4ee3639b3d4d0d6bc23aca10b67f0e942d8000249cc40a7059b3c195fe887133e4d9283592de49eab667153"
    "5486d893323314541d611f040e2ce55021239b3f71d7f92d84bd191a4a729b3ded5402bd0bac6b68c546ebe99155918e"
    "72c42c4af2ce85662757e1c8baa077f85fefa6747f6276dd13a535d38546d7fc12749669958fd03021d3da6cf3d7ff2a"
    "eac40c423ab3c0645bcebc42bd1e6f21496e22e196387942c514dfe5aac17ae4d1f8cd1edb0ddcff57b87ffa10b15fb8"
    "a6c919b24d754a2591dd0e5628ded8c5c302022c47f2c3c38d0c2002dca8bfbc139529c7cd19afb9059d874117bd8ae7"
    "abbe37957772bac045adfa3b081c01fcc48d5ac9b9cdb68873b8063de687ee8ff07ab0c8f8fe5a9294447345034a4344"
    "2ebb1a4cb64b2d4655bf64d296ac752a02d93a4fc76329cd5bcdb55936fa4da443f25aeb5171ed0dd0e4e9ce3391bfe6"
    "b2ab304f3e5ed840b0af38a62d66092652756c6edf639bf72c9fc4df40a044d7512ed3412e3c4bb0a8f834aea9896604"
    "beda9f32b62fc0394e56c31108c5de9489508d2827ddeac560992954bffb97b98eadb4016a7200ccda357b7b8b312cbf"
    "d76b8f6cbdb7f894de71675a3cf2c1c116e3833586a3016fc89cbdf0a8feb28ebfd63f37484cfee1100387985773f9ba"
    "63ff35e1c42447d0c89d356e754321e8dda1ffb8d95a26ff13eb92b37be29febf2bdce541703030060fabfc7abf04c73"
    "362e7e1ef37a46e4dd0930c667a6d3d27f442bdf70061ea2e4050e77940222a57a73e71015d41369f81ce6f9cf89b411"
    "9d9a542dbe3f7b4da36a2c565f41380413c0423c7fb777e8e3db16a50ebd413048210ef7d84284b2c317030300450e58"
    "5c1601e9810b7f0b346b3c5154be57a797f0232631bb5a6cac4333400f794070798dd8572ff40340f75c9b80fe856c27"
    "7799ce7f3b59d588513c286f6408d2a218b638"
))
call('handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True)))
call('read(65536)', lambda: subject.do('read(65536)', lambda: subject.receive(65536)))
call('handshake()', lambda: subject.do('handshake()', lambda: subject.ready(True)))
call('read(65536)', lambda: subject.do('read(65536)', lambda: subject.receive(65536)))
call("write(b'after the end')", lambda: subject.do('write()', lambda: subject.say(b'after the end')))
call('read(65536)', lambda: subject.do('read(65536)', lambda: subject.receive(65536)))


FOUND, AT = 'subject: read(65536) -> SSLError (INVALID_COMPRESSION_ALGORITHM)', 6  # what is wrong, and which of the lines that begin so it is


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
