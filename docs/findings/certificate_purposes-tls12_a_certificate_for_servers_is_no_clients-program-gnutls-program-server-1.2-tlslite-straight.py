# A client shows a certificate whose extended key usage names servers alone: it is refused.
#
# Clause: A certificate is used only for the purposes its extended key usage names. (RFC 5280 section
# 4.2.1.12; MUST)
#
# Came: step 3: subject handshake() raises certificate rejected, but it came to None
#
# Origin: handshake: subject handshake raises certificate rejected -> None
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# certificate_purposes/tls12_a_certificate_for_servers_is_no_clients[program:gnutls:program:server:1.2:honest:straight]#0

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
    'for-servers.crt': """\
-----BEGIN CERTIFICATE-----
MIIB3zCCAYSgAwIBAgIUGdcoqyIiRYvURyO1AZhwE/ti7yAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hGOGhpNDhSdmFUemdLa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMBYx
FDASBgNVBAMMC3Rscy1oYXJuZXNzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJV277zibN5YEo3iH28X9JcSY7jeOtkm8l1Sq1WgzGg9r88qaTwQbLLjQ8jX3cyPISa3zfa8hiQgPJpZ8weVN2aOBgzCBgDAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBS6hQ1VUwHa
PlukhMoWsz/6c8Qj0zAfBgNVHSMEGDAWgBRv/M6jeqVYD/vIC2Idgc/5oXgKOTAbBgNVHREEFDASghBjbGllbnRAbG9jYWxob3N0MBMGA1UdJQQMMAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA0kAMEYCIQCK+/SNUxHj7sBfq7B5fWwwW8uADiZIoeVPb3dWyX1ybAIh
ALdGQf10IV1bKABfGhCrQe13PC+l/fCKHwNoo+D1HBY7
-----END CERTIFICATE-----
""",
    'for-servers.key': """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVP2H+QBhZo4wmjRHzHov07X76HxpKNKrLUHXxxBF/IihRANCAAQlXbvvOJs3lgSjeIfbxf0lxJjuN462SbyXVKrVaDMaD2vzyppPBBssuNDyNfdzI8hJrfN9ryGJCA8mlnzB5U3Z
-----END PRIVATE KEY-----
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
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.2', '--x509certfile',
        path('ecdsa.crt'), '--x509keyfile', path('ecdsa.key'), '--x509cafile', path('ca.pem'),
        '--require-client-cert', '--verify-client-cert',
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
peer_context.load_cert_chain(path('for-servers.crt'), path('for-servers.key'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
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
