"""The oracle: a pure function from a scenario and its transcript to a judgement.

In this order: was the peer able to tell its lies, did the scenario get its expected outcomes, do the rules
hold, did the schedule meet what it names, and, under a benign schedule, did everything end as in the
undisturbed run. The oracle never learns the implementation's name.

Where the peer refuses what the subject said, a rule that it broke says why, and the clause is the rule's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from harness.endpoint import Done, Outcome, Raised, Wants
from harness.expectation import Anything, Raises, Returns, Waits
from harness.names import SIDES, Grade, Kind, Side, Verdict, Want
from harness.rules import Broken, broken_rules
from harness.scenario import Act, Scenario
from harness.transcript import Agreement, Result, Transcript

# What two runs may differ in: each connection has its own.
_ONE_RUN_ONLY = ("session", "channel_binding")
_READS = ("read", "read_into", "read_exactly", "read_to_end")
#: What the peer is asked about the subject; these acts read better in words than as calls.
_HEARD = ("alerts", "observe")

_VARYING = re.compile("0x[0-9a-f]+|[0-9]+")
#: The lie that an origin ends with (`_lie_before`), and not the number of an OSError.
_LIE = re.compile(r" \[(?!Errno ).*", re.DOTALL)


@dataclass(frozen=True)
class Judgement:
    """What became of one run.

    requirement: the clause that was broken (or the first the scenario proves). told: one sentence.
    origin: state, deviation and outcome, the key by which cells are grouped into findings. details:
    whatever else was wrong, one sentence each.
    """

    verdict: Verdict
    requirement: str = ""
    told: str = ""
    origin: str = ""
    grade: Grade | None = None
    details: tuple[str, ...] = ()


class Ending(NamedTuple):
    """What a benign schedule must not change: how each act ended, how many did, what each side read."""

    acts: tuple[tuple[str, str], ...]
    results: int
    plaintext: tuple[tuple[Side, bytes], ...]


def judge(scenario: Scenario, transcript: Transcript, straight: Ending | None = None) -> Judgement:
    """Judge one run; `straight` is how the undisturbed run ended, which a benign schedule is held to."""
    unmet = None if transcript.damaged else first_unmet(transcript)
    broken = broken_rules(transcript)
    if lost := _untold_lie(transcript, unmet):
        return Judgement(Verdict.ERROR, told=lost, origin=f"harness: {lost}")
    if unmet is not None and not broken and (part := _takes_a_part(unmet)):
        return Judgement(Verdict.UNSUPPORTED, told=part)
    if unmet is not None and not transcript.spared:
        return _judge_unmet(scenario, transcript, _refusal_of(transcript, unmet), broken)
    if broken:
        return _judge_broken(broken)
    if transcript.unasked:
        return Judgement(Verdict.UNSUPPORTED, told=transcript.unasked[0])
    if transcript.unmet:
        return Judgement(Verdict.UNSUPPORTED, told=f"the schedule never met its mark: {transcript.unmet[0]}")
    if transcript.damaged and (waiting := _waits_for_ever(transcript)):
        return waiting
    if straight is not None and (difference := _difference(straight, ending_of(transcript))):
        origin = f"any: a benign schedule changes the run: {difference.partition(':')[0]}"
        told = f"not as in the undisturbed run: {difference}"
        return Judgement(Verdict.FAIL, "harness:metamorphic", told, origin)
    return Judgement(Verdict.PASS, scenario.requires[0], grade=_grade(transcript))


def first_unmet(transcript: Transcript) -> Result | Agreement | None:
    """The first act that did not come to what was expected, or fact on which the ends do not agree."""
    for result in transcript.results:
        if isinstance(result, Agreement):
            if not agreed(result):
                return result
        elif not any(expectation.met_by(result.outcome) for expectation in result.act.expect):
            return result
    return None


def _untold_lie(transcript: Transcript, unmet: Result | Agreement | None) -> str | None:
    """The edit without which the run has tested nothing; None where every edit was told, or never due.

    A subject that fails before an edit is due has failed by itself; but one that goes on has not been
    lied to.
    """
    if transcript.damaged or not transcript.unreached:
        return None
    could_not = [each for each in transcript.unreached if "could not be applied" in each]
    if could_not:
        return could_not[0]
    if isinstance(unmet, Result) and unmet.act.side is Side.PEER and unmet.act.verb == "request_certificate":
        return None  # the subject, told to let itself be asked, did not offer that
    return None if unmet is not None and _failed_by_itself(transcript) else transcript.unreached[0]


def _refusal_of(transcript: Transcript, unmet: Result | Agreement) -> Result | Agreement:
    """The peer's act where the peer has found fault with the subject before it came to its lie.

    It sends no alert, so that the subject waits for ever; but nobody has lied to it.
    """
    if not (transcript.unreached and isinstance(unmet, Result) and isinstance(unmet.outcome, Wants)):
        return unmet
    for result in transcript.results:
        beside = isinstance(result, Result) and result.step == unmet.step and result.act.side is Side.PEER
        if isinstance(result, Result) and beside and isinstance(result.outcome, Raised):
            return replace(result, act=replace(result.act, expect=(Returns(),)))
    return unmet


def _takes_a_part(unmet: Result | Agreement) -> str | None:
    """Of a write that was to wait for room and took a part of the data instead, as it may: what it did."""
    if not isinstance(unmet, Result) or unmet.act.verb != "write" or unmet.act.side is Side.PEER:
        return None
    (data,), outcome = unmet.act.args, unmet.outcome
    waits = all(isinstance(each, Waits) and each.want is Want.WRITE for each in unmet.act.expect)
    if not waits or not isinstance(outcome, Done) or not isinstance(outcome.value, int):
        return None
    if not isinstance(data, bytes) or not 0 < outcome.value < len(data):
        return None
    return f"a write takes {outcome.value} of {len(data)} bytes, and this is about one that waits"


def _failed_by_itself(transcript: Transcript) -> bool:
    """Whether a call of the subject's has failed, waits for ever or ended early, since the last lie."""
    failed = False
    for result in transcript.results:
        if isinstance(result, Result) and result.act.verb in ("forge", "send"):
            failed = False
        elif isinstance(result, Result) and result.act.side is Side.SUBJECT:
            failed = failed or not isinstance(result.outcome, Done) or _ended_early(result)
    return failed


