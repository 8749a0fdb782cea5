# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to ValueError (error: received unexpected
# message: got ChangeCipherSpec when expecting Handshake)
#
# Origin: handshake: subject handshake returns -> ValueError [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[rustls:endpoint:client:1.3:tlslite:straight]#0

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
    "140303000101160303007a0200007603037750056e9b9e15023a61992bfff7f14b6f8356d68d4b7c180c56bf380ef3e7"
    "17207af973fece006749f8a4135c0de69ab116bf60da99e70b00f7a720eee44a0b0c130200002e00330024001d002022"
    "93b3de2af4e3603de0dcb0159ceeebe5b482cee9aeb6d86e5cfa80cc873e19002b000203041403030001011703030017"
    "7019ace0bd3edddf3336171ecd2256cfd48169141e0c60170303024fb2a088011f5c29820623bd6dd5895bb5abcc39fc"
    "f0f2c443e2823cca962478a8574c0b5e70519d8cfefbfb8ba70a578185f55bdaa587577abee3ee986f486af81f16bb61"
    "ce068242c52aeaa8247670f85d6da4d3eb3f9428aa36a5df182dde2dc4d529d7c5765a76306895c1e3423a6c4ad9d0b6"
    "d28259a3f971fbd2062b02c0cdf20edb69a5ac0afda6b5e61a20b2301c2f3d2e0093c7532fdc7a1f1a2fa7d05772ec5b"
    "8d445bcf00af95ba7bf22b1aa1f71d6effff21ee349e766d54fefb611537aa36fada14ca41f3df3c53ead97f511a3f51"
    "b9c1066bad95b4356688fe0321db73437666f13d18b2f75da62f24d9bb8dfbfa9e5a39156b6a029e53faf20ee791a359"
    "d9e1048446581840b6b2faa18065b0f33417d018a01235080a187a4394aa2a4233012271795492b48b3f75d8cd96b839"
    "8af90bf7552af080f76a89d0bc47b27cae2d1a69c2e0ec9e81d7325512caa652d210d183d1eefaf4d2f5dad928909799"
    "c351370c179cd62f57f8f85906ca3d8fefa0c90834b41693cbd5850e6d00b1376167fb6e4ec3bb2919cb9ba6036245ac"
    "9508b0cd03483997d6ef9b47d24661ac81e31e24870ca4a5d904389bfbede339402a0fe0e048a616c56d16690fc69a5c"
    "7a068108c11892afcf831fcad25c3545a569cfa1c33b6c13cb7bb15a123137decb3fd20da262dc4d62c55b452545df86"
    "9653353bff087cc1cf87a2cf6220785ab710cb27b6f299a00fbcab4f035db1686b977eb4e25d96f48522f4ea6befa72f"
    "3d74ae0ff7d817a4c7969930db02b72c2c1cce06585dc5d602c9366b192da91cd7dd389b7298c8a167fc831703030061"
    "2edb248c1c478b5d0f575079a4adadaf800ddd5cc42c94a5de17a5a8acb2b23bcbaf1002a2436360a0ac2524e8f23655"
    "08dae886f36e7cff3c74039d7487f0fb5d75a9bf98d5a56f3f668c7682407618100a228b3c36af85d9e23e297c8c10c5"
    "5e1703030045f19137981562ef453adad10501d05b198bcd425c1c64776a43083d21a74827ad6db38c5b3faa5adca2bc"
    "4ef82c70815de21cf992ac194f89346ddfa2f70a99dc80a3483a68"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> ValueError (error: received unexpected message: got ChangeCipherSpec when expecting Handshake)', 1  # what is wrong, and which of the lines that begin so it is


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
