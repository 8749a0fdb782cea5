# ec_point_formats of a server that are empty or longer than they say are refused: decode_error.
#
# Clause: Point formats of a server that do not parse are refused with decode_error. (RFC 8422 section
# 5.2; RFC 5246 section 7.2.2; MUST)
#
# Came: step 7: the subject alerts fatal decode_error, but it came to fatal unsupported_extension
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal unsupported_extension
# [server_hello.extensions[ec_point_formats].data = b'']
#
# It needs gnutls-cli, gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_server_hello_extensions/malformed_point_formats_are_refused[program:gnutls:program:client:1.2:tlslite:straight]#0

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
MIIByjCCAW+gAwIBAgIUKPC1PF1wi2sGjhsVqFZ98jCCuqcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0tqd1FHYmZYNXo1UGk5cUMwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNLandRR2JmWDV6NVBpOXFDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWgiwBWNJU/HVdLjtf5eT2FVqfJie5a1tRYpj929YYLSeZcUItGN6TEC2oureps7Zia48XnApAVR2rxzB
PiePuqNFMEMwHQYDVR0OBBYEFHjbZNTs/jCND4pZjfXuyjO/xsWaMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0kAMEYCIQCpizTAXqEh+4QujsFJxOp1Nh2MaDSwX5aO6JfP88vfBgIhAIp/REqw02WqN5/wARh/bGA0p29c
nyr0o99B4yJYQW54
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
    "1603030065020000610303734faa28d29f74cf4453a623dfe737217790ded6ea177708d9714945b58b1957202f2ff81f"
    "88b298f62406182e06c5f3a4f4954e1c6dd694f7ac5060277455f009cca900001900170000ff01000100000b00020200"
    "001c0002400000230000160303023b0b0002370002340002313082022d308201d3a003020102021416128d3b409b227b"
    "c9d70eb7267f678511c440dd300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e6720434120234b6a775147626658357a3550693971433020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202348394b4330474344365335766d414944"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004c395b65adfdc349e840bdb9c25d95b0bdacc3e5b5a"
    "0fd4dfdf7e87030ad014f9c9791036640fd94a5a288a64e5bfa9e1e3a8f1c388b90e41a50054f436e5f8bba381a63081"
    "a3301d0603551d0e041604148fd2522e23130e5e2f35872da79b9b70345ef0f1300c0603551d130101ff04023000301f"
    "0603551d2304183016801478db64d4ecfe308d0f8a598df5eeca33bfc6c59a30170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100b3dbedc4a9bdb289"
    "bab3312714308edcf001f5614b41e3f80730419875ff726402205c8d2cbcd5645a5ccf614a917031af242c598ca59bd3"
    "c674f26e1fef3240a7ef16030300940c000090030017410475044b1b9f2fcdaf21c0dc5d70143eb22d58e1eaf159c087"
    "5e2cf0b124aa72901c3b08e666fe1ded90c1d2de9bb9f16c4cf548bdbe25a9f16451cf21296e34a50403004730450220"
    "6abc6634f8d3c417b873477bbad375d5088eebcd4c9911d080c1c7e9d085781f022100ec5ce26c432190b4859e8308be"
    "07df4364cabd3f70baaea75dc7109ee0869fc416030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300630200005f0303230713565903f60cdba1999734372540b1589e510352ac8fde9e00e28bb7daa5203b3ea406"
    "6fda9e6ee765e33e92548d2013ca887aa52e967b7c6152832cf5bbd7cca900001700170000ff01000100000b0000001c"
    "0002400000230000160303023b0b0002370002340002313082022d308201d3a003020102021416128d3b409b227bc9d7"
    "0eb7267f678511c440dd300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e"
    "3131253023060355040b0c1c54657374696e6720434120234b6a775147626658357a3550693971433020170d30303031"
    "30313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076"
    "312e322e3131273025060355040b0c1e54657374696e672063657274202348394b4330474344365335766d4149443059"
    "301306072a8648ce3d020106082a8648ce3d03010703420004c395b65adfdc349e840bdb9c25d95b0bdacc3e5b5a0fd4"
    "dfdf7e87030ad014f9c9791036640fd94a5a288a64e5bfa9e1e3a8f1c388b90e41a50054f436e5f8bba381a63081a330"
    "1d0603551d0e041604148fd2522e23130e5e2f35872da79b9b70345ef0f1300c0603551d130101ff04023000301f0603"
    "551d2304183016801478db64d4ecfe308d0f8a598df5eeca33bfc6c59a30170603551d110101ff040d300b82096c6f63"
    "616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b060105050703020608"
    "2b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100b3dbedc4a9bdb289bab3"
    "312714308edcf001f5614b41e3f80730419875ff726402205c8d2cbcd5645a5ccf614a917031af242c598ca59bd3c674"
    "f26e1fef3240a7ef16030300940c000090030017410441c5d08f2c0f91f36c661ef6ed74125562d681aca0011d4f76f9"
    "30bbcf9a6e58476a4e361b74cca629f263a4e6600e26259b49d5ccbd4de873f7a8d54901cef304030047304502201076"
    "281da0be0815027272352038ab5799f7f7e59614f2cc3b1a7f1b692f04ba022100adb21141e464362db17b648d9043a9"
    "268e377d214064984071781e3ee7b434c816030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 110', 3  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
