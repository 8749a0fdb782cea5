"""The channel: two byte lanes between the endpoints, moved in ticks of a virtual clock.

An endpoint's bytes are pushed onto the lane named after its role. Each tick a lane delivers at most
one piece; how large, when, and what became of it on the way, the schedule decides. A lane's end is
delivered together with its last piece. When nothing moves any more, `release` lets go of what the
schedule held back; when that yields nothing either, the channel is at rest.
"""

from __future__ import annotations

import copy
import random
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from harness.damage import Damage
from harness.names import ROLES, Role
from harness.schedule.actions import Action, Cut, Delay, Every, Hold, Join, Place, Scatter, Schedule, Turns
from harness.wire.records import Boundaries

_UNLIMITED = 1 << 62
#: What makes a named tuple of a tuple: its own constructor is a function of Python's, and slow here.
_make = tuple.__new__


class Delivery(NamedTuple):
    """One piece that arrives at the end of a lane; `eof` says that nothing follows."""

    lane: Role
    data: bytes
    eof: bool


class Channel:
    """Both lanes under one schedule and one clock, which counts ticks from 0."""

    def __init__(self, schedule: Schedule) -> None:
        self.clock = 0
        self._lanes = {role: Lane(role, schedule.on(role)) for role in ROLES}
        self._in_order = tuple(self._lanes.items())
        self._turns = next((action.lane for action in schedule.actions if isinstance(action, Turns)), None)
        self._schedule = schedule

    def push(self, lane: Role, data: bytes) -> None:
        """Put bytes on a lane, as its sender emitted them."""
        self._lanes[lane].push(data, self.clock)

    def push_eof(self, lane: Role) -> None:
        """The sender of a lane has gone: its end follows the last byte."""
        self._lanes[lane].push_eof()

    def tick(self) -> list[Delivery]:
        """Advance the clock by one and return what arrives, at most one piece a lane."""
        self.clock = clock = self.clock + 1
        deliveries = []
        for role, lane in self._in_order:
            if lane.idle:
                continue
            if self._turns and not self._has_its_turn(role, clock):  # most have none, and every tick asks
                continue
            data, eof = lane.tick(clock)
            if data or eof:
                deliveries.append(_make(Delivery, (role, data, eof)))
        return deliveries

    def _has_its_turn(self, lane: Role, clock: int) -> bool:
        return self._turns is None or (clock % 2 == 1) == (lane is self._turns)

    @property
    def busy(self) -> bool:
        """Whether later ticks will deliver something without anybody's doing."""
        client, server = self._in_order  # in full, since every round without a move asks
        return (not client[1].idle and client[1].busy) or (not server[1].idle and server[1].busy)

    def trickle(self, lane: Role) -> Iterator[bytes]:
        """What ticks would bring one by one where only this lane moves: its pieces, but for the last."""
        if self._lanes[lane.other].idle:
            for piece in self._lanes[lane].trickle():
                self.clock += 1 if self._has_its_turn(lane, self.clock + 1) else 2
                yield piece

    def coming(self, lane: Role, most: int) -> list[bytes]:
        """The first pieces that `trickle` would bring, so many at most; they stay where they are."""
        return self._lanes[lane].coming(most) if self._lanes[lane.other].idle else []

    def bring(self, lane: Role, count: int) -> range:
        """Take so many of the pieces that are `coming`; the ticks at which they came."""
        self._lanes[lane].skip(count)
        first = self.clock + (1 if self._has_its_turn(lane, self.clock + 1) else 2)
        step = 2 if self._turns else 1
        self.clock = first + step * (count - 1)
        return range(first, self.clock + 1, step)

    def release(self) -> bool:
        """Nothing moves any more: let go of what is held. False when nothing was: the channel is at rest."""
        let_go = [lane.release(self.clock) for lane in self._lanes.values()]
        return any(let_go)

    def unmet(self) -> tuple[Action, ...]:
        """The hostile actions that have not happened, because their record or place never came."""
        met = {action for lane in self._lanes.values() for action in lane.met}
        return tuple(action for action in self._schedule.actions if not action.benign and action not in met)


