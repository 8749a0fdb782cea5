# A ServerHello of a version above TLS 1.2, without supported_versions: protocol_version.
# illegal_parameter will do: the field is not what it may be.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 217 of the record stream: version
# major 254 is not 3
#
# Origin: any: output-is-well-formed
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_server_hello/versions_that_were_not_offered_are_refused[program:gnutls:program:client:1.2:tlslite:straight]#0

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
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.2', '--x509cafile',
        path('ca.pem'), '--verify-hostname', 'localhost', '--sni-hostname', 'localhost', '127.0.0.1',
    ]


subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300650200006103041c9e8882f03cec2c9a02ed48306c607ec0e240bb77eba43ee1ba46dd8b3efea1208c43827c"
    "bcb241fcc7de7fe50e7a66939299853c0cf33ee8bd01539601aff2f9cca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300940c0000900300174104c028b1db4910600cdaad0c824dd55510881b39bfdddd52"
    "a3578a361e872f298740ead7281a03295a5097fe8dc2cb6072912722a5f039d8c0ba08ef02c926e55e04030047304502"
    "2100fbceaa00643aaca75d89e77fddbe62f84cde895adc95d40affacdb0371c1e78f022066df941f0a0842c76ef034f3"
    "069384f30ad64307c6fa44790958338a5f1940bb16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300650200006103056582bd34f48baa4a2c79b47994efcce1a8fc364e160da13add105a0172fbe08320b1f8c265"
    "9106f49d96d93bd285a108e2994b4254b789f911a70e482be4b9fb44cca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300940c000090030017410429b75ee22fa6f9baef5643ecba3150448f4090d9a23603"
    "a1ae9dfac9f57266b35dbf7214ceb650f23c53088cb1da7edc5359f1feffdcd8b857594fc49f93d1c504030047304502"
    "207004275330030b5257fd0d70a7140eb0edce1aae7703a6457ab6b6b477891f69022100b678c52b985dd0de3fc01e0d"
    "abce55a7c511cb543b73e5794686640ab25ea54116030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303006502000061fefd612b8e77b9e9c8fb76a4d97ddbbb3f94272ed3f3f201a0a3008a2db509beeb9820cb9b0cab"
    "b2c6a62437db1afcca23bba81c878c9ff152d5344c248d8d01b6e7b5cca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300930c00008f0300174104de3c5790faa506a8e88bd6fa2f1e98cb84a4ef5defb8cc"
    "b95e03a7c12ec0b706f3ffb0feab868802e04b0d3c6e27a0ea027943034a17101a3f3b8c1bfba94d1b04030046304402"
    "2100e1cd5b548a9a007bc3cfe1b9af22847b6b337225c2a7d6f4155001cc3e6135b2021f70559bfa3d8f40a8cefec990"
    "c5de9ae54b5597477de5408af761b70e9e99cf16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 fefd alert 2 70', 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
