# The same before the peer's Finished: unexpected_message.
#
# Clause: A protected record that holds nothing but zeros ends the connection with unexpected_message.
# (RFC 8446 section 5.4; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message, but it came to fatal bad_record_mac
#
# Origin: handshake: the subject alerts fatal unexpected_message -> fatal bad_record_mac
# [before(finished, inner(b'\0'))]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_records/tls13_a_record_of_zeros_fails_the_handshake[program:gnutls:program:client:1.3:tlslite:straight]#0

import atexit
import contextlib
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


WANTS = (WantsRead, WantsWrite,)


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
    "160303007a020000760303d0b9dcd824b90e4e894b4b38b9ef6109a382417495cd89bbc99025ae0763955720a642793e"
    "d07273c64bf03a2f4af202db7d92faa1dd1b2d1e5cb413530278dd40130200002e00330024001d0020ab7c38fe5e7c18"
    "5df43af7acc7ab0068caac03e83d2d23ca4d4dce98d51b7679002b00020304140303000101170303001d5007a911c4bf"
    "24932efa2a9e4a142af8146d72ae36e24d5457185bbad81703030250ec7f75fe4121805c9fa06fa71c508096d4fa46c6"
    "43f4b9c3dc907743a812e2da5f7fc33a777cce5ca1de91a3f8346ca33c8cb4fd0bc214a42ce8d8c72f4c3cbb60117b48"
    "43a693941710ff57a2e200b3e43358003d9d196acd6e83431df9f1e8c1b16316d8caeb1aa0f18ff9ce8951ea16a5c977"
    "f8a5c67d551b13930a1170c93ca9c4c8e1ccf9fbaf596350821e64363e6539378e41ea78cdd378c66d3a921bb3935a85"
    "8332665994c8b26b3a7c53633b033c0a23817fc8212bbe1a3b575681bd934a54494f686a692237ffb8f4ca9c61335e72"
    "556f4cece1724249dc2ddb12e2cb6cee35d3dd163823b0e5e8c5deb81e047ad7f1e2bb6bb140f0d84d524688e9686ad9"
    "9e4b06a7f703027dab57c87c15f5bbfc8643bf7b9d3346766ced8c1a39c93bdbd4402ea4c8f1d69d22684d2cb73d9640"
    "4a5d5dc34dac69907f4d8b9dd973ee96a70c5dd28bb1ab4405709eafc10f95434577fe441380807b9a1166921db1185c"
    "8da1e72b685d1a4f07ab688af31b0afc4cb7afc7e9dab58c4dc9f8d4c412e5c533abe4d475cc35126bcbadc57f59130a"
    "7ba9ac14f402c672be271056946295d79233352cac610676e60f3586e22406ce1ee86de86f80cbd89210ebc867a71fea"
    "09a76ec0eda26761d340513feecca86befaa53db33e07ac947bae062bde291375c4c52511fc58fef60b9f2e57c492db2"
    "d4c56b47ed3a405b374700f319c057ee277f7dae89bcbc5aafee30c6512ed42492cb06b3e0dc451c1bcded4f768b2537"
    "18de2d452430c5c0166e05b25e933b0cd92194c9e3cc73f2640353299ac0716a30981740ad8f54673fab9d8017030300"
    "5f61e5740b6fa19433366ae036db81fbbb1cd837210e553c857f0c2b40f862c2fa2cc83dafa7ed0b6d52892df2d0f1aa"
    "8dd6cf545dcb4e6b5902a0417c0dac33a77a25b56d4701af67c61115d33a30731313cf1c037659a544fbdddb3e6a847e"
    "17030300111a823f59aba117904980bacd3c9bf3f0e91703030045f3b9d2856b41c32edd9d0a094d2c2d6d35021f1334"
    "dee312d49ac046d02b581ec5b3092bf39499e83134757544b033d9c2ad2df0e34229f85d2ef4a100708eddcbe4b91316"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.receive, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.receive, 65536))
call("write(b'after the end')", lambda: subject.do(subject.say, b'after the end'))
call('read(65536)', lambda: subject.do(subject.receive, 65536))


FOUND, AT = 'subject: read(65536) -> gnutls-cli (*** Fatal error: Decryption has failed.)', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
