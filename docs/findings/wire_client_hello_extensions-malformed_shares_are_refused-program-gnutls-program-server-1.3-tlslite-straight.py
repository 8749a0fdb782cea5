# A share without a key, cut short, or with bytes behind the list is refused: decode_error.
#
# Clause: A list of key shares that does not parse is refused with decode_error. (RFC 8446 sections
# 4.2.8 and 6; MUST)
#
# Came: step 3: the subject alerts fatal decode_error, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal illegal_parameter
# [client_hello.extensions[key_share].shares[0].key = b'']
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_client_hello_extensions/malformed_shares_are_refused[program:gnutls:program:server:1.3:tlslite:straight]#0

import atexit
import contextlib
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


FILES = {
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


def subject_command(port, terminal):
    return [
        'gnutls-serv', '--echo', '--crlf', '--nodb', '--port', str(port), '--priority',
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.3', '--x509certfile',
        path('ecdsa.crt'), '--x509keyfile', path('ecdsa.key'), '--disable-client-cert',
    ]


subject = ProgramEnd(subject_command, 'gnutls-serv', True, '^- Version: TLS', [
    ('certificate verify failed|Error in the certificate.*', False),
    ('non-properly terminated', False), ('^Error in handshake: .*', False), ('^Error: .*', False),
], silent=True, talks=False)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030101e4010001e003032f44b1a98b58352dc485c9717cc54c00c8fcb2d07717c6e3a1badcca4252ca0a2037db0208"
    "febb5b05b40cf03289a70e4df02bac7ebc1295c356a48db7ca2f3030005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001430016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300060004001d0000002d0003020100000b00020100000a"
    "0010000e001d001700180019001e01000101001c00024001002300000009000201000000000e000c0000096c6f63616c"
    "686f7374001500c100000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 47', 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
