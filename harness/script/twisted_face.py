"""Twisted's TLS in a script: its protocol between a transport in memory and an application that notes."""

from __future__ import annotations

from typing import Any

from harness.names import Role, Tls
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = """\
from twisted.internet import error, interfaces
from twisted.internet import ssl as tls
from twisted.internet.task import Clock
from twisted.logger import globalLogBeginner
from twisted.protocols.tls import TLSMemoryBIOFactory
from twisted.python.failure import Failure
from zope.interface import implementer
"""

_TEXT = '''
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

    def leave(self):
        if not self.leaves:
            self.leaves = True
            self.connection.loseConnection()
            self.settle()
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
'''

_VERSIONS = {Tls.V12: "tls.TLSVersion.TLSv1_2", Tls.V13: "tls.TLSVersion.TLSv1_3"}


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    _refuse(setup)
    options, client = setup.options, setup.role is Role.CLIENT
    named = {
        "insecurelyLowerMinimumTo": _VERSIONS[setup.versions[0]],
        "lowerMaximumSecurityTo": _VERSIONS[setup.versions[-1]],
        **_own_certificate(spelling, setup),
    }
    others: dict[str, Any] = {}
    if options.alpn:
        others["acceptableProtocols"] = repr([name.encode() for name in options.alpn])
    if setup.verify == "required":
        file = setup.pki.trust_file(options.trust)
        anchors = "" if file is None else f"tls.Certificate.loadPEM(open({spelling.of(file)}).read())"
        others["trustRoot"] = f"tls.trustRootFromCertificates([{anchors}])"
    name = f"{spelling.label}_options"
    if client and setup.verify == "required" and options.server_name is not None:
        told = _told({**others, "extraCertificateOptions": f"dict({_told(named)})"})
        line = f"{name} = tls.optionsForClientTLS({options.server_name!r}, {told})"
    else:
        line = f"{name} = tls.CertificateOptions({_told({**named, **others})})"
    return f"TwistedEnd({name}, {client})", [line]


def _told(named: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in named.items())


def _refuse(setup: Setup) -> None:
    """Raise `NoScript` for what the driver can be told and a script is not."""
    options = setup.options
    if setup.verify == "optional" or options.cipher is not None or options.notes_name:
        raise NoScript("suites, names and optional certificates are not written into a script of Twisted's")


def _own_certificate(spelling: Spelling, setup: Setup) -> dict[str, str]:
    if setup.certificate is None:
        return {}
    chain, key = setup.pki.chain_file(setup.certificate), setup.pki.key_file(setup.certificate)
    read = [f"open({spelling.of(each)}).read()" for each in (key, chain)]
    own = f"tls.PrivateCertificate.loadPEM({' + '.join(read)})"
    return {"privateKey": f"{own}.privateKey.original", "certificate": f"{own}.original"}


TWISTED = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do({end}.handshake)",
        "read": "{end}.do(lambda: {end}.receive({0}))",
        "write": "{end}.do(lambda: {end}.say({0}))",
        "close_notify": "{end}.do({end}.leave)",
        "close": "{end}.do({end}.connection.abortConnection)",
    },
    make=_make,
    wants=("WantsRead",),
    facts={
        "version": "{end}.connection.getHandle().get_protocol_version_name()",
        "cipher": "{end}.connection.getHandle().get_cipher_name()",
        "alpn": "({end}.connection.negotiatedProtocol or b'').decode() or None",
    },
    names={
        "connection": "subject.connection",
        "protocol": "subject.notes",
        "wire": "subject.plain",
    },
    use="subject.do(lambda: {source})",
)
