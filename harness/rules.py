"""The rules: invariants that must hold in every transcript, whatever the scenario and the schedule.

Here are those about bytes, outcomes and records; those about what hellos offer and answer are in
`harness.negotiation`. All are entered in `harness.rulebook`, which says how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeGuard

import harness.negotiation  # noqa: F401 - enters its rules in the book
from harness.attempts import WRITES, asks_for_bytes, ends_cleanly, plaintext_of
from harness.endpoint import Done, Raised, Wants
from harness.errors import ParseError
from harness.expectation import Raises
from harness.ledger import Ledger, one_by_one
from harness.names import SIDES, Kind, Role, Side, Tls, Want
from harness.rulebook import RULES, Broken, Found, Rule, rule
from harness.transcript import Attempted, Misbehaved, Result, Transcript, Trickle
from harness.wire.records import (
    HEADER,
    MAX_CIPHERTEXT_12,
    ContentType,
    RecordReader,
)

__all__ = ["RULES", "Broken", "broken_rules"]

#: Bytes a subject may send whatever it was given: a handshake with large certificates, tickets, alerts.
_FREE_OUTPUT = 65536
#: Bytes of a protected TLS 1.3 alert: level, description, content type and tag.
_ALERT_1_3 = 2 + 1 + 16
#: What a record of few bytes may well be padded to (RFC 8446 section 5.4).
_PADDED = 1024 + 64
_NEVER = 1 << 62


def broken_rules(transcript: Transcript) -> list[Broken]:
    """Everything that breaks a rule, in the order of the run."""
    ledgers = [Ledger(log, transcript.tls, transcript.role) for log in transcript.logs()]
    found = []
    for each in _rules_for(transcript.role):
        for ledger in ledgers:
            for told, event in each.check(ledger, transcript):
                found.append(each.broken(ledger, told, event))
                break  # the first way in which it is broken tells enough
    return sorted(found, key=lambda broken: broken.tick)


@cache
def _rules_for(role: Role) -> tuple[Rule, ...]:
    """The rules for a subject that plays this role."""
    return tuple(each for each in RULES if each.role in (None, role))


@rule("rfc8446:5.2:integrity")
def plaintext_is_a_prefix(ledger: Ledger, transcript: Transcript) -> Found:
    """What one end reads is an exact prefix of what the other wrote: nothing lost, added, twice or moved."""
    for reader in SIDES if not ledger.handled else ():
        if not ledger.reads(reader) or (reader is Side.PEER and transcript.damaged):
            continue
        if reader is Side.SUBJECT and ledger.may_have_come("application_data"):
            continue  # the scenario knows what was injected
        possible = ledger.streams[reader.other].possible
        position = 0
        for event in ledger.ended[reader]:
            got = plaintext_of(event)
            if got and got != possible[position : position + len(got)]:
                wrong = _first_difference(got, possible[position:])
                yield (
                    f"{reader} read bytes that were not written, from plaintext offset {position + wrong}",
                    event,
                )
            position += len(got)


@rule("python:ssl:exceptions")
def only_documented_exceptions(ledger: Ledger, transcript: Transcript) -> Found:
    """Only exceptions of the documented taxonomy come out; wrong use is reported only where use is wrong."""
    if not ledger.raised and not ledger.misbehaved:
        return
    expected = {id(r.outcome) for r in transcript.results if isinstance(r, Result) and _expects_misuse(r)}
    events: list[Attempted | Misbehaved] = [*ledger.raised, *ledger.misbehaved]
    for event in events:
        outcome = event.outcome
        if not isinstance(outcome, Raised) or id(outcome) in expected:
            continue
        if outcome.kind in (Kind.FOREIGN, Kind.MISUSE) or isinstance(event, Misbehaved):
            doing = event.doing if isinstance(event, Misbehaved) else str(event.call)
            yield f"{doing} raised {outcome}, which no caller can expect there", event


@rule("rfc8446:6.2:dead-after-fatal")
def fatal_errors_are_final(ledger: Ledger, transcript: Transcript) -> Found:
    """After a fatal error every handshake, read and write keeps failing, and nothing more is delivered."""
    if ledger.failed is None:
        return
    mine = ledger.attempts[Side.SUBJECT]
    for event in mine[mine.index(ledger.failed) + 1 :]:
        if event.call.name in ("close_notify", "close", "tell", "use", "pending") or isinstance(
            event.outcome, Raised
        ):
            continue
        if event.call.name == "read" and not asks_for_bytes(event):
            continue
        yield f"after {ledger.failed.outcome} a later {event.call} gave {event.outcome}", event


@rule("python:ssl:want-read")
def want_read_means_starved(ledger: Ledger, transcript: Transcript) -> Found:
    """A read says want-read only when no complete record, closure alert or end of stream is left unread."""
    ready = ledger.handshaken
    if not ledger.reads(Side.SUBJECT) or ledger.handled or ready is None:
        return
    stream, closed_at = ledger.streams[Side.PEER], ledger.peer_closed_at
    closed_at = _NEVER if closed_at is None else closed_at
    heedless = closed_at if transcript.damaged or ledger.unharmed else 0
    for event, have_read in _reads_that_wait(ledger, heedless):
        if event.tick < ready.tick:
            continue
        reach = -1 if transcript.damaged else ledger.intelligible(event.fed)
        if reach >= stream.due_behind(have_read):
            left = stream.complete_at(reach) - have_read
            yield f"{event.call} wants read with {left} bytes of complete records unread", event
        if closed_at <= reach:
            yield f"{event.call} wants read though the peer's close_notify is there", event
        if event.eof and event.fed == len(ledger.received[Side.SUBJECT]):
            yield f"{event.call} wants read though the wire has ended", event


def _reads_that_wait(ledger: Ledger, heedless: int) -> Iterator[tuple[Attempted, int]]:
    """The subject's reads that want read, each with how many bytes were read before.

    heedless: up to which offset those are left out that had no whole record within reach.
    """
    stream, have_read, paused = ledger.streams[Side.PEER], 0, False
    due = stream.due_behind(have_read)
    for turn in ledger.turns[Side.SUBJECT]:
        if _only_waits(turn) and _reached(turn) < min(due, heedless):
            continue  # byte by byte nearly all are
        for event in one_by_one([turn]):
            outcome = event.outcome
            if event.call.name == "ask":
                paused = event.call.args[0] == "pause_reading"
            if not isinstance(outcome, Wants):
                have_read += len(plaintext_of(event))
                due = stream.due_behind(have_read)
            elif outcome.want is Want.READ and not paused and asks_for_bytes(event):
                yield event, have_read


def _only_waits(turn: Attempted | Trickle) -> bool:
    """Whether it wants something, and the wire has not ended."""
    return isinstance(turn, Trickle) or (type(turn.outcome) is Wants and not turn.eof)


def _reached(turn: Attempted | Trickle) -> int:
    """How many bytes had come within reach by its end."""
    return turn.until if isinstance(turn, Trickle) else turn.fed


@rule("rfc8446:6.1:truncation")
def truncation_is_not_a_clean_end(ledger: Ledger, transcript: Transcript) -> Found:
    """A clean end is told only once the peer's close_notify has arrived unharmed; else it is truncation."""
    if ledger.calls[Side.SUBJECT].isdisjoint(("read", "read_into", "close_notify")):
        return
    closed_at = ledger.peer_closed_at
    if ledger.handshaken is None and ledger.was_told_close_in_clear:
        return  # before there are keys, nobody can know who sent a close_notify
    if ledger.may_have_come("alert"):
        return
    for event in ledger.ended[Side.SUBJECT]:
        if event.call.name == "close" and isinstance(event.outcome, Done):
            return
        if not ends_cleanly(event):
            continue
        if closed_at is None or ledger.arrived(event.fed + event.fed_meanwhile) < closed_at:
            yield f"{event.call} told a clean end, but no close_notify had arrived", event


