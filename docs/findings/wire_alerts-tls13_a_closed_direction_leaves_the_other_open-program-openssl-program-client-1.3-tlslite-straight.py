# After the peer's close_notify the subject can still write, and the peer reads it.
#
# Clause: A side's close_notify ends what it writes and nothing else: the other direction stays open
# until its own. (RFC 8446 section 6.1; MUST)
#
# Came: step 4: subject write_all(b'still open this way', 0) gives 19, but it came to openssl s_client
#
# Origin: open: subject write_all gives its value -> openssl s_client [alert(warning, close_notify)]
#
# It needs openssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/tls13_a_closed_direction_leaves_the_other_open[program:openssl:program:client:1.3:tlslite:straight]#0

import atexit
import contextlib
import errno
import fcntl
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import termios
import tty
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIULePb0+4QnqJW2jLfCvyY4r5ysg0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hGOGhpNDhSdmFUemdLa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNoRjhoaTQ4UnZhVHpnS2tiMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKWbB2mm3jyQZMzvzev2jEq45ak9VSPwr2LUHnooLfXv+Ae2CDd0o/xZQ5Vfdl0QJC0DKGzVMI/zldrO2
Iua2jqNFMEMwHQYDVR0OBBYEFG/8zqN6pVgP+8gLYh2Bz/mheAo5MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIEFWSp1DCz34VnqD2MQi0QlUdDpB0OD1fSCBD4dO9AjhAiEA5ylWdqlOVDOslZ7LjxGYT3IAtw82
2yav4IsD4x7yfNI=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUJFI95xv4+6eqfkozG+eAxe/oiqwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hGOGhpNDhSdmFUemdLa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3MwRWV2LXlfR2dVS0dUN2QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASzuugLjz1g7ZNaEfOHz5IbLo0R8JBaiqjk1t5GnuWwktReATd1en0Y0lGN8glMb5a7xyUOl6UFwjVJ
Jth8mdpqo4GmMIGjMB0GA1UdDgQWBBRLwaGsDqYLxdQwrQPs6SDDMUa9UTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFG/8zqN6pVgP+8gLYh2Bz/mheAo5MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAtUSxE9GO5OlhVAO31VrR+aUNK+6vgAjYD4MAWT7Yfo8CIQCdsX+64bqiw46KYqM5O+t1B5GAuW6xvs6qHTny4wrdKg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKX4Vcurmh3zN1uZWacerXf14KiYRP6qIJjnBPmNaxWJoAoGCCqGSM49AwEHoUQDQgAEs7roC489YO2TWhHzh8+SGy6NEfCQWoqo5NbeRp7lsJLUXgE3dXp9GNJRjfIJTG+Wu8clDpelBcI1SSbYfJnaag==
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


class WantsWrite(Exception):
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

    def receive(self, amount):
        if amount and not self.output:
            if self.ended() and self.ended()[1]:
                return b""
            self.go_on()
            raise WantsRead
        data = bytes(self.output[:amount])
        del self.output[:amount]
        return data

    def say(self, data):
        self.go_on()
        if not self.is_shaken():
            raise WantsRead
        if not self.writing:
            self.process.stdin.write(data)
            self.writing = self.stirred = True
            self.settle()
        unread = bytearray(4)
        fcntl.ioctl(self.process.stdin, termios.FIONREAD, unread)
        if any(unread):
            raise WantsWrite
        self.writing = False
        return len(data)


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

    def inject(self, *records):
        self.lying, records_below = True, self._recordLayer._recordSocket
        version = records_below.version
        records_below.version = (3, 3) if version == (0, 0) else version  # none is agreed on yet
        for kind, data in records:
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            for _ in self._recordLayer.sendRecord(Message(kind, bytearray(data))):
                pass
        records_below.version = version

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

    def receive(self, amount):
        self.reading = self.reading or self.readAsync(amount)
        data = self.run(self.reading)
        self.reading = None
        return bytes(data)

    def say(self, data):
        self.run(self.writeAsync(data))
        self.sock.flush()
        return len(data)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))


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


WANTS = (WantsRead, WantsWrite,)


def subject_command(port, terminal):
    return [
        'openssl', 's_client', '-connect', '127.0.0.1:' + str(port), '-brief', '-min_protocol',
        'TLSv1.3', '-max_protocol', 'TLSv1.3', '-no-CApath', '-no-CAstore', '-CAfile', path('ca.pem'),
        '-nocommands', '-ign_eof', '-verify', '9', '-verify_return_error', '-servername', 'localhost',
        '-verify_hostname', 'localhost',
    ]


subject = ProgramEnd(subject_command, 'openssl s_client', False, '^Protocol version: ', [
    ('certificate verify failed', False), (':unexpected eof while reading:', False),
    (':error:[0-9A-F]+:.*', False), ('^(?:write|read):errno=\\d+', False),
], silent=True)
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
peer.inject((21, b'\x01\x00'))
move()
go(('subject', 'read(100)', lambda: subject.do(subject.receive, 100)))
go(('subject', "write(b'still open this way')", lambda: subject.do(subject.say, b'still open this way')))


FOUND, AT = "subject: write(b'still open this way') -> openssl s_client", 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