class Lane:
    """One direction: damage first, then delay, then the pacing of deliveries.

    idle: nothing is under way, nor is the lane's end; kept and not sought, since every tick asks.
    """

    def __init__(self, role: Role, actions: tuple[Action, ...]) -> None:
        self._role = role
        hostile = tuple([action for action in actions if not action.benign])
        self._damage = Damage(hostile) if hostile else None
        self._delay = max([action.ticks for action in actions if isinstance(action, Delay)], default=0)
        self._delayed: deque[tuple[int, bytes]] = deque()
        self._pacing = Pacing(actions)
        self._eof: bool | None = None  # None: not yet; True: to be delivered; False: delivered
        self.idle = True

    @property
    def met(self) -> set[Action]:
        """The hostile actions that have happened."""
        return self._damage.met if self._damage else set()

    @property
    def busy(self) -> bool:
        """Whether later ticks will deliver something by themselves."""
        return bool(self._delayed) or self._pacing.ready or self._eof_due

    def push(self, data: bytes, clock: int) -> None:
        """Bytes as sent."""
        if self._damage:
            data = self._damage.push(data)
        self._admit(data, clock)
        if self._damage and self._damage.ended:
            self._end(eof=self._damage.eof)

    def push_eof(self) -> None:
        """The sender has gone."""
        if self._damage:
            self._admit(self._damage.flush(), 0)
        self._end(eof=True)

    def tick(self, clock: int) -> tuple[bytes, bool]:
        """The piece that arrives now, and whether the lane ends with it."""
        pacing, delayed = self._pacing, self._delayed
        while delayed and delayed[0][0] <= clock:
            pacing.push(delayed.popleft()[1])
        data = pacing.pull()
        if pacing.waiting or delayed:
            return data, False
        self.idle = True
        if self._eof:
            self._eof = False
            return data, True
        return data, False

    def trickle(self) -> Iterator[bytes]:
        """The pieces that each tick would bring as things are, but for the last."""
        if not self._delayed:
            yield from self._pacing.trickle()

    def coming(self, most: int) -> list[bytes]:
        """The first pieces that `trickle` would bring, so many at most."""
        return [] if self._delayed else self._pacing.coming(most)

    def skip(self, count: int) -> None:
        """So many of the pieces that were coming are gone."""
        self._pacing.skip(count)

    def release(self, clock: int) -> bool:
        """Let go of what waits for rest; whether anything did."""
        if self._damage and not self._damage.ended and (late := self._damage.flush()):
            self._admit(late, clock)
            return True
        return self._pacing.release()

    @property
    def _eof_due(self) -> bool:
        return self._eof is True and not self._delayed and not self._pacing.waiting

    def _admit(self, data: bytes, clock: int) -> None:
        if not data or self._eof is not None:
            return
        self.idle = False
        if self._delay:
            self._delayed.append((clock + self._delay, data))
        else:
            self._pacing.push(data)

    def _end(self, *, eof: bool) -> None:
        if self._eof is None:
            self._eof = eof
            self.idle = self.idle and not eof


