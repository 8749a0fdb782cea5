# A ServerHello whose supported_versions selects TLS 1.2 or below is refused: illegal_parameter.
# unsupported_extension will do for a client of TLS 1.2 alone, but this one offered TLS 1.3 as well.
#
# Clause: A client refuses a ServerHello whose supported_versions selects less than TLS 1.3 with
# illegal_parameter. (RFC 8446 section 4.2.1; MUST)
#
# Came: step 4: the subject alerts fatal illegal_parameter, but it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal protocol_version
# [server_hello.extensions += [extension(supported_versions, u16(0x0302))]]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_downgrade/supported_versions_of_tls12_is_refused[tlslite:endpoint:client:1.2:tlslite:straight]#0

import errno
import re
import sys
import types

from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey


class WantsRead(Exception):
    pass


class Wire:
    """As much of a socket as tlslite touches."""

    def __init__(self):
        self.arrived, self.leaving, self.ended = bytearray(), bytearray(), False

    def recv(self, size):
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data):
        self.leaving += data
        return len(data)

    sendall = send


class OverWire:
    """What both ends have in common: a Wire, and arguments of a handshake by value and by file."""

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def completed(self, options, settings, chain, key):
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        return options


class Misuse(Exception):
    pass


class TlsliteEnd(OverWire):
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options = self.completed(options, settings, chain, key)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def do(self, call, *args):
        if self.version is None and call != self.shake and args != (0,):
            raise self.failure or Misuse("the handshake has not finished")
        try:
            return call(*args)
        except (WantsRead, Misuse):
            raise
        except Exception as error:
            self.reading = None  # a generator that raised is at its end
            closed = isinstance(error, errors.TLSClosedConnectionError)
            closed = closed or (isinstance(error, errors.TLSRemoteAlert) and error.description == 0)
            if not closed or self.version is None:
                self.failure = self.failure or error
                raise
            raise self.failure or error

    def shake(self):
        if self.failure is not None:
            raise self.failure
        for _ in self.opening:
            raise WantsRead
        self.version = self.connection.getVersionName().replace(" ", "v")


CACHE = SessionCache()


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


subject = TlsliteEnd(client=True, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'minVersion': (3, 3), 'versions': [(3, 4), (3, 3)]}, serverName='localhost')
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "160303006b0200006703035aad81a11c33a7c2abe5101fb29585f1c7ea17142fab7d87f547938d2a3f0f99209ec810be"
    "cfdb417817311d3ce1445e8c04da76ebee4a5227145f855fb8fba6ffcca900001f00170000ff01000100000b00020100"
    "001c0002400000230000002b00020302160303023c0b0002380002350002323082022e308201d3a0030201020214232a"
    "5c6c7c694e451461ce1e9a13f969662e0b98300a06082a8648ce3d040302304031173015060355040a0c0e7472757374"
    "6d652076312e322e3131253023060355040b0c1c54657374696e6720434120234664587235382d34396c717166515f36"
    "3020170d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74"
    "727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202349784b50765554735f6f"
    "5878393853453059301306072a8648ce3d020106082a8648ce3d03010703420004512dcc4f4b9133ea9e683870843b2a"
    "b76ca31fdb6ccb8305b5fcfeb2b1c967b67a3f798f523f7ca1bab4de588bb2574daee9808c213ef740c7e43515aeb8d6"
    "11a381a63081a3301d0603551d0e04160414254f638e9b9ea68a3b55260214260963a6fe9e6d300c0603551d130101ff"
    "04023000301f0603551d23041830168014d1adbae5574c783eab7e0053b2d97623423335fb30170603551d110101ff04"
    "0d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06"
    "01050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d040302034900304602210096b4"
    "e6dbe57835350f113027750fc9e92f5e3abdd0c91030c4212943386099ee022100cf40573c5018d1bd66d27929e6d059"
    "684cb1fca7b88ae694d1b27342eb8a660b16030300940c0000900300174104326ce5cdc6689f794147387046ef74d5f4"
    "1e695272750afd5df8f6079428f27ee7154a720d338850afee80fcc2924cfe89464913ae8242a34571ae031da7669a04"
    "0300473045022009df2801991c6d6a29c3b66c33c41bd18c0b22fff626409dfd0dcde444aa735d0221008e43e36c1e21"
    "ded56470579d94162425b8e1b2b5d92d6423adc19eca10eaa28716030300040e000000"
))
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = 'subject sends a record 21 0302 alert 2 70', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
