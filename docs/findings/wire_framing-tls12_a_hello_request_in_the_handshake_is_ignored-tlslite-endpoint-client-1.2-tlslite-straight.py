# HelloRequest within a handshake is ignored, and does not enter the hash.
#
# Clause: A client ignores HelloRequest while it negotiates, and leaves it out of the hash. (RFC 5246
# section 7.4.1.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to TLSLocalAlert (unexpected_message:
# Expecting server_hello, got hello_request)
#
# Origin: handshake: subject handshake returns -> TLSLocalAlert [before(server_hello,
# message(hello_request))]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls12_a_hello_request_in_the_handshake_is_ignored[tlslite:endpoint:client:1.2:tlslite:straight]#0

import errno
import re
import socket
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

    def close(self):
        pass


class Misuse(Exception):
    pass


class TlsliteEnd:
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

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


WANTS = (WantsRead,)


subject = TlsliteEnd(client=True, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)]}, serverName='localhost')
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "1603030004000000001603030065020000610303f813fc7e3858828140e0a6eecd6bb5c72ba153b16c6339eba077067b"
    "6b73c55520c63a61c22eb9e3553b6e74af9d499155c7402c6ab331dd9d13c2d51189c03b65cca900001900170000ff01"
    "000100000b00020100001c0002400000230000160303023c0b0002380002350002323082022e308201d3a00302010202"
    "1427d0c8a2663c842e26e8dc7a8f3cdea2cbeb29d1300a06082a8648ce3d040302304031173015060355040a0c0e7472"
    "7573746d652076312e322e3131253023060355040b0c1c54657374696e67204341202333775f4148713363504f437477"
    "6c46413020170d3030303130313030303030305a180f33303030303130313030303030305a304231173015060355040a"
    "0c0e74727573746d652076312e322e3131273025060355040b0c1e54657374696e6720636572742023625f3177676776"
    "4e494a6246756d6e4f3059301306072a8648ce3d020106082a8648ce3d03010703420004bcf591211a3687acd65f8130"
    "67813a88a1a97c858674ed251d0cb7d8182191e9e9e9886d5c7da64481e58f8e4236af34837d1f39659d3554bfd944eb"
    "ec49c4dca381a63081a3301d0603551d0e0416041483749da2afd14bbaf12d433323c57924b0f6f42c300c0603551d13"
    "0101ff04023000301f0603551d230418301680148ea4ebbfbd14f3c2baf50b66c7e0c5f432cdb9a230170603551d1101"
    "01ff040d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06"
    "082b0601050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d04030203490030460221"
    "009dbdbbdb7b862baaa80e9f8fb630672787bd91f1ddfbc1772f8f687a73f65f920221009b4fcbb0baf9b86cc72fcc2e"
    "8aec8350941f2b711749ee5965313b253faeb49616030300740c00007003001d20756581f087acb924830c07ed0ca8f9"
    "631f84aae3d3b32697647e2eaf0ef54375040300483046022100955f3b70413f22c2a03f81bc4da18ee82523f0b4c02b"
    "f65aaf00a0906237a318022100df1370cfb46dad8f661568d8ee846af47abb146ad43890a7f1652afd38001ef3160303"
    "00040e000000"
))
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = 'subject: handshake() -> TLSLocalAlert (unexpected_message: Expecting server_hello, got hello_request)', 1  # what is wrong, and which of the lines that begin so it is


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
