"""Sweeps: whole families of schedules, made from the layout of an undisturbed run.

A layout is, for each lane, the lengths of its records in bytes, headers included. Places are written
relative to records, so that a schedule keeps its meaning when a signature is a byte longer next time.

`QUICK` samples a family with the seed; `STANDARD` covers every record boundary, header and field and a
spread of offsets; `EXHAUSTIVE` every offset.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from harness.names import Profile, Role
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
    Place,
    Repeat,
    Scatter,
    Schedule,
    Swap,
    Turns,
)

Layout = dict[Role, tuple[int, ...]]

#: A delivery in more pieces than this costs more than it shows.
_MOST_PIECES = 20_000
_CHUNKS = (2, 3, 5, 6, 7, 13, 64, 255, 1000, 4096, 16384, 16389)
_PERCENTS = (25, 50, 75, 97)
# Around a record's start: the last byte before, the boundary, inside and behind the record header, and
# inside and behind a handshake header.
_EDGES = (-1, 0, 1, 3, 4, 5, 6, 8, 9)

#: Stray records, by what is wrong with them.
STRAYS = {
    "alert, fatal internal_error": bytes.fromhex("15030300020250"),
    "alert, close_notify": bytes.fromhex("15030300020100"),
    "change_cipher_spec": bytes.fromhex("140303000101"),
    "handshake, empty": bytes.fromhex("1603030000"),
    "application data in clear": bytes.fromhex("170303000548454c4c4f"),
    "unknown type": bytes.fromhex("630303000100"),
    "too long by its header": bytes.fromhex("170303ffff"),
}

# How many schedules a sample holds. "some" leaves out the byte-by-byte delivery, the dearest by far.
_SAMPLE = {
    Profile.QUICK: {"some": 2, "benign": 8, "hostile": 10},
    Profile.STANDARD: {"some": 6},
}


def sweep(kind: str, layout: Layout, incoming: Role, profile: Profile, seed: str) -> list[Schedule]:
    """The schedules a scenario of sweep `kind` is tried under, besides the undisturbed one.

    `incoming` is the lane the subject reads from: the one that is damaged. `seed` decides the sample.
    """
    if kind == "none":
        return []
    if kind == "lies":
        return _lies(layout, incoming, profile, seed)
    family = list(hostile(layout, incoming, profile) if kind == "hostile" else benign(layout, profile))
    count = _SAMPLE.get(profile, {}).get(kind)
    if count is None:
        return family
    kept = family[:1] if kind == "benign" else []
    rest = family if kind == "hostile" else family[1:]
    return kept + _sample(rest, count - len(kept), seed)


def _lies(layout: Layout, incoming: Role, profile: Profile, seed: str) -> list[Schedule]:
    """What a lying peer sends: byte by byte, joined with its neighbours, cut at sampled places or at all."""
    schedules = [_one(Every(1, incoming)), _one(Join(incoming))]
    if profile is Profile.QUICK:
        return random.Random(seed).sample(schedules, 1)
    cuts = list(places(layout[incoming], profile))
    if profile is Profile.STANDARD:
        cuts = random.Random(seed).sample(cuts, min(3, len(cuts)))
    return schedules + [_one(Cut(incoming, place)) for place in cuts]


def benign(layout: Layout, profile: Profile) -> Iterator[Schedule]:
    """Every way to deliver the same bytes: piecewise, joined, held, late, in turns, cut at every place."""
    total = sum(map(sum, layout.values()))
    if total <= _MOST_PIECES:
        yield _one(Every(1))
    yield _one(Join())
    for lane in Role:
        yield _one(Join(lane))
        yield _one(Turns(lane))
        if total <= _MOST_PIECES:
            yield _one(Every(1, lane), Turns(lane))
        yield from (_one(Delay(lane, ticks)) for ticks in (1, 3, 20))
        yield from (_one(Hold(lane, record)) for record in range(len(layout[lane])))
    yield from (_one(Every(size)) for size in _CHUNKS if total / size <= _MOST_PIECES)
    yield from (_one(Scatter(seed)) for seed in (1, 2, 3))
    for lane in Role:
        yield from (_one(Cut(lane, place)) for place in places(layout[lane], profile))


def hostile(layout: Layout, lane: Role, profile: Profile) -> Iterator[Schedule]:
    """Everything that can happen to the records of one lane, and its end at every place."""
    lengths = layout[lane]
    for record, length in enumerate(lengths):
        yield _one(Drop(lane, record))
        yield _one(Repeat(lane, record))
        if record + 1 < len(lengths):
            yield _one(Swap(lane, record, record + 1))
        yield from (_one(flip) for flip in _flips(lane, record, length, profile))
        yield from (_one(Insert(lane, record, stray)) for stray in STRAYS.values())
    for place in places(lengths, profile):
        yield _one(End(lane, place))
        yield _one(End(lane, place, eof=False))


def places(lengths: tuple[int, ...], profile: Profile) -> Iterator[Place]:
    """Offsets on a lane of such records: around every boundary and a spread, or all of them."""
    for record, length in enumerate(lengths):
        if profile is Profile.EXHAUSTIVE:
            yield from (Place(offset, record) for offset in range(0 if record else 1, length))
            continue
        first = 1 if record == 0 else -1
        yield from (Place(offset, record) for offset in _EDGES if first <= offset < length)
        if length > 24:
            yield from (Place(0, record, percent) for percent in _PERCENTS)


def _flips(lane: Role, record: int, length: int, profile: Profile) -> Iterator[Flip]:
    """A bit of every field of the header, of the first and last byte of the body, and between."""
    if profile is Profile.EXHAUSTIVE:
        yield from (Flip(lane, record, byte, byte % 8) for byte in range(length))
        return
    for byte, bit in ((0, 0), (0, 6), (1, 1), (2, 0), (3, 7), (3, 0), (4, 0), (4, 5)):
        yield Flip(lane, record, byte, bit)
    if length > 5:
        yield Flip(lane, record, 5, 0)
        yield Flip(lane, record, 5 + (length - 5) // 2, 3)
        yield Flip(lane, record, -1, 7)
    if length > 22:
        yield Flip(lane, record, -16, 0)


def _sample(family: list[Schedule], count: int, seed: str) -> list[Schedule]:
    """A pseudo-random sample, half of it of schedules that name a place, as far as there are any."""
    choose = random.Random(seed)
    placed: list[Schedule] = []
    general: list[Schedule] = []
    for schedule in family:
        (placed if schedule.names_a_place else general).append(schedule)
    half = choose.sample(placed, min(count // 2, len(placed)))
    return half + choose.sample(general, min(count - len(half), len(general)))


def _one(*actions: Action) -> Schedule:
    return Schedule(actions)
