# The same extension twice in a ServerHello or in EncryptedExtensions is refused. RFC 8446 forbids it
# without naming the alert: illegal_parameter, or decode_error.
#
# Clause: A client refuses two extensions of one type in a ServerHello or EncryptedExtensions. (RFC
# 8446 sections 4.2 and 6; MUST)
#
# Came: step 5: the subject alerts fatal illegal_parameter or, tolerated, fatal decode_error, but it
# came to no alert
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, fatal decode_error ->
# no alert [repeat(server_hello.extensions[key_share])]
#
# It needs gnutls-cli, gnutls-serv and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_server_hello_extensions/tls13_an_answer_twice_is_refused[program:gnutls:program:client:1.3:tlslite:straight]#0

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
MIIByDCCAW+gAwIBAgIUQZ1c25TsiICJliI3nmCwVcmx7IQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0htOXVhcFlweTdrYnFKbWYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNIbTl1YXBZcHk3a2JxSm1mMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEX4JQNFxSiZGruqaNIywwJSc2JTTOqKn8mSSgpNav6XGMsBN2jGF6zy8zNldFVU4+HmPTreO3P9USDFRe
VauYW6NFMEMwHQYDVR0OBBYEFCxL7pIAxvxpjyafFKyKvipBNX0PMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIBIF2JkthsM5TVBkPJlCPNGYCCgQTdKKFU1q8ulaHZU7AiAMvAd+CmjW1CM0mphdFx/nTjx8Wi25
c4NLzm3DM19aMA==
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
        'NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL:+VERS-TLS1.3', '--alpn=h2', '--x509cafile',
        path('ca.pem'), '--verify-hostname', 'localhost', '--sni-hostname', 'localhost', '127.0.0.1',
    ]


subject = ProgramEnd(subject_command, 'gnutls-cli', False, '^- Handshake was completed', [
    ('^\\*\\*\\* Fatal error: Error in the certificate.*', False),
    ('^- Peer has closed the GnuTLS connection', True), ('non-properly terminated', False),
    ('^\\*\\*\\* Fatal error: .*', False),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300a20200009e03039fec55bc70d0351c1865276650d3b72ba5ec2b2796137cb77c14f38066f03e8520b710ce4b"
    "46c09896aad5d0d492cc8ee8c32d38e327a5240c08772508af0a6ab5130200005600330024001d00200af68d45183b5a"
    "91ab805a3f668ffc52d5ba4b7bad848856ffe3090619dacb4b00330024001d00200af68d45183b5a91ab805a3f668ffc"
    "52d5ba4b7bad848856ffe3090619dacb4b002b000203041403030001011703030026bdb048d532f7da2ed06f11f3b06b"
    "ed69b13e96bb46fab094659f68586782a4516c2b23c72e8017030302503eb43f03bd69e52faf371a1b4f96a3cd287280"
    "ed2a2a7a3d2b7a9aae55d4624dfe7c4ff2c51cd7654f9b72cd1a2d0b37ca4526cc15ab1f9d962b199ab7654e24024fc8"
    "c336e487509a66974d93316abdb05b8d09cb82d7ee05b828ae111e6c61e3d768398167a0dcae5dc2ceb59b47e5c0faed"
    "2504bcec4e791700042c87498ad9a12102ef3ab35bb9297b56a7ba6c75bfa6c4fa1b7bcb0a6c903f78882689877a5b88"
    "97bc14b427df10370da4cf2ffaa17698efac39df6698361551819f5c788caeb99774e61673b9148787bc08b7b58d3338"
    "e64cba193333007c59bc73783639b96d6615bc8d03afd9c5a4c4ed2b695f5f4caa9f9aab2f1663d98977671dba07d7bf"
    "33b0ab4d4fb570ece42256c71d474a5c3d36a7c44ee3f0a750b55d8ebf17a8fec1c217a856af6e2a6f1f73524e9df689"
    "1b2c0f6be770d2d15525668bf5c7210f4010c8ce677998b286b8f3e7d9d13633cef8f4b46751685c76a10440ab7d7082"
    "75d9ce274052a84c603a4b1ae3ae89e42b51806603e5f53e09ab9be81163890e3a9faaa51dbe2113dc79f6b2879ed300"
    "8d49f7545add162f200c04dd8e305e633a06b42a08c2ddd361f69461acc9b5ea5057747d420469f07f33fe965903f487"
    "f47b10351383086731ec06411bb6fc48ff34fb3cc2d4ac64f3ef669608dc92a0730f13cb162b7df5d5ef178a47ef8f57"
    "e43892535bdf2442cdebbdd1d4decd26f978a407eb2ed62754d5d933b1e5a60a17bfabffed960868df95677a3410d237"
    "7c604efb5a59fe82c28b5c35196fb15b78e014e0f7732e165ffd402086407f7166c34363b722cad6e1edad65c5170303"
    "006027d0c0018ce53ca6fc6d932f1268c7956ab42da9d12e0fc24000ea4c03d047779b978d83c91fe6139f424cc7fcd9"
    "6159c8ce6a4f088583c088aed412582305765bc78c544d44bcf93798eb459e3b324d7f9bca7c095af127b0eeb1b42746"
    "4aed1703030045197eeb37e7929c84a46b2c8d220ecdbe3d5541be9b008fe78c701970468379e1940b4d4c5a919f985c"
    "5926a3f39cd30196e0638efe62e6a63a0440371c8cc07500b8becde5"
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
