"""Target `server_flight`: bytes into a client-side subject that has sent its hello, with the rules as oracle.

Most inputs are a whole server lane, given to a client that nobody else talks to (`harness.fuzz.talk`). A
client goes on only with a ServerHello that repeats its session id (RFC 8446 section 4.1.3), so that of the
live client is put into one that has the place for it. The other inputs follow an honest beginning of the
reference peer's: its ServerHello, Certificate or ServerKeyExchange.
"""

from __future__ import annotations

from dataclasses import replace

from harness.endpoint import EndpointRaised
from harness.errors import Unsupported
from harness.fuzz.choose import Bytes
from harness.fuzz.grammar.endings import ENDING, HANDSHAKE
from harness.fuzz.mutators.heads import Headed
from harness.fuzz.mutators.streams import mutate_records
from harness.fuzz.scripted import try_written
from harness.fuzz.talk import Talk, judge_talk
from harness.fuzz.target import Finding, Target, Trial
from harness.names import Role, Tls
from harness.options import Options
from harness.wire.records import HEADER
from harness.written import Written

_HEAD = 2
_OPTIONS = Options(alpn=("h2", "http/1.1"))
#: In either hello the session id stands behind header, message header, version and random.
_LENGTH_AT = HEADER + 4 + 2 + 32
_SESSION_ID = slice(_LENGTH_AT + 1, _LENGTH_AT + 33)
#: The rest of an honest flight, by version: the bytes come in the place of one and of all behind it.
_REST = {
    Tls.V13: ("encrypted_extensions", "certificate", "certificate_verify", "finished"),
    Tls.V12: ("certificate", "server_key_exchange", "server_hello_done"),
}


def server_flight(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes to a client amid its handshake end in a known error, and never break a rule."""
    choose = Bytes(data[:_HEAD])
    tls, behind = choose.pick((Tls.V13, Tls.V12)), choose.number(0, 15)
    lane = data[_HEAD:]
    if 0 < behind <= len(_REST[tls]):
        return try_written(behind_honesty(lane, tls, behind - 1), trial)
    trial.tries(lambda: trial.through(spelled(lane, tls)))
    try:
        talk = converse(lane, trial, tls)
    except Unsupported:
        tls = Tls.V12 if tls is Tls.V13 else Tls.V13
        talk = converse(lane, trial, tls)
    finding = judge_talk(talk, trial)
    return finding and replace(finding, written=trial.through(spelled(lane, tls)))


def converse(lane: bytes, trial: Trial, tls: Tls) -> Talk:
    """Give the lane and then the end of the wire to a client that speaks `tls`. Raises `Unsupported`."""
    talk = Talk(trial, Role.CLIENT, tls, _OPTIONS)
    try:
        talk.connect()
        talk.attempt()
        hello = talk.said[0] if talk.said else b""
        if _has_place(lane) and hello[_LENGTH_AT : _LENGTH_AT + 1] == b"\x20":
            lane = lane[: _SESSION_ID.start] + hello[_SESSION_ID] + lane[_SESSION_ID.stop :]
        talk.hear(lane)
        talk.attempt()
        talk.finish()
    except EndpointRaised as error:
        talk.misbehaved(error)
    return talk


def _has_place(lane: bytes) -> bool:
    """Whether the lane begins with a ServerHello that has a session id of 32 bytes."""
    return (
        lane[:1] == b"\x16"
        and lane[HEADER : HEADER + 1] == b"\2"
        and lane[_LENGTH_AT : _LENGTH_AT + 1] == b"\x20"
    )


def spelled(lane: bytes, tls: Tls) -> Written:
    """The same as a scenario."""
    raw = f"peer.sends_raw(bytes.fromhex({lane.hex()!r}))"
    if _has_place(lane) and tls is Tls.V13:
        head, tail = lane[: _SESSION_ID.start], lane[_SESSION_ID.stop :]
        item = f"raw({head!r} + subject.client_hello.session_id + {tail!r})"
        raw = f"peer.injects({item!r})"
    steps = (
        f"subject.configured(alpn={_OPTIONS.alpn!r})",
        "subject.handshakes().anything()",
        "subject.sends('client_hello')",
        raw,
        "subject.handshakes().anything()",
        *ENDING,
    )
    return Written("Bytes to a client.", ("harness:bounded",), steps, roles="client", tls=tls.value)


def behind_honesty(lane: bytes, tls: Tls, begin: int) -> Written:
    """A scenario in which an honest flight goes on with bytes, from its `begin`-th message on."""
    first, *rest = _REST[tls][begin:]
    lies = [f"instead({first}, raw({lane!r}))", *(f"del {name}" for name in rest)]
    steps = (f"peer.forges({', '.join(map(repr, lies))})", HANDSHAKE, *ENDING)
    return Written("Bytes amid a flight.", ("harness:bounded",), steps, roles="client", tls=tls.value)


TARGET = Target(server_flight, longest=4096 + _HEAD, mutator=Headed(_HEAD, mutate_records))
