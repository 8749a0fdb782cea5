# A ServerHello whose supported_versions selects TLS 1.2 or below is refused: illegal_parameter.
# unsupported_extension will do for a client of TLS 1.2 alone, but this one offered TLS 1.3 as well.
#
# Clause: A client refuses a ServerHello whose supported_versions selects less than TLS 1.3 with
# illegal_parameter. (RFC 8446 section 4.2.1; MUST)
#
# Came: step 12: the subject alerts fatal illegal_parameter, but it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal protocol_version
# [server_hello.extensions += [extension(supported_versions, u16(0x0305))]]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_downgrade/supported_versions_of_tls12_is_refused[program:gnutls:program:client:1.2:tlslite:straight]#0

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
    "160303006b0200006703038dd8bbdc03f8dae91475ad91cdba8a07d3ec51bf00435c5f5684820e767c550220d74f958e"
    "71b6b6e28b96fdd652078f220c278f103138857353327efa315b4865cca900001f00170000ff01000100000b00020100"
    "001c0002400000230000002b00020303160303023c0b0002380002350002323082022e308201d3a00302010202142452"
    "3de71bf8fba7aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e7472757374"
    "6d652076312e322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b62"
    "3020170d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74"
    "727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767"
    "554b475437643059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf92"
    "1b2e8d11f0905a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da"
    "6aa381a63081a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff"
    "04023000301f0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff04"
    "0d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06"
    "01050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544"
    "b113d18ee4e9615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb"
    "75079180b96eb1beceaa1d39f2e30add2a16030300940c0000900300174104133637d54cac6450d7dc0a56f03e80c391"
    "951b1970a0ac6d331bebd602dbd81136ba3ce358bfb988650a205ad9ae3be7d478e47e4bc1a109a8a4f0faef2875bd04"
    "0300473045022100af01ba4a8e202fae36fb2ef69c7de50b7db9d729f0ccc853f08323395f717753022043c10c2ce033"
    "88f7232b6b1951d242eb1e983e0da4836d52a3e873f46959c5aa16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303006b020000670303bafed0ec773f88d22b1cc6ddff357eed11c95cd5130decbd9bb72bdb4badd80c204874e532"
    "83c52da327692cdb5b51f42668acb226e74afaeaf526d5c21d92cc2dcca900001f00170000ff01000100000b00020100"
    "001c0002400000230000002b00020302160303023c0b0002380002350002323082022e308201d3a00302010202142452"
    "3de71bf8fba7aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e7472757374"
    "6d652076312e322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b62"
    "3020170d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74"
    "727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767"
    "554b475437643059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf92"
    "1b2e8d11f0905a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da"
    "6aa381a63081a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff"
    "04023000301f0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff04"
    "0d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06"
    "01050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544"
    "b113d18ee4e9615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb"
    "75079180b96eb1beceaa1d39f2e30add2a16030300930c00008f03001741040e77cba494e8ba5ee35a9213dbe8fdadd3"
    "7eb3e36fc01b16b9e1333ca0b5327287ad156f7874e2f437160255ab66dd23be8929d0f6d599b8c0ecefd9b2bbf37104"
    "030046304402202785bf86651790243f5d367d03e5f1df5a421c86947189706ff4b8d73bb4881e02204d91a9e160264d"
    "8f582fad686fa1b632ad317843e92566a8395377e374715edb16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303006b020000670303367d1fa767ca1bfca0348c13aaa138dfb4aa7e11eb6a7328614f8159293705bc200845010f"
    "cd7ee4298a2d3713874d2a23e0cc89b4b3bf904ab8ba399f25f7103fcca900001f00170000ff01000100000b00020100"
    "001c0002400000230000002b00020305160303023c0b0002380002350002323082022e308201d3a00302010202142452"
    "3de71bf8fba7aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e7472757374"
    "6d652076312e322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b62"
    "3020170d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74"
    "727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767"
    "554b475437643059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf92"
    "1b2e8d11f0905a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da"
    "6aa381a63081a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff"
    "04023000301f0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff04"
    "0d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06"
    "01050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544"
    "b113d18ee4e9615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb"
    "75079180b96eb1beceaa1d39f2e30add2a16030300930c00008f03001741045d44aa563eda67feef9405268fa40251ba"
    "841e24f30a1ce06745af4d34b0ba1dca6c506c2d363650dc3209281715668abc923c74910d23e4671dc377b0df491404"
    "0300463044022064f2847fffadec465619b407f25c089434435dcfe96d65df05592108dcd13a860220512910d1c960b7"
    "8ae58614025116125e8e1b1bf2152bca93900be0599c531d8d16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 70', 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
