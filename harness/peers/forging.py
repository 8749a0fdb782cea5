"""The reference peer that lies, precisely: tlslite-ng with a forger at its send border, and open ears.

Calls it has besides those of the honest peer:
- `forge(edits...)`: edits, as text, that are in force from here on (`harness.edits.text`);
- `send(items)`: items, as text, sent at once (`harness.edits.item`);
- `alerts()`: every alert the other end has sent, such as ("fatal decode_error",);
- `observe(condition)`: "yes", or in what way what the other end has sent is otherwise.

Once it lies it judges nothing: it sends no alert of its own, and what it has to say about the other end
is what `alerts` and `observe` tell, never an exception of tlslite's.
"""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from harness.edits.path import Path
from harness.edits.text import parse_edit, parse_items
from harness.edits.value import Missing, evaluate, parse_check, paths_in
from harness.endpoint import Done, Outcome
from harness.errors import ScenarioError
from harness.peers import short_secrets
from harness.peers.asking import Requests
from harness.peers.forger import AWAITED, Forger
from harness.peers.observed import Heard, Sayings
from harness.peers.parcels import bare
from harness.peers.revealing import Confidant, Revealings
from harness.peers.tlslite import TlslitePeer, _Failed
from harness.peers.tlslite_connection import Connection
from harness.peers.tlslite_imports import (
    Alert,
    AlertLevel,
    BaseTLSException,
    ContentType,
    ExtensionType,
    KeyShareEntry,
    TLSLocalAlert,
)
from harness.setup import Setup


def connect(setup: Setup) -> ForgingPeer:
    """A reference peer ready for its first call. Raises `Unsupported` for options it does not have."""
    return ForgingPeer(setup)


class ForgingConnection(Connection):
    """tlslite's connection with its send border in the forger's hands and its records overheard.

    premaster: the premaster secret that a client of TLS 1.2 goes on with, None for the one it made.
    """

    premaster: bytearray | None = None

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.heard = Heard(setup.spoken)
        self.forger = Forger(self, self.heard)
        self._earlier: list[Any] = []
        self._queued: list[Any] = []
        self._recordLayer.recvRecord = _overhearing(self._recordLayer, self.heard)
        self.confidant = Confidant(self._recordLayer)
        self.requests = Requests(self._recordLayer, self.heard)

    # -- hearing -------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Take in every record that has come, past tlslite's state machine."""
        try:
            for result in iter(lambda: next(self._recordLayer.recvRecord()), None):
                if not isinstance(result, tuple):
                    return
        except (BaseTLSException, OSError, StopIteration):
            return

    # -- saying --------------------------------------------------------------------------------------

    def outgoing(self, message: Any) -> Iterable[Any]:
        """As ever; what is sent in honesty is noted too, for values and conditions that refer to it."""
        messages = super().outgoing(message)
        return messages if self.forger.lying else [self.forger.note(each) for each in messages]

    def _sendMsg(self, msg: Any, *args: Any, **kwargs: Any) -> Iterable[int]:  # noqa: N802 - tlslite's name
        if not self.forger.lying:
            return super()._sendMsg(msg, *args, **kwargs)
        hashed = kwargs.get("update_hashes", True)
        for message in self.outgoing(msg) if hashed else (msg,):
            self.forger.write_out(self.forger.pass_on(message, hashed=hashed))
        return ()

    def _queue_message(self, msg: Any) -> None:
        if not self.forger.lying:
            super()._queue_message(msg)
            return
        for message in self.outgoing(msg):
            self._queued += self.forger.pass_on(message, hashed=True)

    def _queue_flush(self) -> Iterator[int]:
        if self._buffer or not self.forger.lying:
            yield from super()._queue_flush()
        queued, self._queued = self._queued, []
        self.forger.write_out(queued)

    def _sendError(self, description: int, text: Any = None) -> Iterator[int]:  # noqa: N802 - tlslite's name
        if not self.forger.lying:
            yield from super()._sendError(description, text)
        raise TLSLocalAlert(Alert().create(description, AlertLevel.fatal), text)

    def _genKeyShareEntry(self, group: int, version: Any) -> Any:  # noqa: N802 - tlslite's name
        hello = self.client_hello
        if not self.setup.options.short_secret or hello is None:
            return super()._genKeyShareEntry(group, version)
        theirs = hello.getExtension(ExtensionType.key_share).client_shares
        public = next(each.key_exchange for each in theirs if each.group == group)
        exchange = self._getKEX(group, version)
        private = short_secrets.private(exchange, public)
        return KeyShareEntry().create(group, exchange.calc_public_value(private), private)

    def _clientKeyExchange(self, *args: Any) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        if self.setup.options.short_secret:
            exchange = args[-1]
            exchange.processServerKeyExchange = short_secrets.agreement(exchange)
        for result in super()._clientKeyExchange(*args):
            chosen = self.premaster if isinstance(result, tuple) else None
            yield result if chosen is None else (chosen, *result[1:])

    def _serverCertKeyExchange(self, *args: Any) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        if self.setup.options.short_secret:
            short_secrets.choose_field(args[4])
        yield from super()._serverCertKeyExchange(*args)

    # -- keys ----------------------------------------------------------------------------------------

    def _changeWriteState(self) -> None:  # noqa: N802 - tlslite's name
        self._earlier.append(self._recordLayer._writeState)  # noqa: SLF001 - tlslite offers no other way
        super()._changeWriteState()
        self.forger.keys_changed()

    def earlier_state(self) -> Any:
        """A copy of the state that was in use before the present one, keys and sequence number."""
        return copy.copy(self._earlier[-1]) if self._earlier else bare()

    def state_called(self, name: str) -> Any:
        """The state to write under that `keys(name)` asks for."""
        layer = self._recordLayer
        if name == "none":
            return bare()
        if name == "old":
            return self.earlier_state()
        if name == "next" and self.closed:  # within the handshake, whose next keys it has yet to derive
            return AWAITED
        if name == "next":
            self._earlier.append(layer._writeState)  # noqa: SLF001 - tlslite offers no other way
            session = self.session
            session.cl_app_secret, session.sr_app_secret = layer.calcTLS1_3KeyUpdate_reciever(
                session.cipherSuite, session.cl_app_secret, session.sr_app_secret
            )
        return layer._writeState  # noqa: SLF001 - tlslite offers no other way

    @property
    def prf(self) -> str:
        """The hash of the TLS 1.3 key schedule in use."""
        suite = self._recordLayer._writeState.encContext  # noqa: SLF001 - tlslite offers no other way
        return "sha384" if suite is not None and suite.name == "aes256gcm" else "sha256"

    @property
    def client_random(self) -> bytes:
        """client_random as it crossed the wire; b"" before it did."""
        return self.randoms()[:32]

    def randoms(self) -> bytes:
        """client_random and server_random as they crossed the wire, which TLS 1.2 signs."""
        names = ("client_hello", "server_hello")
        found = {}
        for heard in (self.heard, self.forger.said):
            for message in heard.messages:
                if message.type in (1, 2):
                    found[names[message.type - 1]] = message.body[2:34]
        return b"".join(found.get(name, b"") for name in names)