@rule("rfc8446:5.1:record-framing")
def output_is_well_formed(ledger: Ledger, transcript: Transcript) -> Found:
    """Every byte emitted belongs to a record of a known type and legal size, and none is left half."""
    if ledger.handled:
        return
    wire, framing = ledger.emitted[Side.SUBJECT], ledger.framing
    if framing.broken:
        yield f"the subject's output is no TLS: {_what_is_wrong(wire)}", None
        return
    for start in framing.starts:
        if wire[start + 3 : start + HEADER] == b"\0\0" and wire[start] != ContentType.application_data:
            yield f"the subject sent an empty {ContentType(wire[start]).name} record", None
    unfinished = any(isinstance(event.outcome, Wants) for event in ledger.turns[Side.SUBJECT][-1:])
    dropped = "close" in ledger.calls[Side.SUBJECT]
    broken_off = unfinished or dropped or ledger.raised  # whoever fails in a write leaves what it has begun
    if framing.complete < len(wire) and transcript.finished and not broken_off:
        yield f"the subject's output ends inside a record, {len(wire) - framing.complete} bytes into it", None


@rule("rfc8446:5.2:confidentiality")
def nothing_in_clear(ledger: Ledger, transcript: Transcript) -> Found:
    """Written plaintext never shows on the wire, and TLS 1.3 sends only protected records after Finished."""
    wire = ledger.emitted[Side.SUBJECT]
    searched: object = None
    for event in ledger.tried(Side.SUBJECT, *WRITES):
        data = event.call.args[0]
        if not isinstance(data, bytes) or len(data) < 16 or data is searched:
            continue
        searched = data  # a retry writes the same object again
        if any(data[at : at + 16] in wire for at in (0, len(data) // 2, len(data) - 16)):
            yield f"the plaintext of {event.call} is on the wire in clear", event
    done = ledger.handshaken
    if ledger.handled or ledger.framing.broken:
        return
    if transcript.tls is Tls.V13 and done is not None:
        for start in ledger.framing.starts:
            if start >= done.sent and wire[start] != ContentType.application_data:
                kind = ContentType(wire[start]).name
                yield f"an unprotected {kind} record after the handshake", done


@rule("harness:bounded")
def work_is_bounded(ledger: Ledger, transcript: Transcript) -> Found:
    """Work and output stay in proportion to the input: no spinning, no flood."""
    if transcript.spun:
        yield "the conversation went on without end", None
    if ledger.handled:
        return
    out, into = len(ledger.emitted[Side.SUBJECT]), len(ledger.received[Side.SUBJECT])
    if out <= _FREE_OUTPUT:
        return
    written = len(ledger.streams[Side.SUBJECT].possible)
    calls = 64 * len(ledger.attempts[Side.SUBJECT]) + _PADDED * len(ledger.ended[Side.SUBJECT])
    if out > _FREE_OUTPUT + 2 * into + 2 * written + calls:
        yield f"{out} bytes sent for {into} received and {written} written", None


@rule("python:ssl:return-values")
def values_have_their_types(ledger: Ledger, transcript: Transcript) -> Found:
    """Reads give bytes, no more than asked for; writes a count of at most what was given."""
    for event in ledger.ended[Side.SUBJECT]:
        if isinstance(event.outcome, Done) and not _has_its_type(event):
            yield f"{event.call} gave {event.outcome}", event


@rule("rfc8446:5.2:bad_record_mac")
def failed_decryption_is_told(ledger: Ledger, transcript: Transcript) -> Found:
    """When a protected record does not verify, a fatal alert is emitted, and it is bad_record_mac.

    None is due of a subject that has said its close_notify: it sends nothing behind that (RFC 8446 6.1).
    """
    failed = ledger.failed
    if failed is None or not _body_was_damaged(ledger) or ledger.handshaken is None:
        return
    if not isinstance(failed.outcome, Raised) or failed.outcome.kind is not Kind.PROTOCOL_ERROR:
        return
    mine = ledger.attempts[Side.SUBJECT]
    before = mine[mine.index(failed) - 1].sent if mine.index(failed) else 0
    silent = len(ledger.emitted[Side.SUBJECT]) <= before and not _alerted_at_once(ledger)
    if silent and not _has_said_goodbye(mine[: mine.index(failed)]):
        yield f"{failed.call} failed on a damaged record and no alert was emitted", failed
    for event in ledger.attempts[Side.PEER]:
        heard = event.outcome.alert if isinstance(event.outcome, Raised) else None
        if heard not in (None, "bad_record_mac"):
            yield f"a damaged record was answered with {heard}", failed


def _has_said_goodbye(before: list[Attempted]) -> bool:
    """Whether one of these attempts was a close_notify that sent something."""
    sent = 0
    for event in before:
        if event.call.name == "close_notify" and event.sent > sent:
            return True
        sent = event.sent
    return False


def _alerted_at_once(ledger: Ledger) -> bool:
    """Whether the last record since the damage looks like an alert: some decrypt before they are asked."""
    wire, starts = ledger.emitted[Side.SUBJECT], ledger.framing.starts
    before = max((e.sent for e in ledger.attempts[Side.SUBJECT] if e.fed <= ledger.intact), default=0)
    if not starts or starts[-1] < before:
        return False
    kind, length = wire[starts[-1]], int.from_bytes(wire[starts[-1] + 3 : starts[-1] + HEADER], "big")
    return kind == ContentType.alert or (kind == ContentType.application_data and length <= _ALERT_1_3)


def _body_was_damaged(ledger: Ledger) -> bool:
    """Whether the first damage the subject met lies in the body of an application_data record.

    The record's header and everything behind it must be the peer's own, so that only its protection
    can have noticed.
    """
    ours, theirs = ledger.received[Side.SUBJECT], ledger.emitted[Side.PEER]
    if ledger.intact >= min(len(ours), len(theirs)) or len(ours) != len(theirs):
        return False
    at = 0
    while at + HEADER <= ledger.intact:
        length = HEADER + int.from_bytes(theirs[at + 3 : at + 5], "big")
        if ledger.intact < at + length:
            return theirs[at] == ContentType.application_data and len(ours) >= at + length
        at += length
    return False


def _what_is_wrong(wire: bytes) -> str:
    reader = RecordReader(MAX_CIPHERTEXT_12)
    reader.feed(wire)
    try:
        return f"a record too long for its version among {len(list(reader))}"
    except ParseError as error:
        return str(error)


def _has_its_type(event: Attempted) -> bool:
    value = event.outcome.value if isinstance(event.outcome, Done) else None
    first = event.call.args[0] if event.call.args else None
    if event.call.name == "read":
        return isinstance(value, bytes) and isinstance(first, int) and len(value) <= max(first, 0)
    if event.call.name in WRITES:
        length = len(first) if isinstance(first, bytes) else 0
        return _is_count(value) and (0 < value <= length or value == length == 0)
    if event.call.name == "read_into":
        count = value[0] if isinstance(value, tuple) else None
        amount, size = (arg if isinstance(arg, int) else 0 for arg in event.call.args)
        return _is_count(count) and 0 <= count <= (min(amount, size) if amount > 0 else size)
    return True


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _expects_misuse(result: Result) -> bool:
    return any(
        isinstance(expectation, Raises) and expectation.met_by(result.outcome)
        for expectation in result.act.expect
    )


def _first_difference(got: bytes, wanted: bytes) -> int:
    return next((i for i, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), len(wanted))
