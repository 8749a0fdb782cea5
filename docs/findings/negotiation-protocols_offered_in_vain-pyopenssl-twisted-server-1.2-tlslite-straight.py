# A server without ALPN ignores what the client offers, else old servers would be out of reach.
#
# Clause: A server may ignore the extension; the connection then has no negotiated protocol. (RFC 7301
# section 3.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to Error (internal error)
#
# Origin: handshake: subject handshake returns -> Error internal error
#
# It needs twisted and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# negotiation/protocols_offered_in_vain[pyopenssl:twisted:server:1.2:tlslite:straight]#0

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
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIURSnLJiVLhC65bp8XPdUy1tbolbwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3pvWHVqeE96c3ZZUEszdUgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR52mnpHUPGkvIRVPDmpJMe8+w6C/YZ1nmgUdpu5d8G+qb7LSTo8LxTsgmmMiiM+g72XkZH9lSpMAAT
vlOyfGvKo4GmMIGjMB0GA1UdDgQWBBTzSmgOPct6s2LuuDIS8lArVOUoTzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFA17Ks2n
rr0/6jXu/R7kbPYoTR40MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAtXB52t8fYXdEEcrdoAtt8vH7DaC6SazDLS1/DXB0
oZkCIBuUwvJvOqPQQ0/LcbXXTsi+zLsT5gxTg74dPzjM/klc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB3fMLIZ2M1MaJkVJf/po8xwXZSWg1PyLgUYbL3GISh1oAoGCCqGSM49AwEHoUQDQgAEedpp6R1DxpLyEVTw5qSTHvPs
Ogv2GdZ5oFHabuXfBvqm+y0k6PC8U7IJpjIojPoO9l5GR/ZUqTAAE75Tsnxryg==
-----END EC PRIVATE KEY-----
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


subject_options = tls.CertificateOptions(insecurelyLowerMinimumTo=tls.TLSVersion.TLSv1_2, lowerMaximumSecurityTo=tls.TLSVersion.TLSv1_2, privateKey=tls.PrivateCertificate.loadPEM(open(path('ecdsa.key')).read() + open(path('ecdsa.crt')).read()).privateKey.original, certificate=tls.PrivateCertificate.loadPEM(open(path('ecdsa.key')).read() + open(path('ecdsa.crt')).read()).original)
subject = TwistedEnd(subject_options, False)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300f1010000ed03035d7c51c6b357e8e045f7b521f82fe37f2db71a29de8aa8989f46304912a5ce4f00004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000780016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b0401050106010010000e000c02683208687474702f312e31000b00020100"
    "000a0010000e001d001700180019001e01000101001c00024001002300000009000201000000000e000c0000096c6f63"
    "616c686f7374"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> Error (internal error)', 1  # what is wrong, and which of the lines that begin so it is


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