class Pacing:
    """Decides how much of the waiting bytes is the next piece. waiting: those bytes, as they were sent."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        paced = [action for action in actions if action.benign and not isinstance(action, Delay)]
        self._undisturbed = not paced
        self._size = min([action.size for action in paced if isinstance(action, Every)], default=_UNLIMITED)
        self._join = Join in map(type, paced)
        self._cuts = [action.place for action in paced if isinstance(action, Cut)]
        self._holds = [Place(0, action.record) for action in paced if isinstance(action, Hold)]
        seeds = [action.seed for action in paced if isinstance(action, Scatter)]
        self._random = random.Random(seeds[0]) if seeds else None
        self._limit = self._draw()
        self._boundaries = Boundaries() if self._cuts or self._holds else None
        self.waiting: deque[bytes] = deque()
        self._taken = 0  # of the first piece that waits
        self._offset = 0
        self._let_go = False

    @property
    def ready(self) -> bool:
        """Whether the next pull yields bytes."""
        if not self.waiting or (self._join and not self._let_go):
            return False
        return self._room() > 0

    def push(self, data: bytes) -> None:
        """Bytes that wait from now on."""
        if self._boundaries is not None:
            self._boundaries.feed(data)
        self.waiting.append(data)

    def pull(self) -> bytes:
        """The next piece, or b"" when nothing may go now."""
        if self._undisturbed:
            piece = b"".join(self.waiting)
            self.waiting.clear()
            return piece
        if not self.waiting or (self._join and not self._let_go):
            return b""
        room = self._limit if self._boundaries is None else self._room()
        if room <= 0:
            return b""
        self._let_go = False
        end = self._taken + room
        if end < len(self.waiting[0]):
            piece, self._taken = self.waiting[0][self._taken : end], end
        else:
            piece = self._take(room)
        self._offset += len(piece)
        if self._random is not None:
            self._limit = self._draw()
        return piece

    def trickle(self) -> Iterator[bytes]:
        """The pieces that wait, but for the last, where their size alone decides."""
        if self._undisturbed or self._join or self._boundaries is not None:
            return
        waiting = self.waiting
        while len(waiting) > 1 or (waiting and self._taken + self._limit < len(waiting[0])):
            yield self.pull()

    def coming(self, most: int) -> list[bytes]:
        """The first pieces that `trickle` would bring, so many at most: at least one, if there is any."""
        size = self._size
        if self._random is None and self._boundaries is None and not self._join and self.waiting:
            first, start = self.waiting[0], self._taken  # byte by byte there are thousands
            end = min(len(first) - size, start + most * size)
            if start < end:
                return [first[at : at + size] for at in range(start, end, size)]
        ahead = copy.copy(self)
        vars(ahead).update(waiting=self.waiting.copy(), _random=copy.copy(self._random))
        return list(islice(ahead.trickle(), most if self._random else 1))

    def skip(self, count: int) -> None:
        """Pull so many pieces of those that `coming` told."""
        size = count * self._size
        if self._random is None and self.waiting and self._taken + size < len(self.waiting[0]):
            self._taken += size
            self._offset += size
            return
        for _ in range(count):
            self.pull()

    def release(self) -> bool:
        """Let go of what is held or joined; whether there was anything."""
        if not self.waiting:
            return False
        if self._join and not self._let_go:
            self._let_go = True
            return True
        held = [place for place in self._holds if self._resolve(place) == self._offset]
        self._holds = [place for place in self._holds if place not in held]
        return bool(held)

    def _room(self) -> int:
        """How many bytes the next piece may have at most."""
        room = self._limit
        for place in self._cuts:
            offset = self._resolve(place)
            if offset is not None and offset > self._offset:
                room = min(room, offset - self._offset)
        for place in self._holds:
            offset = self._resolve(place)
            if offset is not None:
                room = min(room, max(0, offset - self._offset))
        return room

    def _draw(self) -> int:
        """The largest size of the next piece: fixed, or pseudo-random with small ones likelier."""
        if self._random is None:
            return self._size
        return min(self._size, self._random.choice((1, 1, 2, 3, 5, 8, 40, 400, 4000)))

    def _resolve(self, place: Place) -> int | None:
        return place.resolve(self._boundaries.edges()) if self._boundaries is not None else None

    def _take(self, room: int) -> bytes:
        """The first `room` bytes that wait, no fewer than the first piece holds, copying no others."""
        waiting = self.waiting
        taken = [waiting.popleft()[self._taken :]]
        room -= len(taken[0])
        while waiting and room >= len(waiting[0]):
            taken.append(waiting.popleft())
            room -= len(taken[-1])
        self._taken = room if waiting else 0
        if self._taken:
            taken.append(waiting[0][:room])
        return b"".join(taken)
