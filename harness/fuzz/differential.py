"""Target `differential`: the same bytes to the server on trial and to tlslite-ng's, and how each ends.

tlslite-ng is Python: its coverage guides inputs that the other, which may be opaque, gets as well. That the
two end differently is told to the fuzzer as a look. It is a find only where the documents decide: a
ClientHello that cannot be parsed is refused (RFC 8446 sections 4.1.2 and 6), and the subject takes it.
"""

from __future__ import annotations

from harness.endpoint import Raised
from harness.errors import ParseError, Unsupported
from harness.fuzz.client_hello import converse, version_for
from harness.fuzz.mutators.streams import mutate_records
from harness.fuzz.scripted import try_written
from harness.fuzz.talk import Talk
from harness.fuzz.target import Finding, Target, Trial
from harness.implementation import load
from harness.names import Kind, Tls
from harness.peers import tlslite_subject  # here, so that a child loads it under instrumentation
from harness.wire.handshake import ClientHello, HandshakeType
from harness.wire.records import ContentType, parse_records
from harness.written import Written

_REFERENCE, _REFUSED = "reference", frozenset((Kind.PROTOCOL_ERROR, Kind.FOREIGN, Kind.MISUSE))
_HEADER = 4  # of a handshake message: type and length


def differential(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes to two servers are answered by both or by neither, wherever a clause decides which."""
    tls = version_for(data)
    if _REFERENCE not in trial.kept:
        name = "stdlib" if trial.implementation.module is tlslite_subject else "tlslite"
        trial.kept[_REFERENCE] = Trial(load(name), trial.pki)
    try:
        ours = converse(data, trial, tls)
        theirs = converse(data, trial.kept[_REFERENCE], tls)
    except Unsupported:
        return None
    classes = class_of_talk(ours), class_of_talk(theirs)
    trial.saw(f"{classes} {ours.look}")
    if classes[0] == "answers" and classes[1] != "answers" and is_unreadable(data):
        return try_written(refusing(data, tls), trial)
    return None


def class_of_talk(talk: Talk) -> str:
    """How a server took what it was given: it answers, refuses, or waits for more."""
    if any(out[0] == ContentType.handshake for out in talk.said):
        return "answers"
    first = next(iter(talk.outcomes), None)
    return "refuses" if isinstance(first, Raised) and first.kind in _REFUSED else "waits"


def is_unreadable(data: bytes) -> bool:
    """Whether this begins with a whole ClientHello that does not parse."""
    try:
        records, _ = parse_records(data)
    except ParseError:
        return False  # of that the rules of records decide
    message = b"".join(record.payload for record in records if record.type == ContentType.handshake)
    end = _HEADER + int.from_bytes(message[1:_HEADER])
    if message[:1] != bytes([HandshakeType.client_hello]) or len(message) < end:
        return False
    try:
        ClientHello.parse(message[_HEADER:end])
    except ParseError:
        return True
    return False


def refusing(data: bytes, tls: Tls) -> Written:
    """The scenario in which the subject must refuse these bytes."""
    steps = (f"peer.sends_raw({data!r})", "subject.handshakes().raises(PROTOCOL_ERROR)")
    clause = "rfc8446:4.1.2:extensions-malformed"
    return Written("A ClientHello that does not parse.", (clause,), steps, roles="server", tls=tls.value)


TARGET = Target(differential, longest=4096, mutator=mutate_records)
