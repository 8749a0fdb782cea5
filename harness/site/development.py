"""What a failing cell is developed into, like a film, in the process that has just repeated it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from harness.oracle import Judgement
from harness.report.pcapng import capture, keylog
from harness.run.cell import Cell
from harness.schedule import parse
from harness.site.account import fault_in, in_words, reached
from harness.site.drawing import draw
from harness.site.picture import picture
from harness.transcript import Attempted, Transcript

_LIE = 400  # letters of a lie's text


@dataclass(frozen=True)
class Print:
    """What the page of a failing cell shows beside its result.

    svg: the picture. did, expected, came: what the subject was asked, what should have come and what did.
    reached: in words, at which byte. lies: what the peer forged and injected. schedule: what it did, in
    words. capture: pcapng. secrets: whether it holds any.
    """

    verdict: str
    origin: str
    svg: str
    did: str
    expected: str
    came: str
    reached: tuple[str, ...]
    lies: tuple[str, ...]
    schedule: tuple[str, ...]
    capture: bytes
    secrets: bool


def develop(cell: Cell, judgement: Judgement, transcript: Transcript) -> Print:
    """Draw and describe one run of a cell."""
    schedule, fault = parse(cell.schedule), fault_in(transcript)
    rows = picture(transcript, schedule, fault)
    lies = [
        "; ".join(map(str, event.call.args))
        for event in transcript.events
        if isinstance(event, Attempted) and event.call.name in ("forge", "send")
    ]
    return Print(
        verdict=str(judgement.verdict),
        origin=judgement.origin,
        svg=draw(rows, cell.role, f"The conversation of {cell.name}"),
        did=fault.did if fault else "",
        expected=fault.expected if fault else "",
        came=fault.came if fault else judgement.told,
        reached=tuple(reached(transcript, fault.event if fault else None)),
        lies=tuple(textwrap.shorten(lie, _LIE, placeholder="...") for lie in lies),
        schedule=tuple(in_words(schedule)),
        capture=capture(transcript, cell.name),
        secrets=bool(keylog(transcript)),
    )
