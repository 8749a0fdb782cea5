# A client with one finite field group gets a prime of that size, or no DHE at all.
#
# Clause: A server selects no finite field group but one that the client has offered, where it offers
# any. (RFC 7919 section 4; MUST)
#
# Came: step 5: the subject sends: absent(server_key_exchange) or len(server_key_exchange.p) == 384,
# but it came to no: server_key_exchange is
# b'\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xc9\x0f\xda\xa2!h\xc24\xc4\xc6b\x8b\x80\xdc\x1c\xd1)\x02N\x08\x8ag\xcct\x02\x0b\xbe\xa6;\x13\x9b"QJ\x08y\x8e4\x04\xdd\xef\x95\x19\xb3\xcd:C\x1b0+\nm\xf2_\x14...;
# server_key_exchange.p is
# b'\xff\xff\xff\xff\xff\xff\xff\xff\xc9\x0f\xda\xa2!h\xc24\xc4\xc6b\x8b\x80\xdc\x1c\xd1)\x02N\x08\x8ag\xcct\x02\x0b\xbe\xa6;\x13\x9b"QJ\x08y\x8e4\x04\xdd\xef\x95\x19\xb3\xcd:C\x1b0+\nm\xf2_\x147O\xe15m...
#
# Origin: open: the subject sends: absent(server_key_exchange) or len(server_key_exchange.p) == 384 ->
# no [client_hello.extensions[supported_groups].groups = [ffdhe3072]]
#
# It needs openssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_groups/tls12_a_servers_finite_field_group_was_offered[program:openssl:program:server:1.2:tlslite:straight]#0

