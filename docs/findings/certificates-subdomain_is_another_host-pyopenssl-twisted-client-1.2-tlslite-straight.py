# A certificate for a host is none for the hosts below it: names are compared whole.
#
# Clause: A DNS name matches only if all its labels match. (RFC 6125 section 6.4.1; RFC 9525 section
# 6.3; MUST)
#
# Came: step 2: peer handshake() raises protocol error with alert bad_certificate or, tolerated,
# raises protocol error with alert certificate_unknown, but it came to TLSRemoteAlert (internal_error)
#
# Origin: handshake: peer handshake raises protocol error with alert bad_certificate -> TLSRemoteAlert
#
# It needs twisted and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificates/subdomain_is_another_host[pyopenssl:twisted:client:1.2:tlslite:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types

from twisted.internet import error, interfaces
from twisted.internet import ssl as tls
from twisted.internet.task import Clock
from twisted.logger import globalLogBeginner
from twisted.protocols.tls import TLSMemoryBIOFactory
from twisted.python.failure import Failure
from zope.interface import implementer


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUepRDEoQj5z6b6i4z7UVQwiH/vOwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMxQzdwNy1CYTdqaHlMUWJvMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAETa1TFsR1bbhM2TMzAZHtfHx8mTTkIgopERMJTFqdKtrhHNUvjsyLLZn7TEfASR2GE4EQ2SWxCofrYAZg
WElTpaNFMEMwHQYDVR0OBBYEFA17Ks2nrr0/6jXu/R7kbPYoTR40MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQDJlcv84RNYvv8xpwTfP+I2HFLpCjubAiTbd5amJe5wPAIgebUsVWIfLe8hZ/7BgFH9Y4SC/MFE
gO6ZQ02pHrIaKUA=
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


class Plain:
    """As much of Twisted's transport for TCP as its TLS touches, in memory, with room for everything."""

    def __init__(self):
        self.arrived, self.leaving, self.producer, self.reason = bytearray(), bytearray(), None, None
        self.ended = self.lost = self.paused = self.disconnecting = False

    def turn(self):
        """What a reactor does in one; whether anything happened."""
        if self.lost:
            return False
        if self.reason is None and self.disconnecting and self.producer is None:
            self.reason = error.ConnectionDone()
        if self.reason is not None:
            self.lost = True
            self.arrived.clear()
            if self.producer is not None:
                self.producer.stopProducing()
            self.protocol.connectionLost(Failure(self.reason))
            return True
        if self.paused or self.disconnecting:
            return False
        if self.arrived:
            data = bytes(self.arrived)
            self.arrived.clear()
            try:
                self.protocol.dataReceived(data)
            except Exception as failed:  # whatever it is, it ends the connection
                self.reason = failed
            return True
        if self.ended:
            self.reason = error.ConnectionDone()
        return self.ended

    def write(self, data):
        self.leaving += b"" if self.lost else data

    def loseConnection(self):
        self.disconnecting = True
        self.arrived.clear()

    def abortConnection(self):
        self.reason = self.reason or error.ConnectionAborted()

    def pauseProducing(self):
        self.paused = True

    def resumeProducing(self):
        self.paused = False

    def registerProducer(self, producer, streaming):
        self.producer = producer

    def unregisterProducer(self):
        self.producer = None


@implementer(interfaces.IHandshakeListener)
class Notes:
    """An application that notes what it hears."""

    def __init__(self):
        self.callbacks, self.received, self.shaken, self.reason = [], bytearray(), False, None

    def heard(self, name):
        if (name, self.callbacks[-1:]) != ("dataReceived", ["dataReceived"]):
            self.callbacks.append(name)

    def makeConnection(self, transport):
        self.heard("connectionMade")

    def handshakeCompleted(self):
        self.shaken = True
        self.heard("handshakeCompleted")

    def dataReceived(self, data):
        self.received += data
        self.heard("dataReceived")

    def connectionLost(self, reason):
        self.reason = reason.value
        self.heard("connectionLost")


