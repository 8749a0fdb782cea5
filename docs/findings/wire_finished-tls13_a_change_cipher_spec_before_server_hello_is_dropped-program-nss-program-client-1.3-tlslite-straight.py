# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to tstclnt
# (SSL_ERROR_RX_UNEXPECTED_CHANGE_CIPHER: SSL received an unexpected Change Cipher Spec record.)
#
# Origin: handshake: subject handshake returns -> tstclnt [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs tstclnt and selfserv and certutil and pk12util and openssl and nothing of tls-harness; its
# exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[program:nss:program:client:1.3:tlslite:straight]#0

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
    "140303000101160303005a02000056030345496e20539397e54c679bad9094ab0fd20b3c610cdab9a6dc55db631b4a61"
    "a400130200002e00330024001d0020622b590c798022db82bcedc35ecbf84c713375f0a58b64acda9a720549bb760500"
    "2b00020304170303001d5fe652e0619b7b879f65ed0eb5d7c4c695a9ef270452b2a4232b4d631417030302508355112b"
    "363de8d033b726802cc60960facc764c17bc18fb06f98f90c99b8a5075d72f1835d55c9bb90f5aaf836064825f42c4d0"
    "0e63a07dc14c7b94c3946181f72fc974c892fc65945e30af097791622e1435488e02625dcfc75b878674439e4acf5fef"
    "f733b62419bed9e69f60916566a4f6d28ea661521fba6aefe50365a6d0e9713fde831c565064710ff82f511f26507a7d"
    "50966c3c9f3e1f214a1bae87bdb7c8b4a7b3bae2d9b11672df3776bbfeabdc0eba70a3f278fe471918e1d6a8e6cd3f80"
    "3cad98521dbba90d0e83b3ab063ffb05c0ef200c96a830496f0abb56e3f9b701c3fd138aa2b7e61c097921f53993f4ad"
    "57b1e4cd6d084978dae380d455c7923673ee1507a1d16b4c5b6625aaeb66fa7a5149578ce7e5375122aeadc071460d72"
    "0679c0db3f338d980d4c9ebf04b505ae5c09d34c0e5a47425255fdfe3cf06c20fe8eabd82dfc0c8344c7d2127626297d"
    "7e58f1a423a6cf7f21d7adfbfafe6ac1c94bdd56e304e3fdd34da0b960d4177d699dcb03b2e7f55fbbcfa7264b4bbd86"
    "6abd5b289adc3b0e803728b145444cda3893615d5657704d86d2f14e4928e817576e2d79fe3b2a7b82399ca2e4a6b1be"
    "33bfaf96843b83b13459e0660fc3fa3273fc0ac68856ea91275647cbe27a71eb245711e805a6aca680209bfb4246363d"
    "1c8904c7f74de76ed63f8384192d17b79f338954b1f5166998dad55ea8e943687018f45995af561f7eebd4cd39b42bcb"
    "e60d1c820f1dfc1cb25b238a3f88a79770f8c812dfdda1ff09c052c3f4da89de048701277dc71d638df2be03647551d2"
    "1934dfb8dac0b51529e383391703030060598c2170eb6890cf3327f56055521d67bbd7ede4ca96d256f2073b1fe0b49b"
    "871c547603ac0d7c5a304f63b1bcf0ff33a5adf48aca99310c9cf837531871f4822070f6ff7443f53254e096d969393c"
    "f0e1a4f4d5ac53a7f567331168f3980707170303004540ad38725c15876be0e6ffb635c3ac6a7828e42e6de68455844b"
    "1b568f579fb2c2d47ded0fb47d9c3a24e5c2cf41181f21b4f9b0b39b3b0fc82e4f671a33d22c54149a4ebf"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> tstclnt (SSL_ERROR_RX_UNEXPECTED_CHANGE_CIPHER: SSL received an unexpected Change Cipher Spec record.)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
