"""The scaffolding of planted defects in renegotiation: a private copy of tlslite-ng that renegotiates.

tlslite itself declines. A copy made here meets a HelloRequest with a handshake, and serves a second
ClientHello, by the reference peer's own means (`harness.peers.renegotiating`). Each planted file changes
one of its parts, or the copy; `_correct_tlslite_renegotiating.py` proves that what is not changed is sound.

    planted = import_module("._renegotiating", __name__).Copy(__name__)


    class Again(planted.Renegotiation):
        def check(self, hello, wanted):
            ...


    planted.renegotiation = Again
    globals().update(planted.shape())
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from harness.endpoint import Done, Wants
from harness.names import Tls
from harness.peers import tlslite_subject
from harness.peers.renegotiating import Renegotiation
from harness.peers.tlslite_imports import AlertDescription, ContentType, HandshakeType
from harness.peers.tlslite_subject_settings import handshake, memory_of

_tlslite = import_module("._tlslite", __package__)


class Copy(_tlslite.Copy):
    """A private copy of tlslite that renegotiates. renegotiation: the class that sees to it."""

    Renegotiation = renegotiation = Renegotiation

    def shape(self):
        base = self.tls.tlsconnection.TLSConnection
        self.tls.tlsconnection.TLSConnection = type("Connection", (_Connection, base), {"planted": self})

        def connect(setup):
            return Subject(self, setup)

        return {"connect": connect, "ENDPOINT_CALLS": tlslite_subject.ENDPOINT_CALLS}

    def narrowed(self, setup):
        """The setup of a second handshake: the version stays."""
        return replace(setup, options=replace(setup.options, also=None))

    def begins(self, connection):
        """What a connection that is asked for another handshake does; a generator of tlslite's kind."""
        yield from connection.again.steps(connection.another())


class _Connection:
    """What stands before tlslite's connection; `planted` is the Copy."""

    def __init__(self, sock):
        super().__init__(sock)
        self.another = None
        self.again = self.planted.renegotiation(self)

    @property
    def plaintext(self):
        return self._readBuffer

    @plaintext.setter
    def plaintext(self, data):
        self._readBuffer = data

    def fail(self, alert, reason):
        yield from self._sendError(getattr(AlertDescription, alert), reason)

    def _sendError(self, *args):  # noqa: N802 - tlslite's name
        if self.again.under_way:
            self.version = (3, 3)  # tlslite takes over what a ServerHello says before it judges
        yield from super()._sendError(*args)

    def _handshakeStart(self, client):  # noqa: N802 - tlslite's name
        start = super()._handshakeStart
        self.again.start(lambda: start(client))

    def _sendMsg(self, message, *args, **how):  # noqa: N802 - tlslite's name
        if how.get("update_hashes", True):
            self.again.sending(message)
        yield from super()._sendMsg(message, *args, **how)

    def _getMsg(self, *args):  # noqa: N802 - tlslite's name
        for result in super()._getMsg(*args):
            yield from self.again.received(result)
            yield result

    def _getNextRecord(self):  # noqa: N802 - tlslite's name
        for result in super()._getNextRecord():
            if isinstance(result, int):
                yield result
            elif self._is_a_beginning(*result):
                if not self._client:
                    self._defragmenter.buffers[ContentType.handshake][:0] = result[1].bytes
                yield from self.planted.begins(self)
            elif not self.again.takes(result[0].type, result[1].bytes):
                yield result

    def _is_a_beginning(self, header, parser):
        """Whether the other end asks for another handshake, or begins it."""
        if self.again.under_way or self.closed or self.another is None:
            return False
        wanted = HandshakeType.hello_request if self._client else HandshakeType.client_hello
        return header.type == ContentType.handshake and parser.bytes[0] == wanted


class Subject(tlslite_subject.TlsliteSubject):
    """tlslite's subject, with what a second handshake takes, and data read while it is under way."""

    def __init__(self, planted, setup):
        super().__init__(planted.tls, setup)
        self._planted = planted
        if setup.spoken is Tls.V12:
            self._connection.another = self._another

    def _another(self):
        setup = self._planted.narrowed(self._setup)
        memory = memory_of(self._tls, setup)
        return handshake(self._tls, self._connection, setup, memory, self._check)

    def _read(self, size):
        outcome = super()._read(size)
        waiting = self._connection.plaintext
        if isinstance(outcome, Wants) and waiting and not self._connection.closed:
            taken, self._connection.plaintext = bytes(waiting[:size]), waiting[size:]
            return Done(taken)
        return outcome

    _verbs = {**tlslite_subject.TlsliteSubject._verbs, "read": _read}  # noqa: RUF012 - a constant
