# A producer writes after loseConnection() and leaves in the same turn: what it wrote arrives.
#
# Clause: While a producer is registered loseConnection waits until it is unregistered, and what it
# writes meanwhile is sent. (Twisted docs, ITransport.loseConnection: "If a producer is being used
# with the transport"; API contract)
#
# Came: step 4: peer read(100) gives b'last words', but it came to b''
#
# Origin: open: peer read gives its value -> b''
#
# It needs twisted and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# twisted_callbacks/a_producers_last_words_are_sent[pyopenssl:twisted:client:1.3:honest:straight]#0

import operator
import os
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
MIIByTCCAW+gAwIBAgIUV0yrCtjTTAnB9VRNgEW5h4199ckwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNGOXRHWS05NHpXUVZZcTRmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtunUZOdJ0HBBjtEf2JAylrZb8PgPY/i2/DZ3rjNTEb9uxscmk7OOVQS5L57R/kDgTDU2wCcgvSNDlrII
SX0yMKNFMEMwHQYDVR0OBBYEFGYODSn+JqcIPdcPwCfTTVjOnZGQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIB45dYJtGUqEOfK3eNdHXAoA4Dtf0VxrvVa0VSultF7lAiEAlY9AGCw2uv6TYdwfm+1HFE9Ssasf
xalt4G4ArGXkPjs=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUM7i+Q1xBg4KfZudqJ6Sayow1WgIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3NyTThKdUFzSVhKYWJrSkgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATucqzxTb/snVFb//jfxBNZdzuSSu+VyPE2t/Az4+0Ye+5Q9p+CZ04J0TKzitay6Q79/MSCorCHDbWX
5ckDnjDqo4GmMIGjMB0GA1UdDgQWBBRqMGpDAuMJZ813C/cNXcf++qzG/TAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFGYODSn+JqcIPdcPwCfTTVjOnZGQMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBE8azgeyJRNMQvRUhax17HbWima4e8sVtoreNSWPmJmwIgWsptoH/Uj8955JFN6XwXEdQPn77mxTWQkCxayATEtHs=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIH3GPg6BYFnMNv5sULjjU2l7kcVWA5P8zkDY4dcQFUJoAoGCCqGSM49AwEHoUQDQgAE7nKs8U2/7J1RW//438QTWXc7kkrvlcjxNrfwM+PtGHvuUPafgmdOCdEys4rWsukO/fzEgqKwhw21l+XJA54w6g==
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

    def end(self):
        self.plain.ended = True
        self.settle()

    def take(self):
        self.settle()
        data = bytes(self.plain.leaving)
        self.plain.leaving.clear()
        self.hung_up = self.plain.lost
        return data


globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)


class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
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


ends, ended = {}, set()
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        other, data = OTHER[name], end.take()
        if data and other not in ended:
            ends[other].feed(data)
        closes = getattr(end, "hung_up", False) and other not in ended
        if closes:
            ended.add(other)
            ends[other].end()
        moved = moved or bool(data) or closes
    return moved


def connect(subject, peer):
    ended.clear()
    ends.update(subject=subject, peer=peer)


wants = {}


def go(*calls):
    """Make calls of both ends, those of one end one by one, until nothing moves any more."""
    waiting = list(calls)
    while True:
        over, busy = [], set()
        for each in waiting:
            name, text, function = each[:3]
            if name in busy:
                continue
            told, done = attempt(function, *each[3:])
            if done:
                tell("{}: {} -> {}".format(name, text, told))
                over.append(each)
            else:
                busy.add(name)
                wants[name] = told
        waiting = [each for each in waiting if each not in over]
        if not (move() or over) or not waiting:
            break
    for name, text, *_ in waiting:
        tell("{}: {} -> {}".format(name, text, wants[name]))


def callback(returns=None, raises=None, does=None):
    def noting(*arguments, **named):
        noting.calls.append((*arguments, *named.values()))
        if does:
            does(arguments)
        if raises:
            raise raises("planned by the scenario")
        return returns(arguments) if returns else None

    noting.calls = []
    return noting


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_options = tls.optionsForClientTLS('localhost', trustRoot=tls.trustRootFromCertificates([tls.Certificate.loadPEM(open(path('ca.pem')).read())]), extraCertificateOptions=dict(insecurelyLowerMinimumTo=tls.TLSVersion.TLSv1_3, lowerMaximumSecurityTo=tls.TLSVersion.TLSv1_3))
subject = TwistedEnd(subject_options, True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'connection.registerProducer(protocol, True)', lambda: subject.do(lambda: subject.connection.registerProducer(subject.notes, True))))
go(('subject', "operator.call(callback(does connection.loseConnection(); does connection.write(b'last words'); does connection.unregisterProducer(); returns None))", lambda: subject.do(lambda: operator.call(callback(does=lambda arguments: [subject.connection.loseConnection(), subject.connection.write(b'last words'), subject.connection.unregisterProducer()])))))
go(('peer', 'read(100)', lambda: peer.connection.read(100)))


FOUND, AT = "peer: read(100) -> b''", 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
