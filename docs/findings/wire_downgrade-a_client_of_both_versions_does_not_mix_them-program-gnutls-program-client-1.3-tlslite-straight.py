# A ServerHello of TLS 1.3 that lost its supported_versions is no good one of TLS 1.2:
# illegal_parameter. Its suite is one of TLS 1.3, and key_share has no place there:
# unsupported_extension or protocol_version will do.
#
# Clause: A client of both versions refuses a ServerHello without supported_versions that holds what
# is TLS 1.3's. (RFC 8446 sections 4.2.1, 4.1.3 and B.4; MUST)
#
# Came: step 4: the subject alerts fatal illegal_parameter or, tolerated, fatal unsupported_extension
# or, tolerated, fatal protocol_version, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, fatal
# unsupported_extension or, tolerated, fatal protocol_version -> fatal handshake_failure [del
# server_hello.extensions[supported_versions]]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_downgrade/a_client_of_both_versions_does_not_mix_them[program:gnutls:program:client:1.3:tlslite:straight]#0

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
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2', '--x509cafile',
        path('ca.pem'), '--verify-hostname', 'localhost', '--sni-hostname', 'localhost', '127.0.0.1',
    ]


subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303007402000070030380ba9a3be8a5451aebd8418891046c81695e19c6ed72310a6d69d1d8a32f43ab205a126116"
    "1acfd0b50efcb87c60e8742319d0d894c8525136089356eb4748125b130200002800330024001d00200e4a414702db34"
    "df9f038f4adefd7fdbe5b18a8ffd6523a4c92a5e3c4359f155140303000101170303001daf532d750b07379402cd7337"
    "a5de56508aa02f1d437a5d5dab2385d1c9170303025026699bcd3f847e5f5c2e15f49215d523158c0c62d5864781c323"
    "4f5deadd2293ebf6ab5676a8f4c6c04d606a585d7e387df3bd629737502361da9627c3bb21036a2813e715eeb7ebf5a7"
    "42718a129c5a3378fea9951559baa95863b0e3910276f6e1b9a2a1c618cad67f4bab4a159eef9ef7c3088728f954d619"
    "a50ee37db93a8e10c3df812490b012daaad5a7a4568c4d2faadec78fbad1f66e24d465acdaa7b3e83afddbec15d7610e"
    "be587f24257211ce1861f4a1bf2b70bfbabce425eec1af152d08754191e9948b4d714c247c2b3a1f77c860f532a15405"
    "43b5db1cdc2c0d436a71b5ab58278266eacab905f2e84e8773333f393c015b3bbee39415d342344bdfec5f646056b719"
    "838e1fd2e0572826bca1d612f2b9b5b06808a5ecb3c3fb6d7266a4cd8b660ee280ac3190f7b0e2cabde35934166de384"
    "a67096bb6d4b1035cfa3ba886a9eedd9df328c848e40223576cd5cff23c41afcba8eeae396e61b4ab18bf2811d5afba3"
    "559240addfde076ad9fcf03cbba7ea5b4c67f5e78ef79f073b550b5a4387cd6946876bb50c7b5b578cdf5298e1c02d86"
    "cf51359f6f4aba0cd35a039dc800e98ea32d9996d345b50f4274c2906255b3bbd53a5286b351a86fbe8115226257f266"
    "91c1fb9917a9f837f1a75936233a628b21b0e54a65da6d429735e8a4791d08b0586672daca28ba123f38d05f177c2ed0"
    "5aa89297db84bba7cff8f4b79e7ffc9af430766c7739cb5d02d1bb9c0070df5ec7b2063014793ac24b5c68e26a0e54c8"
    "e11485bd9913b8d4b63fe1a93ed54e4c8a0ab157a2bb61ae9665169f77369e19dae576ebe1cb1703030061d93a174819"
    "346ae1a9b4794698653e4ae33a670771ec2fd7d98062eff37f22e14482f5c0888f700d2ae272cf4fcb874cda8840eceb"
    "4d8602d3ef7d80a328d28291f6f652ebe7cd02acf62b487a7873be3ce7b071c6cf82bf644ee6ae58dee0e6bc17030300"
    "45cc8fbac40f3ffd2740abb3460c7214be30e0fa260505ce45417f49f2cfc665a60ca554cb1649e28ca82ddf5b05a529"
    "3ff0ad8a1713757bb74fc0a8791bf42a362200a7c942"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 40', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
