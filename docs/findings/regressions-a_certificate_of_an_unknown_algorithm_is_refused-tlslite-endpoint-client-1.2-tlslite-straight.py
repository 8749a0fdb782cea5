# A certificate that is signed by an algorithm nobody knows is refused.
#
# Clause: What is no certificate is refused. (RFC 8446 sections 4.4.2.4 and 6.2; RFC 5246 section
# 7.2.2; MUST)
#
# Came: step 2: subject handshake() raises certificate rejected or protocol error, but it came to
# KeyError (b'\x06\x08*\x86H\xce=\x04\x03\x7f')
#
# Origin: handshake: subject handshake raises certificate rejected or protocol error -> KeyError
# b'\xN\xN*\xNH\xce=\xN\xN\xNf' [certificate.entries[0] =
# b'0\x82\x01\x140\x81\xbb\xa0\x03\x02\x01\x02\x02\x01\x010\n\x06\x08*\x86H\xce=\x04\x03\x7f0\x141\x120\x10\x06\x03U\x04\x03\x0c\tlocalhost0\x1e\x17\r200101000000Z\x17\r400101000000Z0\x141\x120\x10\x06\x03U\x04\x03\x0c\tlocalhost0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04\x16\x7f\xbb/\x8c\x12?g\xcdS_\xb5\x13\r\x08?\xb9\\h\x01\xe7\x97\x89m\xbf\x8c\xa5\x90t\x0b+\xd6\xe1\n~ac\xbcM@\xf7n\xe3\xb8\x8f\xfd#\xcb\xc2E\xf1Q\xce\x95"\x98\xd6\xf9\x8f\x1c\\4\xc6\xa60\n\x06\x08*\x86H\xce=\x04\x03\x7f\x03H\x000E\x02!\x00\xd2\x9c\xe6\xbe\x0b\x06R\xfa\x1c\xe9\xca\x00\xc6\xc9\x1e\xe6^\xc9\xce\xe7M\x19>\xa1\xc8_Ve\x98bF\x0f\x02
# \x12\x0b\xc79[4\xfbX+\xac\xe9\x00+=b\xaa\xfbN\xfc\xc3\xea\xaa\xd3\xf0\xe2!\xfb\xca9\x91\xf0\xc1']
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/a_certificate_of_an_unknown_algorithm_is_refused[tlslite:endpoint:client:1.2:tlslite:straight]#0

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
    "160303006502000061030375f7e10b3ddffa3da135957b5543ff7ec6f70f33c36c552e1d8e426bbf8af72d20fb386ea0"
    "73233221283c7243d4a560b837b34ce52ab44cbc29fcd71fea97bf17cca900001900170000ff01000100000b00020100"
    "001c000240000023000016030301220b00011e00011b000118308201143081bba003020102020101300a06082a8648ce"
    "3d04037f30143112301006035504030c096c6f63616c686f7374301e170d3230303130313030303030305a170d343030"
    "3130313030303030305a30143112301006035504030c096c6f63616c686f73743059301306072a8648ce3d020106082a"
    "8648ce3d03010703420004167fbb2f8c123f67cd535fb5130d083fb95c6801e797896dbf8ca590740b2bd6e10a7e6163"
    "bc4d40f76ee3b88ffd23cbc245f151ce952298d6f98f1c5c34c6a6300a06082a8648ce3d04037f0348003045022100d2"
    "9ce6be0b0652fa1ce9ca00c6c91ee65ec9cee74d193ea1c85f56659862460f0220120bc7395b34fb582bace9002b3d62"
    "aafb4efcc3eaaad3f0e221fbca3991f0c116030300730c00006f03001d20b5face16739176c11dd10a6799445ba0f781"
    "ec798d18eae1569b483d098dd95504030047304502207b5013dc3508040bfe19cae37eb2eab7301fc5e54896b92581de"
    "a466b5dbd1ba022100bc4cd407449318c3d23e68d082dfe602faef572ede4321fd951ac1accfbf8d6f16030300040e00"
    "0000"
))
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = "subject: handshake() -> KeyError (b'\\x06\\x08*\\x86H\\xce=\\x04\\x03\\x7f')", 1  # what is wrong, and which of the lines that begin so it is


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
