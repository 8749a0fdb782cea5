"""Target `application_records`: bytes decoded into records under live keys, once the handshake is done."""

from __future__ import annotations

from harness.fuzz.choose import Bytes, Choose
from harness.fuzz.grammar.endings import ENDING
from harness.fuzz.grammar.lies import item, keys
from harness.fuzz.grammar.settings import setting
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial
from harness.written import Written

_MOST_ITEMS = 5


def application_records(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as records under live keys are read, waited for or refused, and break no rule."""
    return try_written(recorded(Bytes(data)), trial)


def recorded(choose: Choose) -> Written:
    """A handshake, records of any type, length, padding, key and number, and data behind them."""
    words = setting(choose)
    items: list[str] = []
    while len(items) < _MOST_ITEMS and (not items or choose.more()):
        if choose.number(0, 3) == 3:
            items.append(keys(choose, words.tls))
        items.append(item(choose, words.tls))
    before = choose.pick((False, True))
    steps = (
        "handshake(subject, peer)",
        *(("peer.writes(payload(40))", "subject.reads_exactly(payload(40))") if before else ()),
        f"peer.injects({', '.join(map(repr, items))})",
        *(("peer.writes(payload(50, 'behind')).anything()",) if choose.more() else ()),
        *(("subject.reads(16384).anything()",) if choose.more() else ()),
        *ENDING,
    )
    return words.written("Records that no honest end sends.", "harness:bounded", steps)


TARGET = Target(application_records, longest=256)
