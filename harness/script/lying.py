"""The peer that lies with the right keys, as a script brings it: plain tlslite-ng, in memory.

A lie is the difference the forger made to a message of tlslite's, as places and bytes, so that whatever the
message has of its own (randoms, key shares, signatures) stays. What is more than that has no script.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from harness.endpoint import Call
from harness.names import Role
from harness.peers.tlslite_settings import ServerSessions, asks_later, settings_of
from harness.peers.traces import Told
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.script.tlslite_face import WIRE, arguments
from harness.setup import Setup

_CORE = '''
class TlslitePeer(OverWire, TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def inject(self, *records):
        self.lying, records_below = True, self._recordLayer._recordSocket
        version = records_below.version
        records_below.version = (3, 3) if version == (0, 0) else version  # none is agreed on yet
        for kind, data in records:
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            for _ in self._recordLayer.sendRecord(Message(kind, bytearray(data))):
                pass
        records_below.version = version

    def run(self, steps):
        for result in steps:
            if result in (0, 1) and not isinstance(result, bytes):
                self.sock.flush()
                raise WantsRead
            return result

    def do_handshake(self):
        try:
            self.run(self.opening)
        finally:
            self.sock.flush()

    def receive(self, amount):
        self.reading = self.reading or self.readAsync(amount)
        data = self.run(self.reading)
        self.reading = None
        return bytes(data)

    def kept(self):
        self.session.tickets = list(self.tickets)
        return self.session

    def update_keys(self, request):
        self.run(self.send_keyupdate_request(int(request)))
        self.sock.flush()

    def ask(self):
        self.run(self.request_post_handshake_auth())
        self.sock.flush()

    def say(self, data):
        self.run(self.writeAsync(data))
        self.sock.flush()
        return len(data)
'''

_TELLING = """
    def told(self, message):
"""

_ASKING = """\
        if getattr(message, "handshakeType", None) == 13 and message.extensions:
            # tlslite adds an empty list of algorithms for compression, which is malformed (RFC 8879).
            message.extensions = [each for each in message.extensions if each.extType != 27]
"""

_FORGING = """\
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))
"""

_PLAINLY = """
    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))
"""

#: Records around messages, by place: those before and behind, whether it is sent itself, and hashed.
_PLACING = """
    places = {}

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        key = msg.write()[0] if msg.contentType == 22 else -msg.contentType
        if key < 0:
            self.counts[key] = self.counts.get(key, 0) + 1
        msg = self.told(msg)
        before, after, kept, hashed = self.places.pop((key, self.counts[key]), ((), (), True, update_hashes))
        self.inject(*before)
        if kept:
            yield from super()._sendMsg(msg, randomizeFirstBlock, hashed)
        elif hashed:
            self._handshake_hash.update(msg.write())
        self.inject(*after)

    def _queue_message(self, msg):
        for _ in self._sendMsg(msg):
            pass

    def _queue_flush(self):
        return iter(())
"""

_HEARING = """
    def _getNextRecord(self):
        for result in super()._getNextRecord():
            if isinstance(result, tuple):
                self.hear(*result)
            yield result

    def hear(self, header, parser):
        if header.type == 21 and len(parser.bytes) == 2:
            level, description = parser.bytes
            self.heard.append("{} {}".format(AlertLevel.toStr(level), AlertDescription.toStr(description)))

    def alerts(self):
        try:
            for _ in self.opening:
                break
            while self.wire.arrived:
                if next(self.readAsync(1 << 14)) in (0, 1):
                    break
        except Exception:
            pass
        try:
            for result in iter(lambda: next(self._recordLayer.recvRecord()), None):
                if result in (0, 1):
                    break
                self.hear(*result)
        except Exception:
            pass
        return tuple(self.heard)
"""


def text(*, forges: bool, places: bool, asks: bool, hears: bool) -> str:
    """The peer's class. forges: it changes messages; places: it sends records around them; asks: for a
    certificate; hears: it tells the alerts.
    """
    telling = _TELLING + (_ASKING if asks else "") + _FORGING + (_PLACING if places else _PLAINLY)
    return _CORE + (telling if forges or asks else "") + (_HEARING if hears else "")


IMPORTS = """\
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
"""


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    options, client = setup.options, setup.role is Role.CLIENT
    if options.short_secret:
        raise NoScript("a peer that chooses its secrets is not written into a script")
    told = arguments(spelling, setup, settings_of(setup, ServerSessions(bytes(32))))
    told |= _of_a_client(setup) if client else _of_a_server(setup)
    return f"TlslitePeer({', '.join(f'{name}={source}' for name, source in told.items())})", []


def _of_a_client(setup: Setup) -> dict[str, str]:
    told = {"async_": "True"}
    if setup.options.server_name is not None:
        told["serverName"] = repr(setup.options.server_name)
    return told if setup.session is None else {**told, "session": "things.peer_session"}


def _of_a_server(setup: Setup) -> dict[str, str]:
    asks = setup.verify != "no" and not asks_later(setup)
    return {"sessionCache": "TlslitePeer.sessions", **({"reqCert": "True"} if asks else {})}


FACE = Face(
    text=_CORE,
    before=(WIRE,),
    calls={
        "handshake": "{end}.do_handshake()",
        "read": "{end}.receive({0})",
        "write": "{end}.say({0})",
        "close_notify": "{end}.run({end}.closeAsync())",
        "alerts": "{end}.alerts()",
        "key_update": "{end}.update_keys({0})",
        "request_certificate": "{end}.ask()",
    },
    make=_make,
    wants=("WantsRead",),
    facts={"session": "{end}.kept()"},
)


@dataclass
class Lies:
    """What the forgers of a run's connections did, in order. `forgers`: one for each connection."""

    forgers: list[Any]
    _connection: int = -1
    _sent: int = 0

    def next_connection(self) -> None:
        """What follows is about another connection."""
        self._connection += 1
        self._sent = 0

    def source(self, call: Call, spelling: Spelling) -> str:
        """The statement for a `forge` or a `send`. Raises `NoScript`."""
        forger = self.forgers[self._connection]
        if forger.beyond:
            raise NoScript(f"a lie is more than another message: {forger.beyond[0]}")
        if call.name == "send":
            records = forger.injected[self._sent]
            self._sent += 1
            return f"peer.inject({', '.join(map(spelling.of, records))})"
        changes = {(each.type, each.number): _hunks(each) for each in forger.told}
        lies = f"peer.lying, peer.lies = True, {spelling.of(changes)}"
        places = {each.place: (each.before, each.after, each.kept, each.hashed) for each in forger.placed}
        return f"{lies}\npeer.places = {spelling.of(places)}" if places else lies


#: Fewer bytes than these that are alike between two changes are so by chance.
_ALIKE = 4


def _hunks(told: Told) -> list[tuple[int, int, bytes]]:
    """Where a message was changed: from, to, and to what."""
    found: list[tuple[int, int, int, int]] = []
    for tag, i, j, a, b in SequenceMatcher(None, told.before, told.after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and i - found[-1][1] < _ALIKE:
            i, _, a, _ = found.pop()  # noqa: PLW2901 -- the two are one change
        found.append((i, j, a, b))
    return [(i, j, told.after[a:b]) for i, j, a, b in found]