import atexit
import contextlib
import errno
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import tty
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+DCCAp6gAwIBAgIUeI+4OmI/qVaFtjOUM2+ngO6RiW8wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3FxdENFdW11UVhsVmVfcUowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1Y1cWpRZF9RMmswWHNNREUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDEHjym29c+pcQDtdZp1C1sbs9dUlm7Oyc2fIcSpCrrFwGJ6ZvwgtwNZ9Zl9eOaW8vaVA+D
8JdCDChZv7neTFEtJiL8eQGycrTFqt2Lr7YcCw7KI8X0vMchLKd9Odg7/bQfvcX4/OeRC68G72SD8wr7OwYYKWIZpty7Gdq3GuZPvz2NC5cKK03Npq0vQXabU68xwkPDKNs01/6tFSIYqKzNrIP/Q1sXAtzcuTReo2gVPAbQ/40riAPkCDEa1H7pYFN1X0tTUVNRfDly
fSOOLagmkkqb1DcmJK+wdH4fvIVwx/kPfBSJ9pQK5xBAEqsadN8LqfB6JRiUmdqYTiuEcgd/AgMBAAGjgaYwgaMwHQYDVR0OBBYEFAl0ytfqmRuS2Djbz6QkUHcu0YsEMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUU2oDRZbE/s7wGMgyaOT1d4hnmLcwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0gAMEUCIQCs5aIT9pklcJRFiZb7uLLsI98gJxrh9lPbGhUOZSCE0gIgLYhfNXuBNgHRR4yLd6cGAU5H
uGIeanLj2tv8hE99b+w=
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAxB48ptvXPqXEA7XWadQtbG7PXVJZuzsnNnyHEqQq6xcBiemb8ILcDWfWZfXjmlvL2lQPg/CXQgwoWb+53kxRLSYi/HkBsnK0xardi6+2HAsOyiPF9LzHISynfTnYO/20H73F+PznkQuvBu9kg/MK+zsGGCliGabcuxnatxrmT789jQuXCitNzaat
L0F2m1OvMcJDwyjbNNf+rRUiGKiszayD/0NbFwLc3Lk0XqNoFTwG0P+NK4gD5AgxGtR+6WBTdV9LU1FTUXw5cn0jji2oJpJKm9Q3JiSvsHR+H7yFcMf5D3wUifaUCucQQBKrGnTfC6nweiUYlJnamE4rhHIHfwIDAQABAoIBAA4xfgQ5btd62bfHBjB8iZkKX/mKBzJ0
sn7P/lqMBQskjBj2DjIW1mQl+q9AX2uBbzxqzwCmfdvq01TDemkrLsjMtMV+4G+Qu6J+njAI1G4tIrHgaugubV7qQ2jdsdeNoeaWLmi5rOyjYtRmqOifw1CxUdyXyiC/IcRst5Z+3OIyfYiMbf9d4LctSTw+UdWv//79287nR/tDVKZzBxSV0vdpd1ZZcsDOGix4uP05
zFPTJuLAOswIhLjo5Fc2tMviY3tEAZV7DzzvCdQFlZR9Tw1XFtfs6L4d8OP1wvxnvQQLUfwE1KeKakKjDu/HYiQQ8WM/l06iNCUtl3LRaJWbNxkCgYEA5sAvaGeNcHmhpm7vSXLdKuDyxJ0EYPocnkGB9Wz2cSv4juVPN19K5KeIXEY0YeSgrnV1SGQPlsu+FgIUo6Bo
9cNnCAvJJ/lrtWaRadj4mYHaHn0iPGd1oGPq0iwtm5+JiH7mS6gs33xv/ERAEsTfvKect9HrgS+tGv5+kD2JV8MCgYEA2ZPrUciROuqpaObh9awPqLHdN4m4X4lo2sqx6UcX5ATGwQaySQ3ej/PVYwcsY9sIHnLL+tH6dqAOPB+MM+EAd8iPBWYL74p2KYdIovsOVBLD
7cdg0fBbdAUz2wIJykEPewR6VFTbeTxoNETi9B7LTM3ld1z1DlU7hF5ybNu6EZUCgYACl2Xw5jjQao1GMTi+umuBb8VKL/k8nZJ0tIehGfgqjTPdZvXcyVUt/DOr1Z4A+3BShT8r8PO73c3ksWFJ9SM4n1ko3fkEWei7wMshRS6Fis/IR996ji7j/jtE4PoiJUiGH+a2
Ms1ONTeMvbd6fnuEwt0fs1vRt5daFkGVnRtNwQKBgQDItLnDhJfr2GIUIb9ZJ7J+NCzTuZg5kQEHqyk4/trb/Uf28Z1u5HtlIVG7eveI2ZkAtXbS1fYMjZL0BUoI5UrQNFMycLMb8gcUQfZQWfUauwDADEaVAvrp6I6wPY4YY7HLEhNiTbDzgjTB2rXc6bcyD1DYrghk
g11WuuUk5AAdjQKBgGIvsYVNpCHnxcfDFCsTtRzsN0zpl8vSJIMe2c0HOvHSpLNKw0SGIJkgsTApb2FuzOd4Q7dybzRyoz6DTL/Z+qOmBHPIbX8Ew2pt4nIv6HFSL0c33P/C9fGATKKSEehN3bxzXgIzUcQDAw1gc8Js86cX23YO7+qxrC74jBy1HDIR
-----END RSA PRIVATE KEY-----
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


class ProgramError(Exception):
    pass


