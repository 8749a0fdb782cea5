"""How a run looks from outside: what is fed back as coverage where there is no Python to instrument.

States, classes of outcomes and alerts of the subject; to the fuzzer a new one is as good as new coverage.
"""

from __future__ import annotations

from harness.endpoint import Outcome, Raised, Wants
from harness.names import Side
from harness.transcript import Attempted, Emitted, Overheard, Transcript
from harness.wire.records import ContentType


def class_of(outcome: Outcome) -> str:
    """The outcome without what varies from input to input."""
    if isinstance(outcome, Raised):
        place = outcome.place and f"in {outcome.place}"
        return " ".join(filter(None, (outcome.exception, outcome.reason, place)))
    return str(outcome) if isinstance(outcome, Wants) else "done"


def look_of(transcript: Transcript) -> str:
    """Outcome classes in order, and types and lengths (in powers of two) of what the subject sent.

    What comes again is told once, so that a run of many pieces looks as one of few.
    """
    seen = [transcript.tls.value]
    for event in transcript.events:
        told = ""
        if isinstance(event, Attempted) and event.side is Side.SUBJECT:
            told = f"{event.call.name} {class_of(event.outcome)}"
        elif isinstance(event, Emitted) and event.side is Side.SUBJECT and event.data:
            alert = event.data[-1] if event.data[0] == ContentType.alert else -1
            told = f"{event.data[0]} {len(event.data).bit_length()} {alert}"
        elif isinstance(event, Overheard):
            told = " ".join(alert.hex() for alert in event.alerts)
        if told and told != seen[-1]:
            seen.append(told)
    return ", ".join(seen)
