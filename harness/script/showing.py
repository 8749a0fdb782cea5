"""Which of the lines a script prints is the one that shows what is wrong."""

from __future__ import annotations

from harness.names import Side
from harness.oracle import first_unmet
from harness.rules import broken_rules
from harness.script.acting import Acted
from harness.script.recording import Recording
from harness.transcript import Agreement, Attempted, Began, Note


def line_that_shows(recording: Recording, acted: Acted) -> int:
    """The number of that line: the act that went wrong, the call a rule is about, or the alert."""
    unmet = first_unmet(recording.transcript)
    act = None if unmet is None or isinstance(unmet, Agreement) else unmet.act
    if unmet is not None:
        within = _attempts_of(recording, unmet.step)
        outcome = unmet.subject if isinstance(unmet, Agreement) else unmet.outcome
        side = Side.SUBJECT if act is None else act.side
        for number, event in _backwards(acted):
            if event in within and event.side is side and event.outcome == outcome:
                return number
    broken = [] if unmet is not None else broken_rules(recording.transcript)
    for number, event in _backwards(acted):
        if broken and event.outcome == broken[0].outcome:
            return number
    alerts = [number for number, line in enumerate(acted.lines) if " alert " in line and " -> " not in line]
    if alerts and (act is None or act.verb == "alerts"):
        return alerts[-1]
    return next(number for number, event in _backwards(acted) if event.side is Side.SUBJECT)


def _backwards(acted: Acted) -> list[tuple[int, Attempted]]:
    return [(number, event) for number, event in enumerate(acted.events) if event is not None][::-1]


def _attempts_of(recording: Recording, step: int) -> list[Attempted]:
    """The attempts of one step."""
    found: list[Attempted] = []
    within = False
    for event in recording.transcript.events:
        if isinstance(event, Note):
            within = isinstance(event.about, Began) and event.about.number == step
        elif within and isinstance(event, Attempted):
            found.append(event)
    return found
