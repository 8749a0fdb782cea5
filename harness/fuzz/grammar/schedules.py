"""Schedules by choice: a few actions, in their text form, with places near the borders of records."""

from __future__ import annotations

from harness.fuzz.choose import Choose
from harness.names import ROLES
from harness.schedule import actions as of
from harness.schedule.actions import Action, Place, Schedule

#: Records beyond this many are rarely sent, and a schedule that never meets its mark tests nothing.
_RECORDS = 8
_SIZES = (1, 2, 3, 5, 7, 16, 100, 1000, 16384)
_OFFSETS = (0, 1, 2, 3, 4, 5, 6, -1, -2)
_MOST_ACTIONS = 3


def benign(choose: Choose) -> str:
    """A schedule after which a run must end as the undisturbed one does; up to three actions."""
    return _schedule(choose, [_benign_action(choose)])


def hostile(choose: Choose) -> str:
    """A schedule that damages what arrives, in one way, and may cut it besides."""
    return _schedule(choose, [_hostile_action(choose)])


def any_schedule(choose: Choose) -> str:
    """One of either kind."""
    return choose.pick((benign, hostile))(choose)


def _schedule(choose: Choose, actions: list[Action]) -> str:
    while len(actions) < _MOST_ACTIONS and choose.more():
        actions.append(_benign_action(choose))
    return str(Schedule(tuple(actions)))


def _place(choose: Choose) -> Place:
    record = choose.number(0, _RECORDS)
    if choose.more():
        return Place(record=record, percent=choose.number(1, 99))
    return Place(choose.pick(_OFFSETS if record else _OFFSETS[:7]), record)


def _benign_action(choose: Choose) -> Action:
    kind = choose.number(0, 6)
    lane = choose.pick(ROLES)
    match kind:
        case 0:
            return of.Every(choose.pick(_SIZES), choose.pick((None, *ROLES)))
        case 1:
            return of.Cut(lane, _place(choose))
        case 2:
            return of.Join(choose.pick((None, *ROLES)))
        case 3:
            return of.Hold(lane, choose.number(0, _RECORDS))
        case 4:
            return of.Delay(lane, choose.number(1, 9))
        case 5:
            return of.Turns(lane)
    return of.Scatter(choose.number(0, 999), choose.pick((None, *ROLES)))


def _hostile_action(choose: Choose) -> Action:
    kind = choose.number(0, 5)
    lane, record = choose.pick(ROLES), choose.number(0, _RECORDS)
    match kind:
        case 0:
            return of.End(lane, _place(choose))
        case 1:
            return of.Flip(lane, record, choose.number(0, 60), choose.number(0, 7))
        case 2:
            return of.Drop(lane, record)
        case 3:
            return of.Repeat(lane, record)
        case 4:
            return of.Swap(lane, record, record + 1)
    return of.Insert(lane, record, choose.data(12) or b"\0")
