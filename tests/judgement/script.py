"""Transcripts written by hand: what two ends did, and what crossed the wire, offsets kept for you."""

from harness.endpoint import Call, Done, Raised, Wants
from harness.ledger import Ledger
from harness.names import Kind, Role, Side, Tls, Want
from harness.rules import broken_rules
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Transcript
from harness.wire.handshake import ClientHello, HandshakeMessage, ServerHello

SUBJECT, PEER = Side.SUBJECT, Side.PEER
HANDSHAKE, READ, CLOSE, DROP = Call("handshake"), Call("read", (100,)), Call("close_notify"), Call("close")
STARVED, FULL, OK, END = Wants(Want.READ), Wants(Want.WRITE), Done(), Done(b"")
RAGGED = Raised(Kind.RAGGED_EOF, "SSLEOFError")
CLEAN = Raised(Kind.CLEAN_CLOSE, "SSLZeroReturnError")
BAD_MAC = Raised(Kind.PROTOCOL_ERROR, "SSLError", reason="DECRYPTION_FAILED_OR_BAD_RECORD_MAC")
FOREIGN = Raised(Kind.FOREIGN, "KeyError", message="'x'")
MISUSED = Raised(Kind.MISUSE, "ValueError", message="no")


def write(data):
    """The call that writes `data`."""
    return Call("write", (data,))


def record(body, kind=23):
    """A record around a body."""
    return bytes((kind, 3, 3)) + len(body).to_bytes(2) + body


def sealed(data):
    """What stands for a protected record: as long as a real one, and nothing in it is in clear."""
    return record(bytes(byte ^ 0xFF for byte in data) + bytes(17))


def _extensions(**data):
    numbers = {"groups": 10, "schemes": 13, "versions": 43, "share": 51, "renegotiation": 0xFF01}
    return tuple((numbers[name], bytes.fromhex(each)) for name, each in data.items())


def _in_record(kind, hello):
    return record(HandshakeMessage(kind, hello.serialise()).serialise(), kind=22)


#: A ClientHello for TLS 1.3 and 1.2, and the ServerHello it gets in either.
HELLO = _in_record(
    1,
    ClientHello(
        0x0303, bytes(range(32)), b"", (0x1301, 0xC02B, 0x00FF), b"\0",
        _extensions(
            groups="0002001d", schemes="00020403", versions="0403040303", share="0024001d0020" + "ab" * 32
        ),
    ),
)  # fmt: skip
ANSWER = {
    Tls.V12: _in_record(
        2, ServerHello(0x0303, bytes(range(1, 33)), b"", 0xC02B, 0, _extensions(renegotiation="00"))
    ),
    Tls.V13: _in_record(
        2,
        ServerHello(
            0x0303, bytes(range(1, 33)), b"", 0x1301, 0,
            _extensions(versions="0304", share="001d0020" + "cd" * 32),
        ),
    ),
}  # fmt: skip
ALERT = sealed(b"\x01\x00")


class Script:
    """One run, told event by event. Every method returns the script."""

    def __init__(self, tls=Tls.V13, *, role=Role.CLIENT, damaged=False, finished=True):
        self.transcript = Transcript(role, tls, damaged=damaged, finished=finished)
        self.connects()

    def connects(self):
        """A new connection: all offsets start again."""
        self._tick = 0
        self._sent = dict.fromkeys(Side, b"")
        self._given = dict.fromkeys(Side, 0)
        self._passed = dict.fromkeys(Side, 0)
        self._eof = dict.fromkeys(Side, False)
        return self._add(Connected(0))

    def does(self, side, call, outcome, emits=b""):
        """One attempt, and the ciphertext it made."""
        self._sent[side] += emits
        fed, sent = self._given[side], len(self._sent[side])
        self._add(Attempted(self._tick, side, call, outcome, fed, sent, self._eof[side]))
        return self._add(Emitted(self._tick, side, emits)) if emits else self

    def gets(self, side, data=None, *, eof=False):
        """What has come from the other end since, or `data` instead of it; perhaps the end of the wire."""
        self._tick += 1
        waiting = self._sent[side.other][self._passed[side] :]
        self._passed[side] += len(waiting)
        data = waiting if data is None else data
        self._given[side] += len(data)
        self._eof[side] = self._eof[side] or eof
        return self._add(Delivered(self._tick, side, data, eof))

    def misbehaves(self, outcome=FOREIGN):
        """The subject raises while it is fed."""
        return self._add(Misbehaved(self._tick, SUBJECT, "feeding", outcome))

    def shakes_hands(self):
        """A handshake as of TLS 1.3, and both ends are done."""
        self.does(SUBJECT, HANDSHAKE, STARVED, HELLO).gets(PEER)
        self.does(PEER, HANDSHAKE, STARVED, self.answer + sealed(b"peer finished")).gets(SUBJECT)
        self.does(SUBJECT, HANDSHAKE, OK, sealed(b"finished")).gets(PEER)
        return self.does(PEER, HANDSHAKE, OK)

    def writes(self, side, data):
        """One write, accepted whole, and its record."""
        return self.does(side, write(data), Done(len(data)), sealed(data))

    @property
    def answer(self):
        """The peer's hello."""
        return ANSWER[self.transcript.tls]

    @property
    def ledger(self):
        """What the last connection adds up to."""
        return Ledger(list(self.transcript.logs())[-1], self.transcript.tls, self.transcript.role)

    @property
    def broken(self):
        """The names of the rules it breaks."""
        return [broken.rule for broken in broken_rules(self.transcript)]

    def _add(self, event):
        self.transcript.log.append(event)
        return self


def shaken(tls=Tls.V13, **kind):
    """A script whose handshake is over."""
    return Script(tls, **kind).shakes_hands()
