# An alert in clear where EncryptedExtensions is due is not believed: unexpected_message.
#
# Clause: Handshake messages and alerts in clear, where protected ones are due, are not processed.
# (RFC 8446 sections 2, 5.2 and 6; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac, but
# it came to no alert
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/tls13_an_alert_in_clear_behind_server_hello_is_refused[rustls:endpoint:client:1.3:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

import pyrtls


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUG6swmTTAjONaZ790LQbfvyd8fIQwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I093U1NGN1Q5WXc5WGVrV3gwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNPd1NTRjdUOVl3OVhla1d4MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
oCusGEiBGBnXNCkCB5f8eMkArd4xBzp2y62vtcx3mg+x0YmuaFEW1O6gcaO1gdXt
HDobTj5GSGkVO7qiEv/osqNFMEMwHQYDVR0OBBYEFOxEw+2jZ33GIvtWHX5tK/ro
01xlMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0cAMEQCICKFcr6lGSIt9EbjRj3yk1lpQAwks+3dYHjd8WAqoorrAiAsYCYs
Kko3t3bAT+/t7WTOqPwMs/QKYWMpikOjq001UA==
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


class CleanClose(Exception):
    pass


class RaggedEof(Exception):
    pass


def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"
    return re.findall(text, open(file).read(), re.DOTALL)


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self):
        self.data, self.messages = bytearray(), b""
        self.changed = self.finished = self.protected = self.tls13 = False

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size = 5 + int.from_bytes(self.data[3:5], "big")
            kind, content = self.data[0], bytes(self.data[5:size])
            del self.data[:size]
            if kind == 22 and content:
                self.finished = self.finished or self.changed
                self.messages += content
                speaks = self.messages[0] == 2 and b"\x00\x2b\x00\x02\x03\x04" in self.messages
                self.tls13 = self.tls13 or speaks
            self.changed = self.changed or kind == 20
            self.protected = self.protected or kind == 23


class RustlsEnd:
    """A connection without I/O. After an error nothing more is made of it, as its docs say."""

    def __init__(self, connection):
        self.connection, self.queue, self.leaving = connection, bytearray(), b""
        self.begun = self.ended = self.closed = False
        self.failure, self.coming, self.going = None, Passing(), Passing()

    def feed(self, data):
        self.queue += data

    def take(self):
        if self.begun:
            self.fetch()
        taken, self.leaving = self.leaving, b""
        return taken

    def hand_in(self):
        try:
            while (self.queue or self.ended) and self.failure is None:
                count = self.connection.read_tls(bytes(self.queue))
                over = not self.queue
                self.coming.see(bytes(self.queue[:count]))
                del self.queue[: count or len(self.queue)]  # nothing is read behind a close_notify
                self.closed = self.connection.process_new_packets().peer_has_closed
                if over:
                    break
        except Exception as error:
            if "buffer full" not in str(error):
                self.failure = error

    def fetch(self):
        while self.connection.writable():
            buffer = bytearray(1 << 17)
            data = bytes(buffer[: self.connection.write_tls_into(buffer)])
            self.going.see(data)
            self.leaving += data

    def do(self, call, *args):
        self.begun = True
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()
            self.fetch()

    def handshake(self):
        if self.failure is not None:
            raise self.failure
        self.fetch()
        mark = "protected" if self.coming.tls13 or self.going.tls13 else "finished"
        if not (getattr(self.coming, mark) and getattr(self.going, mark)):
            if self.closed:
                raise CleanClose("close_notify came before the handshake was over")
            raise RaggedEof("the wire ended") if self.ended else WantsRead

    def read_some(self, amount):
        buffer = bytearray(amount)
        return bytes(buffer[: self.receive(buffer)]) if amount else b""

    def read_into(self, amount, size):
        buffer = bytearray(min(amount or size, size))
        count = self.receive(buffer) if buffer else 0
        return count, bytes(buffer).ljust(size, b"\0")

    def receive(self, buffer):
        try:
            return self.connection.read_into(buffer)
        except ValueError as error:  # what is there was read first
            if self.failure is None and "operation would block" in str(error):
                raise WantsRead
            self.failure = self.failure or error
            raise self.failure

    def write_some(self, data):
        self.handshake()
        count = self.connection.write(data)
        if data and not count:
            raise WantsWrite
        return count


