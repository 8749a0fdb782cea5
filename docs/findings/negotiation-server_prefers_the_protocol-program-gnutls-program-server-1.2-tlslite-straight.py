# The first protocol of the server's list that the client offers is chosen, and both ends know it.
#
# Clause: The server selects its most preferred protocol among those the client supports. (RFC 7301
# section 3.2; SHOULD)
#
# Came: step 4: peer tell('alpn') gives 'h2', but it came to 'http/1.1'
#
# Origin: open: peer tell alpn gives its value -> 'http/1.1'
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# negotiation/server_prefers_the_protocol[program:gnutls:program:server:1.2:honest:straight]#0

import atexit
import contextlib
import os
import pathlib
import re
import select
import socket
import ssl
import subprocess
import sys
import tempfile
import tty
import types


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
    if isinstance(value, tuple):
        return "({}{})".format(", ".join(map(show, value)), "," if len(value) == 1 else "")
    if not isinstance(value, (type(None), bool, int, float, str, bytes)):
        return "<{}>".format(type(value).__name__)
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


def subject_command(port, terminal):
    return [
        'gnutls-serv', '--echo', '--crlf', '--nodb', '--port', str(port), '--priority',
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.2', '--alpn=h2',
        '--alpn=http/1.1', '--x509certfile', path('ecdsa.crt'), '--x509keyfile', path('ecdsa.key'),
        '--alpn-fatal', '--disable-client-cert',
    ]


subject = ProgramEnd(subject_command, 'gnutls-serv', True, '^- Version: TLS', [
    ('certificate verify failed|Error in the certificate.*', False),
    ('non-properly terminated', False), ('^Error in handshake: .*', False), ('^Error: .*', False),
], silent=True, talks=False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.set_alpn_protocols(['http/1.1', 'spdy/3', 'h2'])
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
)
go(('peer', "tell('alpn')", lambda: peer.connection.selected_alpn_protocol()))


FOUND, AT = "peer: tell('alpn') -> 'http/1.1'", 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
