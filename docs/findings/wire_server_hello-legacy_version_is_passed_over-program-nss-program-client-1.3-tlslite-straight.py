# Beside supported_versions a client makes nothing of the server's legacy_version.
#
# Clause: Beside supported_versions a client makes nothing of the server's legacy_version. (RFC 8446
# section 4.2.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to tstclnt
# (SSL_ERROR_RX_MALFORMED_SERVER_HELLO: SSL received a malformed Server Hello handshake message.)
#
# Origin: handshake: subject handshake returns -> tstclnt [server_hello.legacy_version = 0x0304]
#
# It needs tstclnt and selfserv and certutil and pk12util and openssl and nothing of tls-harness; its
# exit code is 1 when it shows. The cell:
# wire_server_hello/legacy_version_is_passed_over[program:nss:program:client:1.3:tlslite:straight]#0

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

DATABASE = tempfile.TemporaryDirectory()


def nss_database(anchors, chain, key):
    """A folder with these files as NSS wants them."""
    folder = DATABASE.name
    where, own = ["-d", "sql:" + folder], folder + "/own.p12"
    steps = [["certutil", "-N", *where, "--empty-password"]]
    if anchors:
        steps.append(["certutil", "-A", *where, "-n", "anchor", "-t", "CT,C,", "-i", anchors])
    if chain:
        files = ["-in", chain, "-inkey", key, "-out", own]
        steps.append(["openssl", "pkcs12", "-export", "-name", "own", "-passout", "pass:", *files])
        steps.append(["pk12util", *where, "-i", own, "-W", ""])
    for step in steps:
        subprocess.run(step, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return "sql:" + folder


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


database = nss_database(path('ca.pem'), None, None)
def subject_command(port, terminal):
    return [
        'tstclnt', '-h', '127.0.0.1', '-p', str(port), '-d', database, '-V', 'tls1.3:tls1.3', '-v',
        '-c',
        ':1301:1302:1303:C02B:C02F:C02C:C030:CCA9:CCA8:C00A:C009:C013:C014:009E:CCAA:0033:0039:002F:0035',
        '-J',
        'ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,rsa_pss_rsae_sha256,rsa_pss_rsae_sha384,rsa_pss_rsae_sha512,rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512',
        '-O', '-u', '-a', 'localhost',
    ]


subject = ProgramEnd(subject_command, 'tstclnt', False, 'SSL version \\d', [
    ('(?:SEC_ERROR_(?!UNEXPECTED_COMPRESSED_)(?:\\w*(?:CERT|ISSUER)\\w*|INADEQUATE_\\w*)|SSL_ERROR_BAD_CERT_DOMAIN): .*', False),
    ('(?:SSL|SEC)_ERROR_\\w+: .*', False), ('PR_(?:CONNECT_RESET|END_OF_FILE)_ERROR: .*', False),
    ('^tstclnt: Read from server 0 bytes', True),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005a0200005603045d93cf057f627e10b64d7f3f6344115fddc4674ecf874497425895deef41c24e0013020000"
    "2e00330024001d002003afcf3c8e90ce5fd7e6e7dc77590b34675edfa19b4cba5f8d87ccd08dedf663002b0002030417"
    "0303001d3db6d2e3e498c026862f2bfaf2977b3ae7e0aa317de9252789f83e81fd17030302505173d9d8711fe984cf9c"
    "e16dcf2a90d54dc4f9c5929c6bf50287ec6a7909009ecd36cd48ed5c2d237ff798c793a6171e901152df9e3ccdc851c4"
    "04a92394aa24100b5a5a76811c4829f478e3a8952ddf3c5d291343e6a502f65ae4907c63f7a5307d797f40bc07a2f7c3"
    "dd1deb308608bd05913f0768f58702672fe6744164db6470301b3d82341766fd99bda944c0ed02bab267ba05d09421b2"
    "6f333ca6743a42083cb076865a14d9434461777d201e93343df59ae6b720930c6b8c0cc700a1eda47535fd925e4d2142"
    "fe52f4fbed2d9f6e98cfccff2e833c4747253a1da2d58fb412ef11d834757ce51c5b56d85b556d3e8f9c549dd0510d9d"
    "88bf773b9fb5be6bfcdd18802108f74e6562df7ea6666023c2cdd7528dd12d742a5e08116903f6f82edc7e9cdf5dd9ba"
    "808e3ff584df5c724567a57566c1855c54983dd978d2fbff9323e483bc52d7c7bd9e1fb935544c35ded91e30189e54fb"
    "e78a8e502a10e5c8c70e482aa6eb637212eb1c739376318a5165917a345c17ede71fe82bce49c09442e44fd61a0bf575"
    "0f073edfa6d1af131b4194071bd03f135da08287015265f9a02f26b5b1a0a7e06807548258ccadeaaeee1ff89901c192"
    "ba46fe068ffebc33979b523c19abe127e83cae40a7a94440c4b33574dc482d7ed59a51291f21d2f99bc9f6384bab6e4a"
    "3551af16c03d595e8b73b864e6f5e4f398052c809ca1b52722b16e67a7854220cec4d8f2c4f40d0ee5c8fcc3203ed07d"
    "83e2cb6d9382e65dcaedd699e4d0c4b1d81dd1abecacb3a578a96e1a7c14e5f534df007c1c88340d59e34ab7751fc97a"
    "d35a7cb81f2d1703030061641aeea33ada86c99b3d1136e9ad2ee1fa55e2b5d3c9d9461e69336f891d1e458582437186"
    "69270d5773c999064337095cf8ea64dd954b5611c1b696f11d1032b2e8fefbd32c2b65632a7f6dad2bc171d54e46699d"
    "0288066014e04aa71158c4f71703030045c0cfa280517a8a31e4279d3affc3a335cf31e4dea41a6dd89e5be63f458620"
    "adca5c33db583191b083607a4ec9f93aed47508804ec57a99353de4fb7767f0e73f16718292d"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> tstclnt (SSL_ERROR_RX_MALFORMED_SERVER_HELLO: SSL received a malformed Server Hello handshake message.)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