def _ended_early(result: Result) -> bool:
    """Whether a call gave the end of the stream where something else was asked."""
    expected = any(each.met_by(result.outcome) for each in result.act.expect)
    return result.outcome == Done(b"") and not expected


def agreed(agreement: Agreement) -> bool:
    """Whether both ends told the same value, and a value at all."""
    one, other = agreement.subject, agreement.peer
    return (
        isinstance(one, Done)
        and isinstance(other, Done)
        and one.value == other.value
        and one.value is not None
    )


def _judge_unmet(
    scenario: Scenario, transcript: Transcript, unmet: Result | Agreement, broken: list[Broken]
) -> Judgement:
    details = tuple(f"{each.rule}: {each.told}" for each in broken)
    phase = _phase(transcript, unmet)
    if isinstance(unmet, Agreement):
        told = f"step {unmet.step + 1}: the subject tells {unmet.subject}, the peer {unmet.peer}"
        origin = f"{phase}: {unmet.asked} -> they differ"
        return Judgement(Verdict.FAIL, scenario.requires[0], told, origin, details=details)
    stalled = isinstance(unmet.outcome, Wants)
    came = f"{unmet.outcome}, and nothing moves any more" if stalled else _plainly(unmet.act, unmet.outcome)
    told = f"step {unmet.step + 1}: {unmet.act}, but it came to {came}"
    shown = _plainly(unmet.act, unmet.outcome) if unmet.act.verb in _HEARD else shape(unmet.outcome)
    if unmet.act.verb == "observe":
        shown = shown.partition(": ")[0]  # what was sent instead differs from run to run
    origin = f"{phase}: {_asked(unmet.act)} -> {shown}{_lie_before(transcript, unmet)}"
    verdict, clause = Verdict.STALLED if stalled else Verdict.FAIL, scenario.requires[0]
    cause = next((each for each in broken if each.is_said), None) if _is_refusal(unmet) else None
    if cause is not None:  # what the scenario is about was not come to
        clause, details = cause.requirement, tuple(each for each in details if cause.told not in each)
        told = f"{cause.rule}: {cause.told}; so {told}"
    return Judgement(verdict, clause, told, origin, details=details)


def _is_refusal(unmet: Result) -> bool:
    """Whether the peer itself found fault with what the subject had said."""
    outcome = unmet.outcome
    if unmet.act.side is not Side.PEER or not isinstance(outcome, Raised):
        return False
    return outcome.kind is Kind.PROTOCOL_ERROR and not outcome.alert_received


def _lie_before(transcript: Transcript, unmet: Result) -> str:
    """The last lie told before an act, for its origin: two lies that a subject believes are two findings."""
    told = ""
    if unmet.act.side is Side.PEER and transcript.unreached:
        return told  # it was prepared, and never told
    for result in transcript.results:
        if result is unmet:
            break
        if isinstance(result, Result) and result.act.verb in ("forge", "send"):
            told = f" [{'; '.join(map(str, result.act.args))}]"
    return told


def without_lie(origin: str) -> str:
    """An origin without the lie it names last: what went wrong, whatever had been said."""
    return _LIE.sub("", origin)


def _judge_broken(broken: list[Broken]) -> Judgement:
    first, *others = broken
    came = f" -> {shape(first.outcome)}" if first.outcome is not None else ""
    details = tuple(f"{each.rule}: {each.told}" for each in others)
    origin = f"{first.state}: {first.rule}{came}"
    verdict = Verdict.FAIL
    return Judgement(verdict, first.requirement, f"{first.rule}: {first.told}", origin, details=details)


