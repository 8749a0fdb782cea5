# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to openssl s_client (:error:0A0000F4:SSL
# routines:ossl_statem_client_read_transition:unexpected message:../ssl/statem/statem_clnt.c:396:)
#
# Origin: handshake: subject handshake returns -> openssl s_client [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs openssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[program:openssl:program:client:1.3:tlslite:straight]#0

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
        'openssl', 's_client', '-connect', '127.0.0.1:' + str(port), '-brief', '-min_protocol',
        'TLSv1.3', '-max_protocol', 'TLSv1.3', '-no-CApath', '-no-CAstore', '-CAfile', path('ca.pem'),
        '-nocommands', '-ign_eof', '-verify', '9', '-verify_return_error', '-servername', 'localhost',
        '-verify_hostname', 'localhost',
    ]


subject = ProgramEnd(subject_command, 'openssl s_client', False, '^Protocol version: ', [
    ('certificate verify failed', False), (':unexpected eof while reading:', False),
    (':error:[0-9A-F]+:.*', False), ('^(?:write|read):errno=\\d+', False),
], silent=True)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "140303000101160303007a0200007603037b8fe7e54e4c926143b620af4a96901822c6c3a23b0cea3f657a00db43d53e"
    "a82010d66a054fc4fd6821c4b0beaf40833ad5ab3dd2fd7d89c1b5d3b3cdc7f46c27130200002e00330024001d00207d"
    "071d1faf1f106c58d9aed05e33263e3813b7f353bf38a389f20cefa960af7a002b000203041403030001011703030017"
    "bbdebb0535ee4ce54d6f9c9be8dcba6e82af9140505a41170303025005db6081836f2a523387d6b4aba33095a0cf2d7f"
    "3c60e942c32e6011bda2c8325cddeece6b5491f9db53c69468a94a9412a6f4d4a13f3b8eb49509a9804c3bf98a778ace"
    "3c4b1cbf80c48b1d754c791046753dc0005a685342df386f7265922b3fccc14f3056010895f70bd0c9cb6078811cfd1f"
    "7dec28c1e5a063cca17576d40510f6a513d2b1849bfc3177a4d4138a4868937fc9a597778d3ac642f66a873ed3e0c5d9"
    "d982877aad7a88e72aa8aaeb03483089995b99527fda3a844901f987af0bb0d28e8514dd2ae1f71bc95e1a140d73b76f"
    "8b5c04a2cd8332876f37d64a707c05e61b3ad33c889ec929e68765b8e755d636273226fd6d8bafb1c2a5efb42a6785e7"
    "f750bec672d15354de839353f6a7fd532de65413cf62a2b7cc29b3fa874ceae0860c4f1a5ddfe63996ee04cebd5602ad"
    "21d4674b7ae1de425a327dd0c0d9590457dce515837f6b256b2a3425a5255b479768caed4d71701174b581a730eded2a"
    "95ad2a0af6446b250aefa4cdff30fe9bee0cdead7293646a6f3acd988fdd7eb392478fe839825243735418e8f32a51d3"
    "2e0e703b97783029ebd906eac6faaee44461c32e6abccf3ff1e98bf30f2c9ca3cc124bc12ec9d547da2638f0c6af3b1f"
    "751d17ac589cf1b909bdf3554ef6233ca42947d498e9d1232d94280bc5a6819e64c109c865fd001161e8a24541f86e73"
    "bc46a654f63782acc2231afeb24cfa486fde393601b240890d28ad3b2c5fddfc7a1997daa1f795d7461cb81e7c5b096c"
    "06ade760fee19d8feec52802fb4f99d38a70b8a2c2e2d6a35df37e37cd203e6bd9fa940b89cb76116e3eb37b17030300"
    "605257758e68242eec9419b1fb12aa138182f0ddc42e75389f36886db8f8a02f61c19f9cd1a5ca6b7c135a9ab64d412b"
    "9435b7b2ca8931ed3e7063f029cca7c5a467ef16489b737d0ce016d0c1466bb40aa4666537e5d7e9b6126b991bf6d8e5"
    "9117030300457e2aefe974a6c12c63da64a3ea76b4a9380ca9b9e1ce7f9361aa82f8194b77d522f57200e22b9572a62a"
    "1b9a399521b981876ac968dbc033775753dde876589c6abead9aac"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> openssl s_client (:error:0A0000F4:SSL routines:ossl_statem_client_read_transition:unexpected message:../ssl/statem/statem_clnt.c:396:)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