def _overhearing(layer: Any, heard: Heard) -> Callable[[], Iterator[Any]]:
    """The reception of a record by tlslite's record layer, which then holds this; what comes is noted."""
    receive, reference = type(layer).recvRecord, weakref.ref(layer)

    def receive_and_note() -> Iterator[Any]:
        try:
            for result in receive(reference()):
                if isinstance(result, tuple):
                    header, parser = result
                    heard.record(header.type, bytes(parser.bytes))
                yield result
        except BaseTLSException:
            heard.record(ContentType.application_data, None)
            raise

    return receive_and_note


def _told(around: Sayings, end: str, path: Path) -> str:
    """What stands at a path that a condition asks about, or that nothing does."""
    try:
        return f"{path} is {_shown(around.at(end, path))}"
    except Missing:
        return f"{path} is absent"


def _shown(value: object, limit: int = 200) -> str:
    """A value as a scenario would write it: numbers of more than a byte in hexadecimal."""
    if isinstance(value, list):
        text = f"[{', '.join(map(_shown, value))}]"
    elif isinstance(value, int) and value > 255:
        text = hex(value)
    else:
        text = str(value)
    return text if len(text) <= limit else text[:limit] + "..."


class ForgingPeer(TlslitePeer):
    """An `Endpoint`: the reference peer with the four calls of this module."""

    connection_class = ForgingConnection
    connection: ForgingConnection

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._opened = False

    @property
    def unreached(self) -> tuple[str, ...]:
        """Every edit that changed nothing, with why: a run with one has tested nothing.

        But for those of a second handshake that the other end would not have.
        """
        return self.connection.forger.unreached(no_later=self.connection.again.unanswered)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Every edit about an answer to what the other end never offered, with what that is."""
        return tuple(self.connection.forger.unasked)

    @property
    def overheard(self) -> tuple[object, ...]:
        """What the other end said, decrypted: the fields of `Overheard` behind its tick."""
        return *self.connection.heard.summary, *self.connection.requests.told

    @property
    def revealed(self) -> Revealings:
        """What it can tell afterwards: the key log, and the plaintext of every record, sent and heard."""
        confidant, heard = self.connection.confidant, self.connection.heard
        return confidant.key_log(self.connection.client_random), tuple(confidant.sent), tuple(heard.records)

    def _handshake(self) -> Outcome:
        self._opened = True
        return super()._handshake()

    def _forge(self, *edits: str) -> Outcome:
        self.connection.forger.apply([parse_edit(text) for text in edits])
        return Done()

    def _send(self, text: str) -> Outcome:
        try:
            self.connection.forger.send(parse_items(text))
        except (Missing, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise ScenarioError(f"{text!r} cannot be sent now: {error}") from error
        return Done()

    def _alerts(self) -> Outcome:
        self._listen()
        return Done(self.connection.heard.alerts)

    def _observe(self, text: str) -> Outcome:
        self._listen()
        heard = self.connection.heard
        around = Sayings({"subject": heard, "peer": self.connection.forger.said})
        tree = parse_check(text).tree
        try:
            if evaluate(tree, around, bare=True) is not False:
                return Done("yes")
        except Missing as missing:
            return Done(str(missing))
        except (TypeError, IndexError, ValueError) as error:
            return Done(f"no: {error}")
        values = [_told(around, end, path) for end, path in paths_in(tree, bare=True)]
        return Done("no: " + "; ".join(dict.fromkeys(values)))

    def _listen(self) -> None:
        """Take in whatever has come, by the handshake or the readings that are under way, or past them."""
        try:
            if self._failure is None and self._opened and not self._established:
                self._handshake()
            while self._failure is None and self._established and not self.connection.close_received:
                if not self._receive():
                    return
        except _Failed as failed:
            self._failure = failed.outcome
        if self._failure is not None or not self._opened or self.connection.close_received:
            self.connection.listen()

    _verbs = {  # noqa: RUF012 - a constant
        **TlslitePeer._verbs,  # noqa: SLF001 - its own
        "handshake": _handshake,
        "forge": _forge,
        "send": _send,
        "alerts": _alerts,
        "observe": _observe,
    }
    _always = TlslitePeer._always | {"forge", "send", "alerts", "observe"}  # noqa: SLF001 - its own
