"""What a failing cell did wrong, at which call and at which byte, as a person would put it down."""

from __future__ import annotations

from dataclasses import dataclass

from harness.endpoint import Outcome
from harness.oracle import first_unmet
from harness.rules import RULES, broken_rules
from harness.schedule import Schedule
from harness.schedule.actions import (
    Action,
    Cut,
    Delay,
    Drop,
    End,
    Every,
    Flip,
    Hold,
    Insert,
    Join,
    Repeat,
    Scatter,
    Swap,
    Turns,
)
from harness.site.lanes import record_at
from harness.transcript import Agreement, Attempted, Delivered, Event, Misbehaved, Result, Transcript


@dataclass(frozen=True)
class Fault:
    """Where a run failed: the step (None where a rule is broken), the event that shows it, and the words.

    did: what was asked of the subject; expected: what should have come; came: what did.
    """

    step: int | None
    event: Attempted | Misbehaved | None
    did: str
    expected: str
    came: str


def fault_in(transcript: Transcript) -> Fault | None:
    """The failure that decides the verdict, None for a run whose own events show none."""
    unmet = None if transcript.damaged else first_unmet(transcript)
    if isinstance(unmet, Agreement):
        told = f"the subject tells {unmet.subject}, the peer {unmet.peer}"
        return Fault(unmet.step, None, str(unmet.asked), "both tell the same, and something", told)
    if isinstance(unmet, Result):
        wanted = " or, tolerated, ".join(map(str, unmet.act.expect))
        event = _attempt(transcript, unmet.outcome)
        event = event or transcript.last_attempt(unmet.act.side)
        did = f"{unmet.act.side} {event.call}" if event is not None else str(unmet.act)
        return Fault(unmet.step, event, did, wanted, str(unmet.outcome))
    broken = broken_rules(transcript)
    if not broken:
        return None
    first = broken[0]
    page = next(" ".join(each.page.split()) for each in RULES if each.name == first.rule)
    event_or_none = _event(transcript, first.outcome)
    did = "" if not isinstance(event_or_none, Attempted) else f"{event_or_none.side} {event_or_none.call}"
    return Fault(None, event_or_none, did, page, first.told)


def reached(transcript: Transcript, event: Event | None) -> list[str]:
    """In words how much each end had sent and received by then, to the byte and record."""
    if not isinstance(event, Attempted):
        return []
    events = next((each for each in transcript.connections() if any(e is event for e in each)), [])
    came = b"".join(e.data for e in events if isinstance(e, Delivered) and e.side is event.side)
    other = event.side.other
    told = [f"of what the {other} sends, {record_at(came, event.fed)} had come within its reach"]
    if event.eof:
        told.append("it had been told that the wire had ended")
    if event.sent < 1 << 60:
        told.append(f"the {event.side} itself had sent {event.sent} bytes")
    told.append(f"tick {event.tick} of the virtual clock")
    return told


def _attempt(transcript: Transcript, outcome: Outcome) -> Attempted | None:
    """The call whose outcome this is: the very object, since equal outcomes are many."""
    for event in transcript.events:
        if isinstance(event, Attempted) and event.outcome is outcome:
            return event
    return None


def _event(transcript: Transcript, outcome: Outcome | None) -> Attempted | Misbehaved | None:
    for event in transcript.events:
        if isinstance(event, Attempted | Misbehaved) and event.outcome is outcome:
            return event
    return None


def in_words(schedule: Schedule) -> list[str]:
    """What a schedule does to the bytes, one sentence an action; empty when it leaves them alone."""
    return [_told(action) for action in schedule.actions]


def _told(action: Action) -> str:  # noqa: C901 -- one line an action
    lane = f"what the {action.lane} sends" if action.lane is not None else "what each end sends"
    match action:
        case Every():
            return f"{lane} arrives in pieces of {action.size} bytes"
        case Cut():
            return f"{lane} is cut once, at {action.place}"
        case Scatter():
            return f"{lane} arrives in pieces of pseudo-random sizes"
        case Join():
            return f"{lane} is kept until nothing else moves, and arrives at once"
        case Hold():
            return f"record #{action.record} of {lane} and all behind it wait until nothing else moves"
        case Delay():
            return f"{lane} arrives {action.ticks} ticks late"
        case Turns():
            return f"both lanes deliver in turn, the {action.lane}'s first"
        case Swap():
            return f"records #{action.record} and #{action.other} of {lane} change places"
        case Drop():
            return f"record #{action.record} of {lane} is dropped"
        case Repeat():
            return f"record #{action.record} of {lane} arrives twice"
        case Flip():
            return f"bit {action.bit} of byte {action.byte} in record #{action.record} of {lane} is flipped"
        case Insert():
            return f"{len(action.data)} stray bytes arrive before record #{action.record} of {lane}"
        case End():
            return f"{lane} ends at {action.at}" + ("" if action.eof else ", and nothing says so")
