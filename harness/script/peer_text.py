"""The text of the peer that lies, plain tlslite-ng in memory: as much of it as a script needs."""

from __future__ import annotations

from dataclasses import dataclass

from harness.script.renegotiating import BINDING
from harness.script.renegotiating import IMPORTS as RENEGOTIATES
from harness.script.renegotiating import TEXT as RENEGOTIATING

_IMPORTS = """\
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
"""
_BINDS = """\
from tlslite.handshakehelpers import HandshakeHelpers
from tlslite.messages import ClientHello
"""
_PARSES = "from tlslite.utils.codec import Parser\n"

CORE = '''
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

    def inject(self, *records, message=b""):
        """Send records; the content of one may be what stands around a message."""
        self.lying, records_below = True, self._recordLayer._recordSocket
        version = records_below.version
        records_below.version = (3, 3) if version == (0, 0) else version  # none is agreed on yet
        for kind, data in records:
            data = bytes(message).join(data) if isinstance(data, tuple) else data
            if kind == -22:  # a message that is hashed
                self._handshake_hash.update(bytearray(data))
            if kind == 0:  # these very bytes
                self.sock.flush()
                self.wire.leaving += data
                continue
            if kind == -1:  # a whole TLSInnerPlaintext
                sealed = self._recordLayer._encryptThenSeal(bytearray(data), 23)
                steps = records_below.send(Message(23, sealed))
            else:
                steps = self._recordLayer.sendRecord(Message(abs(kind), bytearray(data)))
            for _ in steps:
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

#: One that lies says nothing of what it finds.
_LYING = """
    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))
"""

#: A signature of PSS is another one each time it is made.
_SHORTENING = """
    def completed(self, options, settings, chain, key):
        options = super().completed(options, settings, chain, key)
        honest = options["privateKey"].sign

        def beginning_with_zero(*args, **named):
            return next(made for made in iter(lambda: honest(*args, **named), None) if made[0] == 0)

        options["privateKey"].sign = beginning_with_zero
        return options
"""

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
"""

_SENDING = """\
        return Message(22, bytearray(data))
"""

#: A ServerKeyExchange signs what may have been changed: the hellos, and itself (RFC 5246 section 7.4.3).
_MENDING = """\
        if data[0] == 2:
            message.random = self.random = data[6:38]  # it reckons with it later
        if data[0] == 12:
            data = self.signed(data, finite=bool(message.dh_p))
"""

#: It reckons with its hellos as they are sent, where it can read them. Private keys are in no bytes.
_ADOPTING = """\
        if data[0] in (1, 2):
            self.adopt(message, data)
"""

_ADOPTION = """
    def adopt(self, message, data):
        before = dict(vars(message))
        try:
            message.parse(Parser(bytearray(data[1:])))
        except Exception:
            vars(message).clear()
            vars(message).update(before)
            return
        shares = [each for each in before["extensions"] or () if each.extType == 51]
        message.extensions = [
            shares[0] if each.extType == 51 and shares else each for each in message.extensions or ()
        ]
"""

#: The binder of an identity is over all that stands before the binders (RFC 8446 section 4.2.11.2).
_BINDERS = """\
        if data[0] == 1 and self.offered:
            hello, known = ClientHello().parse(Parser(bytearray(data[1:]))), self.offered
            secrets = known.tickets, known.resumptionMasterSecret
            HandshakeHelpers.update_binders(hello, self._handshake_hash, (), *secrets)
            data = bytes(hello.write())
"""

_OFFERING = """
    def completed(self, options, settings, chain, key):
        self.offered = options.get("session")
        return super().completed(options, settings, chain, key)
"""

_SIGNING = """
    def completed(self, options, settings, chain, key):
        self.key, self.came = parsePEMKey(open(key).read(), private=True), bytearray()
        return super().completed(options, settings, chain, key)

    def feed(self, data):
        self.came += data
        super().feed(data)

    def signed(self, data, finite):
        end = 4 if finite else 8 + data[7]
        for _ in range(3 if finite else 0):
            end += 2 + int.from_bytes(data[end : end + 2], "big")
        pss, names = data[end] == 8, {4: "sha256", 5: "sha384", 6: "sha512"}
        name, scheme = names[data[end + pss]], "PSS" if pss else "PKCS1"
        content = self.came[11:43] + self.random + data[4:end]
        made = self.key.hashAndSign(content, scheme, name, hashlib.new(name).digest_size)
        body = data[4 : end + 2] + len(made).to_bytes(2, "big") + bytes(made)
        return data[:1] + len(body).to_bytes(3, "big") + body
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
        self.inject(*before, message=msg.write())
        if kept:
            yield from super()._sendMsg(msg, randomizeFirstBlock, hashed)
        elif hashed:
            self._handshake_hash.update(msg.write())
        self.inject(*after, message=msg.write())

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


@dataclass(frozen=True)
class Peer:
    """What a peer does in a script.

    lies: it does so at all; forges: it changes messages; signs: a signature has to be made anew; shortens:
    one has to begin with zero; binds: binders have to be made anew; places: it sends records around messages;
    asks: for a certificate; hears: it tells the alerts; renegotiates: it makes another handshake; adopts: it
    reckons with its hellos as it has sent them.
    """

    lies: bool
    forges: bool
    signs: bool
    shortens: bool
    binds: bool
    places: bool
    asks: bool
    hears: bool
    renegotiates: bool
    adopts: bool

    def text(self) -> str:
        """Its class."""
        telling = (
            (True, _TELLING),
            (self.renegotiates, BINDING),
            (self.asks, _ASKING),
            (True, _FORGING),
            (self.adopts, _ADOPTING),
            (self.signs, _MENDING),
            (self.binds, _BINDERS),
            (True, _SENDING),
            (True, _PLACING if self.places else _PLAINLY),
            (self.adopts, _ADOPTION),
            (self.signs, _SIGNING),
            (self.binds, _OFFERING),
        )
        tells = self.forges or self.asks or self.renegotiates
        parts = (
            (True, CORE),
            (self.shortens, _SHORTENING),
            (self.lies, _LYING),
            *(telling if tells else ()),
            (self.hears, _HEARING),
        )
        text = "".join(part for wanted, part in parts if wanted)
        if not self.renegotiates:
            return text
        return RENEGOTIATING + "\n" + text.replace("(OverWire, TLSConnection)", "(OverWire, Renegotiating)")

    def imports(self) -> str:
        """What it takes of tlslite."""
        imports = _IMPORTS + (RENEGOTIATES if self.renegotiates else "") + (_BINDS if self.binds else "")
        return imports + (_PARSES if self.binds or self.adopts else "")