def _waits_for_ever(transcript: Transcript) -> Judgement | None:
    """After damage the wire was ended, so a subject that still waits for bytes will wait for ever."""
    last = transcript.last_attempt(Side.SUBJECT)
    if last is None or not isinstance(last.outcome, Wants) or not last.eof:
        return None
    told = f"{last.call} still {last.outcome} though the wire has ended"
    return Judgement(Verdict.STALLED, "rfc8446:6.1:truncation", told, "any: waits behind the end of the wire")


def _grade(transcript: Transcript) -> Grade | None:
    """How well the expectations were met; no grade after damage, when they do not count."""
    if transcript.damaged:
        return None
    grade = Grade.STRICT
    for result in transcript.results:
        if not isinstance(result, Result):
            continue
        wanted = result.act.expect[0]
        if not wanted.met_by(result.outcome):
            return Grade.ACCEPTABLE
        if isinstance(wanted, Raises) and not wanted.echoed_by(result.outcome):
            grade = Grade.PORTABLE
    return grade


def _difference(straight: Ending, disturbed: Ending) -> str | None:
    """The first thing in which two runs of one scenario ended differently, or None."""
    if straight == disturbed:
        return None
    for one, other in zip(straight.acts, disturbed.acts, strict=False):
        if one != other:
            return f"{other[0]} gave {other[1]}, undisturbed {one[1]}"
    if straight.results != disturbed.results:
        return f"number of acts: {disturbed.results}, undisturbed {straight.results}"
    for (side, wanted), (_, got) in zip(straight.plaintext, disturbed.plaintext, strict=True):
        if wanted != got:
            return f"all plaintext of the {side}: {Done(got)}, undisturbed {Done(wanted)}"
    return None


def ending_of(transcript: Transcript) -> Ending:
    """How a run ended, as far as a benign schedule must not change it."""
    acted = _acted(transcript)
    read = tuple(
        (side, b"".join(result.read for result in acted if result.act.side is side)) for side in SIDES
    )
    return Ending(tuple(_endings(acted)), len(transcript.results), read)


def _endings(acted: list[Result]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for act, outcome in ((result.act, result.outcome) for result in acted):
        if act.verb == "tell" and act.args[0] in _ONE_RUN_ONLY:
            continue
        if act.side is Side.PEER and isinstance(act.expect[0], Anything):
            continue  # nobody asks how a lying peer fares
        plain_read = act.verb in _READS and isinstance(outcome, Done)
        found.append((_called(act), "bytes" if plain_read else shape(outcome)))
    return found


def _acted(transcript: Transcript) -> list[Result]:
    """The results of acts in an order that does not depend on who was ready first."""
    acts = [result for result in transcript.results if isinstance(result, Result)]
    return sorted(acts, key=lambda result: (result.step, result.act.side, result.act.verb))


def _phase(transcript: Transcript, unmet: Result | Agreement) -> str:
    """The phase of the conversation, from the subject's own acts before this one."""
    phase = "handshake"
    for result in transcript.results:
        if result is unmet:
            break
        if (
            isinstance(result, Result)
            and result.act.side is Side.SUBJECT
            and isinstance(result.outcome, Done)
        ):
            phase = {"handshake": "open", "close_notify": "closed"}.get(result.act.verb, phase)
    return phase


def _called(act: Act) -> str:
    if act.verb == "use":
        return f"{act.side} {act.args[0]}"
    if act.verb in _HEARD:
        return str(act)
    return f"{act.side} {act.verb}" + (f" {act.args[0]}" if act.verb == "tell" else "")


def _asked(act: Act) -> str:
    if act.verb in _HEARD:
        return str(act)
    return f"{_called(act)} {re.sub(r'gives .*', 'gives its value', str(act.expect[0]))}"


def _plainly(act: Act, outcome: Outcome | None) -> str:
    """What an act came to, in words."""
    if act.verb in _HEARD and isinstance(outcome, Done):
        told = outcome.value
        return (" and ".join(map(str, told)) or "no alert") if isinstance(told, tuple) else str(told)
    return str(outcome)


def shape(outcome: Outcome | None) -> str:
    """An outcome without what differs from cell to cell: sizes, addresses, whole values."""
    if isinstance(outcome, Raised):
        detail = outcome.reason
        if detail is None and outcome.kind in (Kind.FOREIGN, Kind.MISUSE):
            detail = outcome.message
        plain = _VARYING.sub("N", detail or "")
        return f"{outcome.exception or outcome.kind} {plain}".strip()
    if isinstance(outcome, Done) and isinstance(outcome.value, bytes):
        return "bytes" if outcome.value else "b''"
    if isinstance(outcome, Done) and isinstance(outcome.value, int):
        return type(outcome.value).__name__ if outcome.value not in (True, False) else str(outcome)
    match outcome:
        case Done((int(), bytes(buffer))) if any(buffer):
            return "(int, bytes)"
    return str(outcome)
