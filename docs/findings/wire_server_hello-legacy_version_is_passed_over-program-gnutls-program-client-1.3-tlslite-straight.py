# Beside supported_versions a client makes nothing of the server's legacy_version.
#
# Clause: Beside supported_versions a client makes nothing of the server's legacy_version. (RFC 8446
# section 4.2.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to gnutls-cli (*** Fatal error: A packet with
# illegal or unsupported version was received.)
#
# Origin: handshake: subject handshake returns -> gnutls-cli [server_hello.legacy_version = 0x0304]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_server_hello/legacy_version_is_passed_over[program:gnutls:program:client:1.3:tlslite:straight]#0

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
    "160303007a0200007603047ce36b1b0974a4d092292ded2e89987c1713c67b39253e048aa6cb3c915d11ea20b6bd4f6a"
    "559d7cf5bd3b1b9745f44f60da5493720ce0a9675a3975682e1ae001130200002e00330024001d0020bf79189081372c"
    "75dbb8985211b6d6ec1458fb9293768458615cf877a909366f002b00020304140303000101170303001dffc84273dd73"
    "54ff86bbdfe3d7c54ed433297b9a8bd49879cc711698061703030250bb1c47e95ffdacc622b7eb11840a0ed449cc367f"
    "506a52d5445530afc077f2546839b8485fd9336629e61b88f72e2af5f5bc3d8e3bceb073a3270f75940b2dd94dbafcf8"
    "fc59b9aca36a9de8bde0d6036d8eb7a4e875c1b14712eec2b3d13f3bfcad32a59dd94c8e5b921cb6aaebf75aff07b60c"
    "ad0aab3ab08f012377ed8df3b2705110e384d4fb0bd644e80398686488a7666d44e22929188fe9bcd3d4140bc74b5d01"
    "4b7843e972cd09008f61bfce941ced84a3b4a8aa16ee0e2432818e30c3518ab6dbf350df8e4136dc41f182c6fa62f6f0"
    "78f7f4681a39b2828b4c8ee31ba7922afb16a357d446c2e266bde5a78a5e0f036fd079df3231400d3c54b92f817a7635"
    "65f1ce3f11c05f0231a93d77c94c7c92034f7346d00a1376a4bce15243df8dae54d22662c63f92e6316a7603dc4e25ed"
    "77ec4a3b02470212a5bbf742c852bff416cac8785f35be473f612cf5e5557f3ab264b99cd5e83cb96e0ac8b89e5a90ab"
    "6eebe9565fe270308c791739cbaa6a84b461228acb4379c723bbd7c1e0aecbb849b5d80ab96357bc675c61be9e01a414"
    "2d760d1981874966c3a4180b6125e25dc4b75467da51c04c2cf1b34e2dc9cf5c2ae6f9f6ef338e6ec000451c8b503f06"
    "35004e07931f60d37799eb34f39ad819da713db254ee21ba67cf8fdfeb8573c20ca9eb9986184c3713e0948f8aa21f7f"
    "eec717e0bb451868a3f06caac70082b60f85090833d1516184f72127bd968b0a00df43317edf807086541709c27b21c9"
    "ac8fa92a87a49dcd2227f0be7038e14a8c3c16fdcbb91386e46a59bc503547f9930d75feade4271be39487e917030300"
    "60193de07f807b612598aae131ede88f8bbb8ebd47ecf765c2d36b9311b18467e3d14aa5ad268a87c2b8eb3c006f6863"
    "f4e215e0eeb34534ac892b91dd42bb982d9c52f634a2f2ec74e19c8d44fe6ca2ca80103968bdcadd16dc0d510506ac99"
    "3817030300450f83737f6b845bc77b8ecce3a3891b17dbfeea8c29d40968c9b6014938a822fe5fca4efd7dac5ba11640"
    "21cf2f233715e398a7a4bc58d678900276c3da75aa5ca637fbd520"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> gnutls-cli (*** Fatal error: A packet with illegal or unsupported version was received.)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
