# A client of both versions that was asked for another hello does not take TLS 1.2 behind it.
# illegal_parameter; where supported_versions is gone altogether, others will do.
#
# Clause: A client refuses a ServerHello whose version is not that of the HelloRetryRequest. (RFC 8446
# sections 4.1.4 and 4.2.1; MUST)
#
# Came: step 9: the subject alerts fatal illegal_parameter or, tolerated, fatal protocol_version or,
# tolerated, fatal missing_extension, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, fatal protocol_version
# or, tolerated, fatal missing_extension -> fatal handshake_failure [del
# server_hello.extensions[supported_versions]; del server_hello.extensions[key_share]]
#
# It needs gnutls-cli and gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_downgrade/a_retry_is_not_the_way_down[program:gnutls:program:client:1.3:tlslite:straight]#0

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
    "160303007e0200007a0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c20de1db388"
    "6cbf3734ebb7803bfdd0671fa9a9016e687c2f8a5aa23a6f649521c61302000032003300020018002c00220020c5ab01"
    "61da9083d517292ac1238dba6c8910408b1b0af3a8b70a1eb3cccc545c002b00020304140303000101"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300bb020000b7030344a8e13ef7c25b6f508d433ced9114923ded02ea72a7ab721ea5cbc81a6df65520de1db388"
    "6cbf3734ebb7803bfdd0671fa9a9016e687c2f8a5aa23a6f649521c6130200006f003300650018006104cf3d655cb0cb"
    "e7e3bb1d844eec29e66c895c72c0ef8b1ff69f99086473ed174805048debf22212cd385833b0f47e85a5bad257174f04"
    "1aa4852518937f5ad406fe9149507b345363f5ba72e67c732f543a92089e49d7334fd9bf948889d23485002b00020303"
    "1703030025db7947b7ab5f559134635d46ccbb5529f182021c0883fe4fc3fbc593a3d74310272e5ec750170303025046"
    "7726618b612c67c746a58993179dc446d4029d33f034edbbdc83d6988b3ccee77188b946b73f0acf43b56a99465315e3"
    "5b957a985e4cbb0c532060186d4ecb2f43c199aa724ed1839ea9e1b2114f77cb0e94dddddfc294367083b7055273adfd"
    "b761b64845f093cd045e68bda17721fd63606d65c027700e3816fa528263a6755b8c541ca58e250d5b3bea2ee5c3757a"
    "7638d9ed3e7b563ed59f529e5b2f4175a38b604ce8de51f19287c818288a393dfdf1a32604b7935b45a0a8d8d58354a1"
    "4de9a28d9fda9a56c4a82bdcca7e2c8acd7b5f8855e1dc8d5332af2602a2ea06d25bf152a3fc31eaac60e0b8bd73a805"
    "6e9284a5cc6c36a6fbadfc72b65780b61d4e33ff5ef459b703c32a843003b4ebaab33403716f1f099bd1313c6b21466a"
    "f4820d23441e8bd25c8c448bc6755cfd489f15d4d21b103ed25c81ec5ec8e9a55c8496e91a42440866cdd6c73341fd54"
    "9ca9bf4d145e0d121e611a2b469fd736056fb9833286650cb952efe15063ecfb68dec410aafdc89fb5269ce900e8e94f"
    "b6987642c32168eabcd7d35e7de575a8c11ed9f1f1d0a2f887a3d7b9acf7e8bf2718d0c682a8781f28e5a83a2fce65ae"
    "f1ab5bffcaa34d2c3336dad24657a73c1fdebf52f888880c925b1cb3aa216e196caaf8a337ba91e9367db8d4e63ebc29"
    "c3dd416418332eb16f6230685c8e9d4c984124adb9ca0b5b697cfd1ae6c6e687e62f00e633affec78fc8c08bb01ae197"
    "f73a478ec6fdebd14f255514e104b7551d8d2844bd7afb1389d7e9c0c8175468e8aae84158130d361b799c2a3bafb9c4"
    "53b9234d53ad883f2fd676efc66937170303006005cafac6e2ffdcd8345bae42cc7c4a0acb1c3349c0e2f2ff1643f6b3"
    "faa291c78b849c56533fde28851d15a9d3563bff32e40c9409a777f6d659530b5e99467b1ba51e23c4597d90fd788b70"
    "f7892ca2a93a2f4e208cb62abe9b9778d27cbf1a1703030045e19e1ca42e72f2031de0469d67101ad51e369f4b60ff32"
    "be32aa3a20ea16fb828101be2d44aeb8b353fca60bf2fb0692ea1fd6ff3f2944b289df35d5c31c9e1ca6f4bb5093"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303007e0200007a0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c200e2a6032"
    "ec3074f85ad6fbb205d5eaa2ea500a2a6ac86abd40fc1585022de2891302000032003300020018002c0022002088f759"
    "42a1df870827173d01ded7a43711c54764e611a1db7c741257fedbb269002b00020304140303000101"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303004c020000480303f3475c00adf00e1e9ea2048c0d53e488fdeb6dcd4dad5ff2173ba2a5b0a6e216200e2a6032"
    "ec3074f85ad6fbb205d5eaa2ea500a2a6ac86abd40fc1585022de28913020000001703030025cb5e49012e0b23eb0c75"
    "9716fd9e8c1ae0bbf93bae2cce90679f1ddbd1a1d30ba6162500d21703030250af540d518649fe8e42b5fc3ccf7a84c6"
    "8e97fabccc38671cb576ef742d7dd9eb4f5da8054b90447a94c729cfd8f7314e93411590b0c986c99e5e6eed5a35305e"
    "7a86ce60f855adcb22ca65ae759c83e366d1bf234d736768a43e7ee587437ef3789adc8ea594a00963aa9096107804a9"
    "fbdc67e2454be06fd2da288cecc672578f68cf77808b0bec9f7f2991ff2355674b07109ff9d98182456f041651846bf2"
    "4a532fb5c94672d6f5d757df4601bb2960243749b546b9d2aff4645c1e24f025257d48031a6affc9230fb5fd65c8526c"
    "062e3d653d8859c5bc810d461259fbdb8703497b61b82f23d6d46154eb82ce8d57ae8b43177e01c1630afcb720c8ca5b"
    "d4376a6cd853c41999c9f089831ce5bab2e3a5437fbaaca606a46cd8ea733081e38989fb426f0f92e663374e9f650de8"
    "937cf51026e584f32df9740e68779cef7b65b548be052f0b30065a640c37f3a7980ac93349e258b92ca183b12fe1fa0d"
    "911afe0e87887d53448fff9bb93ff47219f3d602a229726289d1d317799e8e0753178c88a2e4383c5a1cffe840e57bcb"
    "c8ad02578b0b2243c16f72b749b0b7bbf8c18ee87b8775da61c581c6808fcc76c7a2aed8e24fb5930c6b74c9499c770d"
    "2f19fc629b9c4eaba5bff7b799592f35b6c518d00210408d29659678d12eb50cd38076ed68ca32cc5c742d811b89739f"
    "b9da002e5cfb7a8715c1876cdb92972d2596a05e05acc0f3b795c25b573735917ea7cf309b7eed714265cf5f79fa1d82"
    "4d8c4e3755010f995ec7cda8e92afaaf700f74ae4acb5d3c0022a05b91108de85183099bc37b419d39163bdc3a69e6c8"
    "1703030061933d10ebf3b8bfd903d971af58845cc60a53cbc70a2cd71c745386967707f36c48215fc110485fa70c81a0"
    "f30008d1ac9a71184bde1bfe805b4ad1c191fef897ef7931105ba925f375c6551a27e283617af2b81dbf9708d0ba8ac3"
    "3c0c3b69759717030300454a1d269757f6c7657238ac842fc0bce97a014437429aa6f99a9732b6cc3f303e00755b50df"
    "60988ac14b3383641c708364e8eb448ad2423cf4da9cec123a6a9a8d7b72ec2a"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 40', 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
