# HelloRequest within a handshake is ignored, and does not enter the hash.
#
# Clause: A client ignores HelloRequest while it negotiates, and leaves it out of the hash. (RFC 5246
# section 7.4.1.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to ValueError (error: received unexpected
# handshake message: got HelloRequest when expecting ServerHello or HelloRetryRequest)
#
# Origin: handshake: subject handshake returns -> ValueError [before(server_hello,
# message(hello_request))]
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls12_a_hello_request_in_the_handshake_is_ignored[rustls:endpoint:client:1.2:tlslite:straight]#0

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
    "160303000400000000160303005f0200005b030393c6986b88e83c6bc57578775b4327f22405d26516f63952a8cc14c9"
    "0613a9e6207649e3aff6a9db5bc7a0072e638a47c2e21804be968af92a18a4e2929b0c9a18cca900001300170000ff01"
    "000100000b0002010000230000160303023b0b0002370002340002313082022d308201d3a00302010202145dc4e4064f"
    "ee4719d2eead04f71d059ced53489f300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d6520"
    "76312e322e3131253023060355040b0c1c54657374696e6720434120234f7753534637543959773958656b5778302017"
    "0d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573"
    "746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202352364e504a766f374e5338514a"
    "63456c3059301306072a8648ce3d020106082a8648ce3d0301070342000403144a5290b6a4fbc6b67ef26b7436088632"
    "8cfc6aa0770016d926219ebe4f04d8318cedb8367dbdaad2469c90a015c87cdbfb1fd4b7f8c8dba25bbf8afd334ea381"
    "a63081a3301d0603551d0e04160414675342fdca38234a146a64415aeda0e361848189300c0603551d130101ff040230"
    "00301f0603551d23041830168014ec44c3eda3677dc622fb561d7e6d2bfae8d35c6530170603551d110101ff040d300b"
    "82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505"
    "07030206082b0601050507030106082b06010505070303300a06082a8648ce3d0403020348003045022100b8198979a1"
    "25940b668d24291308e638d8a0f5233da0b437b743a21e5306672c02202ba465cd487b3cbbfe78064231c8113f09f9d3"
    "c2deef9b4460b655308c13fcee16030300730c00006f03001d209df81d71d79fca12bd07723b810848bc2039039b26c1"
    "09cd1abc899425d0956c040300473045022100c663008ae9ef999646d56ec61d663a467d6d784cb30b564da72b2d818b"
    "1c4e5b02202deb81fb1bfe98afbaa38e605187b2718910933f059ca3e2e7f9bc50e20906c216030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> ValueError (error: received unexpected handshake message: got HelloRequest when expecting ServerHello or HelloRetryRequest)', 1  # what is wrong, and which of the lines that begin so it is


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
