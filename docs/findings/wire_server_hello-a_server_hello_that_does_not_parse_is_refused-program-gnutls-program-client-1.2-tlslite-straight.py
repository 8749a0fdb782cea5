# A ServerHello with bytes behind it, or extensions longer than it, is refused: decode_error.
#
# Clause: A ServerHello that does not parse is refused with decode_error. (RFC 8446 sections 4.1.3 and
# 6; RFC 5246 section 7.2.2; MUST)
#
# Came: step 15: the subject alerts fatal decode_error, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal illegal_parameter
# [server_hello.session_id.length = 255]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_server_hello/a_server_hello_that_does_not_parse_is_refused[program:gnutls:program:client:1.2:tlslite:straight]#0

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
    "16030300660200006203031b91d4346d91cee3f34c2df9cf7ac13534915dc9e1251c94fa2353a98141090c20707d4891"
    "8b97539a559d3a3ad19be91b1fb0b0509d27384064556c26eb9f4852cca900001900170000ff01000100000b00020100"
    "001c000240000023000000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fb"
    "a7aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d65207631"
    "2e322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d30"
    "30303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d"
    "652076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b475437"
    "643059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f0"
    "905a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a630"
    "81a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff0402300030"
    "1f0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b8209"
    "6c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b060105050703"
    "0206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4"
    "e9615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b9"
    "6eb1beceaa1d39f2e30add2a16030300940c00009003001741049662ba4e90dc7f11b7cb8165917167ac0c4773cfcee5"
    "d5c85d00e01e1c27630d039094471558bac5d5e8e6ab68497cc415af64ef7f920ee03eb913a88fe0b776040300473045"
    "022100cb839cf959e6fad75e0c8de8580b8b55a7fcb8bc51e430cab68a59a99339238302207ceb78fca5f513c33c4ea2"
    "0f411d3501ec8c6604b6679d1f700c4d8e41ec4bb416030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030065020000610303ebedc7de93219d508f8629966db991fde034e90207dd2250afa09298d5949d9a20b8265b3d"
    "df93b27bfd590951275d69182a8432bd794e9eb85315d9941e547eb5cca900001a00170000ff01000100000b00020100"
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
    "b1beceaa1d39f2e30add2a16030300950c00009103001741042fe384899c6700e8e7df2182059b09b51fdc25398cb6a3"
    "e5ee024ac8e8530bc34383b34aeebeea84fc079be1ef6122d7b9d2fde2b85ceaec73298ec84571caff04030048304602"
    "210099027c1e69bc6c8df0d5278ed8e0bcdaf9f30655b393c481bb540da287ae402602210091054d04a8dc52e4522d65"
    "9ebf4596d8928d190a93aae117013ab8445765ae0716030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300650200006103032ff3c57f59a353b418ae79ce6db5a56f247f33a9bad9f1778bc390c85500a45e20bf1efcf4"
    "6250d77b23fd15b770e6f2e5c11f8260e3340061f0f54fce6e1a3578cca900001800170000ff01000100000b00020100"
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
    "b1beceaa1d39f2e30add2a16030300940c0000900300174104469141d0b551f53703737e45153ff942cf5624a4d94510"
    "2be71bb36f15f5db769c890a2a503d91c23abc1ecb311530e0e394d76be14f9fefcd72214bc3f5873c04030047304502"
    "2100cd0a193e4f87c537cddffa7ce0338b643088aae0069b59b331d288ae500b4225022051e43da2c7d407031d7c1aa9"
    "26e4f95797114fce5000f566cb4db7d51786ca8916030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030065020000610303a34029dafd0694abbeb92810aadd23ad0ba1b6a97d30d30a69b6cc03c4aa307cff2f7854aa"
    "e4a860a8475864f5a4910f65cc02ff536e902588fdc1795c5c06625ccca900001900170000ff01000100000b00020100"
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
    "b1beceaa1d39f2e30add2a16030300940c00009003001741043eada13ede8d39a6393df801add64f0f0d1a2da0762334"
    "5666d08f793c035956c2cc800afc32e9d064db4e46fa82481a1fe179b79c8964fbc0b929488824385704030047304502"
    "210090367467aa71783712a1aa6df000ae64157ea70ada79766cddce27c4b678c23a02203651478bcf14222a24b8d74e"
    "0508daf2bfb7bb08213eed3ef66412f9eeac130c16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 47', 7  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
