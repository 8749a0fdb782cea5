# supported_versions that selects what was not offered, or less than TLS 1.3: illegal_parameter.
#
# Clause: A client refuses a selected_version that it did not offer, or below TLS 1.3, with
# illegal_parameter. (RFC 8446 section 4.2.1; MUST)
#
# Came: step 7: the subject alerts fatal illegal_parameter, but it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal protocol_version
# [server_hello.extensions[supported_versions].version = 0x0305]
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/selected_versions_that_cannot_be_are_refused[rustls:endpoint:client:1.3:tlslite:straight]#0

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
    "160303007a020000760303eae84b95861aabd8b72c4a07302194ab24506082b7d4fcfe9e4aeea8b120781d202cd203b6"
    "9dfd4c0fec6a49b970041909919b4e84037aaaa1f7b58fc4cbaa2e5f130200002e00330024001d0020ed26e32b69945e"
    "3c5136b84d3dee58a45a1465d38e8826e6d810c55163ee1a09002b00020303140303000101170303001773fa793e1d26"
    "448cd4398061ec6b3e1d52297475512bca170303024fe8b8a36b01d2aab02f1f308c27ed2cc2d71adbdfaf128798ee8c"
    "6a7471e9f7fa07c83ab309e9066b33018a99c95df26f26996deb01f04a25ab21c9aa425dc143545d874ec70dbc6d3047"
    "5f535b13407be7a943e824451aec52554684e33417fe2cea8456db9ad264781351127862eb40f1f22e5fea9e4c9fcb9e"
    "3a508578ab2947984c393ca1d0fabc0a358092a63494f564de9c0e8ee7530d552902263f0c7f9eca2f8a337242f99049"
    "6cddb47722b54d3700408978730618009b96b6f92573eda2957cf6cd101d82d296efe06e64f151948e2daf1bee7d0a8a"
    "d73598f4235d1e34818ea743531194a276c0a4d762dc8752e3f0c7f3acf44241ec860effd57d19d97ae423a7e6c7f894"
    "4caec3d9b3f93c1ed95fa10826ce6f8807949579b5ddeff87b6e806635c87f5dcaa0c0d6dd336d327b6c7b0ea031771e"
    "f88762a6a580747a18a75412e793032d6a6e1d149b3bb5c42ff26e470373ae010a1d20f7e568351a096dff8218a1acc3"
    "f7bfa1fb049aa5d7e565a27290e60bb3ccec173bc1ded44e608707b9fc96bb1bd256a0d4baed9d02423b1fe2cf75870c"
    "9ba9bea88567d254ce814a8de473e21b15d8e57b97497767e39eda61bd8124db8cda473964f870875a3d53501cb148c7"
    "6e9468adcb9fa73b16d0d32122d8e8a107bbec68e2eb41b9bfe7bb0040863e126a1bf6d659329e4c48ef46fa335c794a"
    "541c2f8fa3826bf82fea3e2008a06b1759dbcd00dbb3ba30315609e958860ac5734f4950f35136c57fdff1339b922e36"
    "3447141a7a4bb8ec1aca97446f0e4136ed063ed0437a377701713853c59bc02fafb87a36b517030300604f82aef1d613"
    "f40ad771daaa891dcfc60e2453ee7c8f74fb81925e814886c3eb9934198c8f5462fbe446eac2aad0e2e8b2b768d993e6"
    "c745c8a29ccf14b9e23ca3133e7cda4c3dfe12a2a574376cc835f4e7b1386e7e12993cf0a2f854ac5cbc17030300459a"
    "5481f4a601385179ce6dd0a3490fd00d22d1025a9ded379183a46be4c3fcc0a6f74c57dfe3475b403a16171c7103e4f4"
    "ac702b5bb5ba54bbb40bd1a8a7a5433a540b67b0"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = RustlsEnd(pyrtls.ClientConnection(subject_configuration, 'localhost'))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303007a020000760303c1abf058dc5c392848298c0b44f291152c921fe15477609341b2a66a8f8bbed4205d899749"
    "9f341d53294cf0e701f3c7e9aa5bbe6de0a465f119e758bc0468d47b130200002e00330024001d0020f98013d33f2733"
    "8901958837c038a8d7a8a6be2328769d6f383b9d9d3857702e002b0002030514030300010117030300179200066723f0"
    "12c6ad38fdd419a192c887227ea1e45500170303024f33a2faaabcbefa92940567ab5e01334236005419bc12ec590fea"
    "85eadff55fe49d82c0f7167b901748a69ae6f5fac392825ad278f1e6af0a42b175966c656a46b3f35e1db9508b374e4a"
    "5397988dd9e6e93a2c822ee6ec0541c76faa6aa8fddae5fcff1bdf756cb027555ccd79366df2d3e1e4de3dae89647989"
    "b5dbea0997748c0c594c04d473f6a4c5be8052bb6e800f7692032aa9804bdf85ba3fede62ab1130b1e30c6c3bd2e6349"
    "2688e52526dbd08fdf5c787359a143ecd4736e3f74eba8475ff5e01db58bd9b309f4582e2429334052555cc50b35e4f6"
    "030ed8e7c3283ed66115bca2d1917b359ddf6e64771bc86e17690233555e8738ba87f32bdbb12836299c427afdd1ae57"
    "a19eec93607308e1a2f42f142435ecf8a7981a9d598e12207c3c75d3316ee65af5052d0c3b0504a23c7aaef2a60911ce"
    "749e4589b5a78b2be4924d63a39fdcfd2f72dfd57de5a41634a725b8127a58e3e02e2870c8289399626811314e160cbe"
    "b3ff4290c1b1b848cc779e886f498556e44b303d064118557f573d38bdf84e85c633afbaee7eda24b8a3fabd726a3169"
    "a2a7cc2bfa3517ef2b715761c26178a9f355ab8ee6f4fd5118f6db48fd26eac2373083a398d2330d2c61dd21983d42df"
    "33b7e1b209028bee69ede61c16e28e2e4c96af81b3196c4ca0cd328dc6ed2652df05cf85d14e04cc61237ed92db0a701"
    "324a0e0c8b076e689518b4d06bee22227ffcf9bb1aaffab3a0d1fc27a3b50ae58883e891cae2d58f904ede178f858902"
    "a6596b29e00667ccb5f33282d95295a6de1a22788c7a88ee80a0219dc3e217d24b3b71175c170303006045fa2b6e9ed7"
    "3946a6e82889344260d90b55879c4185969841e2f96ed9491b07feda20e05e76953a0ce0bea78cd76a2c2c619d61a4cf"
    "2438ffe9839618c60ad53c94f155333bf7a1426ab8f5ad9f283969d9113a77c01e9f2466075dae012b57170303004555"
    "9706c2dfda7e322b48d3279489ed720e4db975834a3539631d4537615f51b5a411a8f2df9861ea5f3c578ac11f35729f"
    "ab6c32409fdf51f010137c79592c4cecf92fca80"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 70', 3  # what is wrong, and which of the lines that begin so it is


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