class ProgramEnd:
    """A program, started for one connection: ciphertext over a loopback socket, plaintext over pipes."""

    def __init__(self, command, name, serves, shaken, endings, silent=False, talks=True):
        """shaken: words for a handshake that is done; endings: for an end, and whether it is in order."""
        self.name, self.shaken, self.endings, self.silent, self.talks = name, shaken, endings, silent, talks
        self.output, self.said, self.leaving, self.writing = bytearray(), "", b"", False
        self.failed, self.hung_up, self.stirred = False, False, True
        self.terminal, terminal = os.openpty()  # where a program may say more than in a file
        tty.setraw(terminal)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if serves:
            listener.close()
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command(port, os.ttyname(terminal)), bufsize=0, **pipes)
        atexit.register(self.process.kill)
        self.wire = self.called(port) if serves else listener.accept()[0]
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends = self.process.stdout, self.process.stderr, self.wire
        self.heard = {self.terminal, *(end.fileno() for end in ends)}

    def called(self, port):
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:  # it does not listen yet
                select.select([], [], [], 0.02)
        sys.exit(self.process.stderr.read().decode())

    def feed(self, data):
        self.stirred = True
        with contextlib.suppress(OSError):  # it is gone
            self.wire.sendall(data)

    def end(self):
        self.stirred = True
        with contextlib.suppress(OSError):
            self.wire.shutdown(socket.SHUT_WR)

    def take(self):
        self.settle()
        taken, self.leaving = self.leaving, b""
        return taken

    def settle(self):
        """Until it rests: nothing is heard of it, and none of its threads is switched to."""
        while self.stirred:
            before = self.threads()
            self.stirred = self.hear(0.1) or "State:\tR" in before or before != self.threads()

    def threads(self):
        found = []
        for file in pathlib.Path("/proc/{}/task".format(self.process.pid)).glob("*/status"):
            found += re.findall("State:\t.|switches:\t[0-9]+", file.read_text())
        return found

    def hear(self, seconds):
        """Take what it says; whether it said anything for so long."""
        ready, _, _ = select.select(self.heard, [], [], seconds)
        for each in ready:
            try:
                data = os.read(each, 1 << 16)
            except OSError:
                data = b""
            if not data:
                self.heard.discard(each)
            if each == self.wire.fileno():
                self.leaving += data
                if not data:  # it may linger for our end
                    self.hung_up = True
                    self.end()
            elif self.talks and each == self.process.stdout.fileno():
                self.output += data
            else:
                self.said += data.decode("utf-8", "replace")
        return bool(ready)

    def do(self, call, *args):
        self.settle()
        return call(*args)

    def handshake(self):
        if self.failed or not self.is_shaken():
            self.go_on()
            raise WantsRead

    def is_shaken(self):
        return self.found(self.shaken) is not None

    def found(self, words):
        return re.search(words, self.said, re.MULTILINE)

    def ended(self):
        """How its connection has ended, and whether in order; None while it has not."""
        for words, orderly in self.endings:
            if self.found(words):
                return self.found(words).group().strip(), orderly
        if self.process.poll() is None and not self.hung_up:
            return None
        if self.silent and not self.process.poll():
            return "", True
        said = self.said.strip().splitlines() or ["exit status {}".format(self.process.poll())]
        return said[-1], False

    def go_on(self):
        if self.ended():
            text, orderly = self.ended()
            self.failed = self.failed or not orderly
            raise type(self.name, (ProgramError,), {})(text)


class Wire:
    """As much of a socket as tlslite touches."""

    def __init__(self):
        self.arrived, self.leaving, self.ended = bytearray(), bytearray(), False

    def recv(self, size):
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data):
        self.leaving += data
        return len(data)

    sendall = send


class OverWire:
    """What both ends have in common: a Wire, and arguments of a handshake by value and by file."""

    def feed(self, data):
        self.wire.arrived += data

    def end(self):
        self.wire.ended = True

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def completed(self, options, settings, chain, key):
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        return options


class TlslitePeer(OverWire, TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

    def run(self, steps):
        for result in steps:
            if result in (0, 1) and not isinstance(result, bytes):
                self.sock.flush()
                raise WantsRead
            return result

    def do_handshake(self):
        try:
            self.run(self.opening)
        finally:
            self.sock.flush()

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def told(self, message):
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
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


WANTS = (WantsRead,)


def subject_command(port, terminal):
    return [
        'openssl', 's_server', '-accept', '127.0.0.1:' + str(port), '-naccept', '1', '-brief',
        '-min_protocol', 'TLSv1.2', '-max_protocol', 'TLSv1.2', '-cipher',
        'DHE-RSA-AES128-GCM-SHA256', '-cert', path('rsa.crt'), '-key', path('rsa.key'), '-no-CApath',
        '-no-CAstore', '-no-CAfile',
    ]


subject = ProgramEnd(subject_command, 'openssl s_server', True, '^Protocol version: ', [
    ('certificate verify failed', False), (':unexpected eof while reading:', False),
    (':error:[0-9A-F]+:.*', False), ('^(?:write|read):errno=\\d+', False),
], silent=True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'cipherNames': ['aes128gcm'], 'macNames': ['aead'], 'keyExchangeNames': ['dhe_rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
peer.lying, peer.lies = True, {(1, 1): [(3, 4, b'\x81'), (48, 49, b'T'), (94, 99, b'\x04\x00\x02')]}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
