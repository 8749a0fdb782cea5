# A ServerHello of a version that never was is refused by an alert that is a record of TLS itself.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 522 of the record stream: version
# major 0 is not 3
#
# Origin: any: output-is-well-formed
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/the_refusal_of_a_version_is_a_record_of_tls[tlslite:endpoint:client:1.2:tlslite:straight]#0

import errno
import queue
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


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
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
    "16030300650200006100ff10bbd432c80c6595db3f3973809f7f1bdc71b2496e8233166634fe996c4e153c2040cb58fd"
    "aaf26c33d74c55e045b91dd2c99c8713c6da7f9b8832421b2940876ccca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021461edef5553682de2"
    "465e4e2cb0fa8ad8a4b4d269300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e6720434120235a3276334359616e7644696b6c4c6b563020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e67206365727420236a4f6f6f733134304c4358745f353965"
    "3059301306072a8648ce3d020106082a8648ce3d0301070342000475996cf5242f437667d986cae424c200057176c797"
    "604b52701069f24a2c39ca4ef60b1b66697ba49766a6fc0ca46c51a582b3ea7cddd49581d43ef32e292c50a381a63081"
    "a3301d0603551d0e041604143dc9bc759e00f04a25a8ff43945cd152b3010ee0300c0603551d130101ff04023000301f"
    "0603551d2304183016801444dcce2396a5deeb6b1680fc629643e89842e28330170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100927c8756921b7e11"
    "9db8ce89fd4cc6521126a3eae6f3d2ad5803c8abe14a498e0221009cc8f102c7ac9d6b3bfa4009f11e0057246e97392c"
    "eb96557a5886790ae5939a16030300730c00006f03001d20b5b1d8c67bdf2885e632d1b8680f0e834ff00b9d96dc73de"
    "957e118ed57b522d04030047304502201bca531327db201dd3dc1ebd4cd3ee317a666287d85c636172eee25d8dcd85c5"
    "022100e9e567ed8e22adc92ce67e7aaaee5a08843ebb048b35a654d6b6898572a8b42616030300040e000000"
))
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = 'subject sends a record 21 00ff alert 2 70', 1  # what is wrong, and which of the lines that begin so it is


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