def portray(value):
    return value  # it is plain data


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and error.args[0]:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


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


subject_configuration = pyrtls.ClientConfig(platform_verifier=False, custom_roots=certificates(path('ca.pem')))
subject = RustlsEnd(pyrtls.ClientConnection(subject_configuration, 'localhost'))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303007a020000760303b278f13ac12a249615c9029e0a1514caf75195f166f76b6f1440080e91d03048203d6d5ff5"
    "5548abdd812cedb6dde7cf134e5d8ba9387c5bd35f75ae968ccec857130200002e00330024001d00204cb9353671e7d6"
    "e69712984f0360a2e39cf8066532dac5c74e1d7295a6fa762d002b000203041403030001011503030002022817030300"
    "17816e55df322c2bcac5610ace90c10eac2fe271657e063e170303024f0a9fc6160d89af9f7047266f2f068909b4078e"
    "ba0a95a73502ab771202405e6b77af220f5b432b7afba191c1199c1043cb702d7e3a613475088e56834caa7701d2e876"
    "bc5ef9ef73c9ecebe314e136c7fb62f61d3de56b3028b5f898aebf840b93737d0dbac93b4996eef132c872504cd71f36"
    "307c02ae2e3c1256c9d8730e9144d8846e73e600f5a2de9faca28c53e85b6c2651e2baba72c1fc5ca45477e654eb8c20"
    "b01ec5fffb54d83d2c99a08a6329f86d9c58d3e5acd7fbb14017e90798c97d617fe6367e6d4c22082adfdbe4ecbbff4b"
    "95ca08e0c1f52b92105bf778ce3397b15d465b3cfeef39199276eacca891b1bd7629c20033ef2eaa062037e58e63bdc3"
    "0a01095f76bd9d0897a0f80376a152c53590dad26d8441111ad6b7786e88e7d95196fe776d1481a1933aa19088854faf"
    "fbc268775a2460c912a9c9cdb85e7db083abc2e244c8dc5789d7d486d18f461b5b5e5d74a40502b07f90bdf4fbc77df0"
    "eb4a88fc51a90d90f42789deaee56841210c62013d2b73f21d6c4e4b82c4793ecd709a88f76d9024f2435eb0533c7c85"
    "d4abda352c75074504ff8441a9134cf6be9b40ba3e2eb529874b54035bce45f1367298be5d5d581c5bafbb141ba545b3"
    "c88d84e8db8a18f41531f13067bcaf584e8da89aa6b3de3853c0be7b2c3667047a0280aca316446c931886b12ac6f9ad"
    "fa47c5cb7a09c9dbace797edbbaf4750e1f7a44afee6fdaa019ea3eaffbf0182f7fa70f959790cec0de4346af9caf1d0"
    "cf9b3b0523e72e8eaeff74ea69d9093e1c6d41bed3411d5721558c057eb0287e448057fa0eadf654732812ac17030300"
    "6032cf69c0397fe097713d947ac5749d85d0053ecdecc688edc313b2b357550486f5f9ace93810c75ba7557712606168"
    "d09eba53080fa0355c2746ce5d1f03c307c7bd3ca644d138c5f1de84bb5aa938003ced075b0cdde1a76551ba58a423c8"
    "701703030045bee5591932e7ab84bf85303d5fc68208f4f4a4bc455582d941a794f1bcdbdb0546ca5c7ddb3d3237515e"
    "b77d45a96df7b1f5097aa39067b53ae7b5e16e0946a7af99aa8ef3"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call("write(b'after the end')", lambda: subject.do(subject.write_some, b'after the end'))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))


FOUND, AT = 'subject: read(65536) -> ValueError (error: received fatal alert: HandshakeFailure)', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    if not arrow:
        return line
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