class TwistedEnd:
    """TLS between the two. Whatever can move does so before and behind each call."""

    def __init__(self, options, client):
        self.clock, self.plain, self.notes, self.leaves = Clock(), Plain(), Notes(), False
        factory = TLSMemoryBIOFactory(options, client, self, clock=self.clock)
        self.connection = self.plain.protocol = factory.buildProtocol(None)
        self.connection.makeConnection(self.plain)

    def buildProtocol(self, address):
        return self.notes

    def settle(self):
        while self.clock.getDelayedCalls() or self.plain.turn():
            self.clock.advance(0)

    def do(self, call):
        self.settle()
        try:
            return call()
        finally:
            self.settle()

    def done(self):
        """Whether the connection ended in order; raises why it did not, or that it has not ended."""
        if self.notes.reason is None:
            raise WantsRead
        if not self.notes.shaken or not isinstance(self.notes.reason, error.ConnectionDone):
            raise self.notes.reason
        return True

    def handshake(self):
        if not self.notes.shaken or self.notes.reason is not None:
            self.done()

    def receive(self, amount):
        if not self.notes.shaken or not (self.notes.received or amount == 0):
            self.done()
        data = bytes(self.notes.received[:amount])
        del self.notes.received[:amount]
        return data

    def say(self, data):
        if not self.notes.shaken or self.notes.reason is not None:
            self.done()
        self.connection.write(data)
        return len(data)

    def feed(self, data):
        self.plain.arrived += data if not (self.plain.lost or self.plain.disconnecting) else b""
        self.settle()

    def take(self):
        self.settle()
        data = bytes(self.plain.leaving)
        self.plain.leaving.clear()
        self.hung_up = self.plain.lost
        return data


globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)


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


subject_options = tls.optionsForClientTLS('sub.localhost', trustRoot=tls.trustRootFromCertificates([tls.Certificate.loadPEM(open(path('ca.pem')).read())]), extraCertificateOptions=dict(insecurelyLowerMinimumTo=tls.TLSVersion.TLSv1_2, lowerMaximumSecurityTo=tls.TLSVersion.TLSv1_2))
subject = TwistedEnd(subject_options, True)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005b02000057030350894fb3df6c7649e19709318fb675f1e3e870eaa711e0a40fa2606cced8c8df2079c0c938"
    "6a4235f70c06801c3a9b72242b21d4994ae3810927a16a35d26b06a8cca900000f00170000ff01000100000b00020100"
    "160303023b0b0002370002340002313082022d308201d3a00302010202144529cb26254b842eb96e9f173dd532d6d6e8"
    "95bc300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e3131253023060355"
    "040b0c1c54657374696e67204341202331433770372d4261376a68794c51626f3020170d303030313031303030303030"
    "5a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e31312730"
    "25060355040b0c1e54657374696e67206365727420237a6f58756a784f7a737659504b3375483059301306072a8648ce"
    "3d020106082a8648ce3d0301070342000479da69e91d43c692f21154f0e6a4931ef3ec3a0bf619d679a051da6ee5df06"
    "faa6fb2d24e8f0bc53b209a632288cfa0ef65e4647f654a9300013be53b27c6bcaa381a63081a3301d0603551d0e0416"
    "0414f34a680e3dcb7ab362eeb83212f2502b54e5284f300c0603551d130101ff04023000301f0603551d230418301680"
    "140d7b2acda7aebd3fea35eefd1ee46cf6284d1e3430170603551d110101ff040d300b82096c6f63616c686f7374300e"
    "0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b06010505070301"
    "06082b06010505070303300a06082a8648ce3d0403020348003045022100b57079dadf1f61774411cadda00b6df2f1fb"
    "0da0ba49acc32d2d7f0d7074a19902201b94c2f26f3aa3d0434fcb71b5d74ec8beccbb13e60c5383be1d3f38ccfe495c"
    "16030300730c00006f03001d20610cd2c509f6982df9872d0f940a76d421c6b52eb7a9c19a863ddab3281e1869040300"
    "473045022100d14e25f21b26d47492e134731b20db47821d9f31dca7927792d7d917d56e390f02205134798d223356c6"
    "084feb9e9cdcf44ecb543204ba10e24a459150b6ae259c3a16030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(lambda: subject.receive(65536)))
call('handshake()', lambda: subject.do(subject.handshake))
call('read(65536)', lambda: subject.do(lambda: subject.receive(65536)))
call("write(b'after the end')", lambda: subject.do(lambda: subject.say(b'after the end')))
call('read(65536)', lambda: subject.do(lambda: subject.receive(65536)))


FOUND, AT = "subject: read(65536) -> VerificationError (VerificationError(errors=[DNSMismatch(mismatched_id=DNS_ID(hostname=b'sub.localhost'))]))", 6  # what is wrong, and which of the lines that begin so it is


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
