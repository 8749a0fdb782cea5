"""Schedules: values that say how the bytes on a lane are cut, joined, held, swapped, damaged or ended.

A `Schedule` is a tuple of actions, written `flip(server, 2, byte=5, bit=0)+cut(1)`. Lanes are named
after the role that sends on them. *Benign* actions change only how bytes arrive, so a run must end as
the undisturbed one does; *hostile* ones change what arrives, and only the rules judge the run.
Hostile actions come first whatever the order of writing: they act on records as they were sent,
benign ones on the bytes that are left to deliver.

    actions.py   the actions, as frozen values
    text.py      their text form, which reads back
    families.py  sweeps: whole families of schedules, from the layout of an undisturbed run
"""

from harness.schedule.actions import (
    STRAIGHT,
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
    Place,
    Repeat,
    Scatter,
    Schedule,
    Swap,
    Turns,
)
from harness.schedule.text import parse

__all__ = [
    "STRAIGHT",
    "Action",
    "Cut",
    "Delay",
    "Drop",
    "End",
    "Every",
    "Flip",
    "Hold",
    "Insert",
    "Join",
    "Place",
    "Repeat",
    "Scatter",
    "Schedule",
    "Swap",
    "Turns",
    "parse",
]
