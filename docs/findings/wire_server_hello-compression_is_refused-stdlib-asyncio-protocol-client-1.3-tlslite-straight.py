# A ServerHello that selects a compression method nobody offered is refused: illegal_parameter.
#
# Clause: A client refuses compression it did not offer. (RFC 8446 section 4.1.3; RFC 5246 section
# 7.4.1.3; MUST)
#
# Came: step 3: the subject alerts fatal illegal_parameter, but it came to no alert
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
MIIByjCCAW+gAwIBAgIUZXWmaLIUd9M95bMuklEL+OlFF+swCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI01OMVZDdmx4aWF4R3BGZDgwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNNTjFWQ3ZseGlheEdwRmQ4MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEQyHWsTMI6XRl7Lm2wKO6kNdUBR5JTtu25kTHFPAktXahKDOlRuOz+LyzgBAwg9XtEwrFxQ3uzhKZIUnP
xp2PnqNFMEMwHQYDVR0OBBYEFMLSK6nIwx7/J24cuG2+sHfQI9pFMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDpc7Gj6b9wUbBun2C5FDKdZuFmsQIMgyfPZKZlSq9qegIhAMste4z+EccpBwYI3YPlm2ClfiQ2
vfVGJmggoc/epnpK
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

    def do(self, what, make):
        """Begin what was not begun, go round, and see whether it is done."""
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
    "160303007a020000760303812e91d1515a079f7150c0c1e71c2b61d89fd4dc53a3c829f9830789341d891820254bfb9d"
    "3e53dd587dd506d768e47eba3e4b4ad4bfab874e35f5d3d79811c463130201002e00330024001d00206fe1680a53ad17"
    "d31461736ee62b130f50c7523d45ad5be754cca8829e38761d002b00020304140303000101170303001745eb22c227fa"
    "91873c2e2764841338aaa4eb11192d6115170303024f880dd0d739ccb01706b42cc934e37b4744a71a24ad02671f070e"
    "79a7af6186473cd502de98e07ca03a2e018fbffe7c387ae848427394f677fddb13416982c3dd004d8650e86671b273c4"
    "be849234837fde189f96f67c4888807eeb87fa08ce105772c7179c5975259215e2e98cc22a61d9cb341b13d52e8080a4"
    "dd4c4431d1d3e72b3d7f4c114d7d74bf9d069bdfb58db36058c037e0c2d2a04899f733456beb014c2d17fc619c2a3e3a"
    "0dc18817a643ea56f3679456e484378159d67700c71a6149b79232f3a77bc32c763fbeb30fd149ae124abc96fe4d4782"
    "800ffb05b0a0bacce7de0d3cc2589d71e0d84eed8d6a9e421deef476bfd26d29cd6c118e30834aae36ff60e63e1457fd"
    "1188968183182412ec6cd87401913905b806859bad1fa1ae95d42e92accd3e7c5f7cdac6bdeef35f272d340e5abcec48"
    "193df7a0b8a6defcab2eed9d24a01a9ee0b8443f594e230c7660c7b80eb192746c4f73e2a021cd8fa7c5e67cb7c884b6"
    "77411d9294ebe42ef5e146f986eff41fd97a074318c4e6329f6c6d1cabaf8c933c58cbf2fbe603e66228a21669905aea"
    "e6af672f7392c3788f8bb2c646aaaf1519818b6062d38c5a364b95227fedd63c5f3d4c713d6fcd10cbee2891ccb185fb"
    "a479a2d53e27c93f0f547167b3e31be127d3ad75dad248d5885f339585bffba2601863cb0ebf17bc1c0111831d8dc9bb"
    "8c13c58b6243110ba62ce351df4d4aee72cf2cd16047da9382e9e40e5c3bf4cac1a0288a8f975cfaf29f1359356df7b6"
    "2827058c3b32ccbfe3070413158f19dcab0b0c397c6f0279f3d33206b9f422b3aeae2d67f0170303005fa3fbb446ecf6"
    "58be400b01f0cc0ce2108c748fc701e0e9982b7a8a13180a10fa6867382405016f7f5d7418080bfe50f2846a9d71b0b0"
    "8eb5cad524484deaedf0968078f8022494a6c7b3198d7d8463becfec3b27635ddc12b0bc35bd9477c11703030045529f"
    "30268b36ea7ac1a9dccbc524808cbf07025ad44ccedb67ecbf144bebfd950bb1e018a913b0b8bd1ca60950537360b832"
    "cb7fed263e8e981aca6fa80e5121959ac75e75"
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
