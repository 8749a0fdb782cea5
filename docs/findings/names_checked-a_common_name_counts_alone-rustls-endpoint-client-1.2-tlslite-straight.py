# A certificate without alternative names stands for its common name, as old devices need it.
#
# Clause: A certificate without a subjectAltName is matched by its common name unless
# hostname_checks_common_name is False. (Python docs, library/ssl,
# SSLContext.hostname_checks_common_name; RFC 6125 section 6.4.4; API contract)
#
# Came: step 3: subject handshake() returns, but it came to ValueError (error: invalid peer
# certificate: NotValidForName)
#
# Origin: handshake: subject handshake returns -> ValueError
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# names_checked/a_common_name_counts_alone[rustls:endpoint:client:1.2:tlslite:straight]#0

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
    "160303005f0200005b0303048883cdf6d481df77ddac68555e1d298e624408c39039077611656e48db48e820223bac60"
    "191d08b6d388198ed7b2a2b9463621de1436682cf7ada377c7b36763cca900001300170000ff01000100000b00020100"
    "0023000016030301b60b0001b20001af0001ac308201a83082014ea00302010202145ad4752f0f803b6321b7103dfa74"
    "80926edff7e9300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e6720434120234f7753534637543959773958656b57783020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a30143112301006035504030c096c6f63616c686f737430593013"
    "06072a8648ce3d020106082a8648ce3d03010703420004b6da4ed04803c4bcbc7d11b764c5d731ca6b4894a724989882"
    "253f26470288358be2d43a9945985558e10183364709e551b5182027dbe2f9ce6e252e7093a2dfa350304e300c060355"
    "1d130101ff04023000301d0603551d0e04160414f847ded7e2906971d84c5fa9e6e59b43b3b654ed301f0603551d2304"
    "1830168014ec44c3eda3677dc622fb561d7e6d2bfae8d35c65300a06082a8648ce3d0403020348003045022100c2d116"
    "8c9eebf728e1998b1ab54bbbf3b116daa64d3a416c62503586f082d31b02202c445e13c31cd523c21eb2f1329ef28b51"
    "708cdf35ae6970ddbe8f240fcc822716030300730c00006f03001d20b2a74c2b550bdd0eb0faab4fa74f35fd8a682d1e"
    "17469acea4ab90c9bd93982f04030047304502203a100cc759929199ed15794befaa3d0513b9baa83934b326158ce19e"
    "b7706d4a022100b92684ed6769582b33862c4de6e0b7b0613802519efa48921b178b7b634de71f16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> ValueError (error: invalid peer certificate: NotValidForName)', 1  # what is wrong, and which of the lines that begin so it is


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
