# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to gnutls-cli (*** Fatal error: An unexpected
# TLS packet was received.)
#
# Origin: handshake: subject handshake returns -> gnutls-cli [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[program:gnutls:program:client:1.3:tlslite:straight]#0

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
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIULePb0+4QnqJW2jLfCvyY4r5ysg0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hGOGhpNDhSdmFUemdLa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNoRjhoaTQ4UnZhVHpnS2tiMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKWbB2mm3jyQZMzvzev2jEq45ak9VSPwr2LUHnooLfXv+Ae2CDd0o/xZQ5Vfdl0QJC0DKGzVMI/zldrO2
Iua2jqNFMEMwHQYDVR0OBBYEFG/8zqN6pVgP+8gLYh2Bz/mheAo5MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIEFWSp1DCz34VnqD2MQi0QlUdDpB0OD1fSCBD4dO9AjhAiEA5ylWdqlOVDOslZ7LjxGYT3IAtw82
2yav4IsD4x7yfNI=
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
        'gnutls-cli', '--logfile', terminal, '--port', str(port), '--priority',
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.3', '--x509cafile',
        path('ca.pem'), '--verify-hostname', 'localhost', '--sni-hostname', 'localhost', '127.0.0.1',
    ]


subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "140303000101160303007a020000760303244c6b2aa930eae50e2cafda979efe18c596842f44eeb2b4d15bbb483da30a"
    "aa204fc34342bc86a79ea519d0e7d493d27d29f56df1dc161acd9792a793a533f617130200002e00330024001d0020cd"
    "52296ff99c73a449bb8d167faeaab11106f37558ea5ac305b8c807720cfa16002b00020304140303000101170303001d"
    "97ca003f4ac188560ae1fc024341fc3dc2f2e7ba6a84c7a174d5d65dd917030302501480d6d6d06ecaa8092b72e28a84"
    "682e0876de104003672a2c7918e75644e0adf19c554dbdba39387bf19e9cdedb1e8c6938fac45cda43e6b257f67fa49e"
    "69ad0ac2aa744b8c601651682893bfa8b6e4ffe64c595fab923b37371ce3112e8cd13bbb1eacbdefa6368699873ad6d9"
    "6f8581a1a3e3c10b00b7546ee2f703bc046b91c4653dc69d4c4cc98a197e1b12651faa59d5028f0c2582479bf9e7a262"
    "70e41e4700fa5cfad7231e3f596a76e1848cc1661e81b2539add91b2a492342e8004755307726f1697b0584a825ab250"
    "96809b54c869c474237f5402a92f3eb96c5ef1180a856609ae36d04a5b2b2a532719525828e926a853d0b3622910822d"
    "913eef46e4d5564d710a9ee182041e1decadb17775520319f959576c1f36de2ce33adf831a45255d80341dec4e62418f"
    "e1a7a8cda86599525292e8ece50b8d990483b766aa3f0c90e03a054646bcc61d7aaf0ded0f1c2eac259312f0048412f8"
    "985e06a9808bf4ab44a7ddd277d2017965e5a478d1e0cbf1a6a398b858c2e9df5b3495960d0fbc359d2a42715533d1d1"
    "4f5ae473e9f75a9cc535e1a3099221eceb14b65bfb6cd03344243227139601b1a3ea6b34b4d8de929b3259de9595d4a7"
    "0ecf00fd137c7403a017dec37007129505c3a53d4f3f7960fd8c0733d24e6dbd70b696e53de6d0ced1c00ec5f7a2a86f"
    "1a7d02e06edfaa7d3434c6bf6be1ae78cb0034440ad60ed4de7e9ba9d24e69e60ac6edddfba1cbe810faa6a0eb503c44"
    "b9a3e4756cab05633d3f6617c311db799d107b8422babc89ecada7a9ae15164bab0976628ff766a7f924fff563d403e4"
    "87f01703030060304fd7c58c044575d3aff421aab442500847697251e4fbada72777b96b589cbe2525b39489750f3b8c"
    "d71f43db7306225516640d673a7868757e1bdd5557e3a1129e127ffde6d2379ef36a9e71b112412b97ddda0a6a68f7a6"
    "1c66516b6e7c791703030045f398432adb05746462f83bef3925bc5d22496556847891c60581c40dca56619923b4709c"
    "62ef64f31ce48e9cb0b8ff63c3d93c6c49610a0dcaea3263c9dda95a022d776fb2"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> gnutls-cli (*** Fatal error: An unexpected TLS packet was received.)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
