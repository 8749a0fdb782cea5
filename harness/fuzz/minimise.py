"""Making a find small: fewer bytes; fewer steps, fewer actions of the schedule, smaller numbers.

`keeps` says whether a candidate still shows the find. What is tried depends on the find and on those
answers alone, so the same find becomes the same small one. After so many tries the best so far is it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Generic, TypeVar

from harness.errors import HarnessError
from harness.fuzz.choose import Answer
from harness.schedule import Schedule, parse
from harness.written import Written

V = TypeVar("V")
T = TypeVar("T")
#: The most answers that one part of a scenario takes.
_LONGEST_PART = 24
_NUMBER = re.compile(r"\d+")


@dataclass
class _Search(Generic[V]):
    """The best so far, and how many tries are left."""

    best: V
    keeps: Callable[[V], bool]
    left: int
    _tried: set[str] = field(default_factory=set)

    def better(self, candidate: V) -> bool:
        """Whether a candidate shows the find; it is the best then."""
        if self.left <= 0 or repr(candidate) in self._tried:
            return False
        self._tried.add(repr(candidate))
        self.left -= 1
        if not self.keeps(candidate):
            return False
        self.best = candidate
        return True

    def to_the_end(self, *passes: Callable[[_Search[V]], None]) -> V:
        """The best, once no pass makes it better, or the tries are used up."""
        before = None
        while repr(self.best) != before and self.left > 0:
            before = repr(self.best)
            for one in passes:
                one(self)
        return self.best


def smaller_bytes(data: bytes, keeps: Callable[[bytes], bool], most: int) -> bytes:
    """The smallest input found in `most` tries that still shows the find: pieces left out, bytes made 0."""
    return _Search(data, keeps, most).to_the_end(_shorter, _shorter_inside, _plainer)


def _shorter(search: _Search[bytes]) -> None:
    """Delta debugging: leave out halves, quarters, ... single bytes."""
    _without(search, lambda data: data, lambda _data, rest: bytes(rest))


def _shorter_inside(search: _Search[bytes]) -> None:
    """Leave out pieces and make the lengths around them true again, as far as one can guess at those."""
    size = len(search.best) // 2
    while size:
        at = 2
        while at + size <= len(search.best):
            if not any(search.better(each) for each in _cut_inside(search.best, at, size)):
                at += size
        size //= 2


def _cut_inside(data: bytes, at: int, size: int) -> Iterator[bytes]:
    """`data` without `size` bytes at `at`, and less by as much what looks like the lengths around them.

    Two bytes look so that count what follows them to the very end; besides, the nearest one or two that
    count at least to the end of the piece.
    """
    counted = {place: int.from_bytes(data[place : place + 2]) for place in range(at - 1)}
    outer = [
        (place, 2) for place, count in counted.items() if place + 2 + count == len(data) and count >= size
    ]
    near = [(p, 2) for p, count in counted.items() if at + size <= p + 2 + count < len(data)][-1:]
    nearest = [(p, 1) for p in range(at) if at + size <= p + 1 + data[p] < len(data)][-1:]
    for lengths in ({*outer}, {*outer, *near}, {*outer, *nearest}):
        changed = bytearray(data)
        for place, width in sorted(lengths, reverse=True):
            count = max(0, int.from_bytes(changed[place : place + width]) - size)
            changed[place : place + width] = count.to_bytes(width)
        if lengths:
            yield bytes(changed[:at] + changed[at + size :])


def _plainer(search: _Search[bytes]) -> None:
    """Bytes that do not matter become 0, so that those which do stand out; whole runs first."""
    size = len(search.best)
    while size:
        for at in range(0, len(search.best), size):
            data = search.best
            if any(data[at : at + size]):
                piece = bytes(len(data[at : at + size]))
                search.better(data[:at] + piece + data[at + size :])
        size //= 2


def _without(
    search: _Search[V], parts_of: Callable[[V], Sequence[T]], of_parts: Callable[[V, Sequence[T]], V]
) -> None:
    """Leave out parts: half of them at once, then smaller runs, at last each one alone."""
    size = max(1, len(parts_of(search.best)) // 2)
    while True:
        at = 0
        while at < len(parts := parts_of(search.best)):
            rest = [*parts[:at], *parts[at + size :]]
            if not search.better(of_parts(search.best, rest)):
                at += size
        if size == 1:
            return
        size //= 2


def fewer_answers(
    answers: Sequence[Answer], keeps: Callable[[Sequence[Answer]], bool], most: int
) -> Sequence[Answer]:
    """The fewest answers to a grammar, found in `most` tries, whose value still shows the find."""
    return _Search[Sequence[Answer]](tuple(answers), keeps, most).to_the_end(_any_run_less)


def _any_run_less(search: _Search[Sequence[Answer]]) -> None:
    """Leave out runs of every length, since a part that can be spared may have any; the longest first."""
    for size in range(min(_LONGEST_PART, len(search.best) - 1), 0, -1):
        at = 0
        while at + size <= len(search.best):
            if not search.better((*search.best[:at], *search.best[at + size :])):
                at += 1


def smaller_scenario(written: Written, keeps: Callable[[Written], bool], most: int) -> Written:
    """The smallest scenario found in `most` tries that still shows the find."""
    return _Search(written, keeps, most).to_the_end(
        _calmer, _fewer_steps, _fewer_parts, _smaller_payloads, _smaller_numbers, _smaller_places
    )


def smaller_delivery(written: Written, keeps: Callable[[Written], bool], most: int) -> Written:
    """As `smaller_scenario`, but what is said stays: steps are left out behind the last that matters alone.

    For scenarios with expectations: without a step before it, another may rightly fail.
    """
    return _Search(written, keeps, most).to_the_end(_calmer, _shorter_script, _smaller_places)


def _shorter_script(search: _Search[Written]) -> None:
    """Fewer steps at the end: half of them at once, then fewer."""
    size = max(1, len(search.best.steps) // 2)
    while size:
        steps = search.best.steps[:-size]
        if not (steps and search.better(replace(search.best, steps=steps))):
            size //= 2


def _calmer(search: _Search[Written]) -> None:
    """Fewer actions in the schedule, at best none."""
    if search.best.schedule != "straight" and search.better(replace(search.best, schedule="straight")):
        return

    def actions(written: Written) -> Sequence[object]:
        return parse(written.schedule).actions

    _without(search, actions, lambda written, rest: replace(written, schedule=str(Schedule(tuple(rest)))))  # type: ignore[arg-type]  # some of its own actions


def _fewer_steps(search: _Search[Written]) -> None:
    _without(search, lambda written: written.steps, lambda written, rest: replace(written, steps=tuple(rest)))


def _fewer_parts(search: _Search[Written]) -> None:
    """Fewer items in the lists and calls of one step: `together(a, b)` becomes `a`."""
    for number in range(len(search.best.steps)):
        for candidate in _parts(search.best.steps[number]):
            if search.better(_with_step(search.best, number, candidate)):
                break


def _parts(step: str) -> Iterator[str]:
    """Steps with less in them: what stands in a `together` alone, its threads without one of their acts."""
    try:
        call = ast.parse(step, mode="eval").body
    except SyntaxError:
        return
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "together"):
        return
    threads = [each.elts if isinstance(each, ast.List) else [each] for each in call.args]
    for thread in threads:
        if len(thread) == 1:
            yield ast.unparse(thread[0])
    for at, thread in enumerate(threads):
        for left_out in range(len(thread)):
            kept = [*threads]
            kept[at] = [*thread[:left_out], *thread[left_out + 1 :]]
            told = ", ".join(f"[{', '.join(map(ast.unparse, acts))}]" for acts in kept if acts)
            if told:
                yield f"together({told})"


def _with_step(written: Written, number: int, step: str) -> Written:
    return replace(written, steps=(*written.steps[:number], step, *written.steps[number + 1 :]))


def _smaller_payloads(search: _Search[Written]) -> None:
    """Shorter bytes, wherever the same bytes stand: what one end writes the other end reads."""
    for old in _tokens(search.best.steps, tokenize.STRING):
        for new in ("b''", "b'x'"):
            shorter = old[:1] in "bB" and len(new) < len(old)
            if shorter and search.better(_exchanged(search.best, old, new)):
                break


def _smaller_numbers(search: _Search[Written]) -> None:
    """Smaller numbers in steps: wherever the same number stands, and then in one step after the other."""
    for old in _tokens(search.best.steps, tokenize.NUMBER):
        if old.isdecimal():
            _lower(search, int(old), partial(_exchanged, search.best, old))
    for number, step in enumerate(search.best.steps):
        for old in _tokens((step,), tokenize.NUMBER):
            if old.isdecimal():
                _lower(search, int(old), partial(_exchanged, search.best, old, only=number))


def _smaller_places(search: _Search[Written]) -> None:
    """Smaller numbers in the schedule, one after the other."""
    count = len(_NUMBER.findall(search.best.schedule))
    for which in range(count):
        found = list(_NUMBER.finditer(search.best.schedule))
        if which < len(found):
            _lower(search, int(found[which][0]), partial(_rescheduled, search.best, found[which].span()))


def _lower(search: _Search[Written], value: int, made: Callable[[object], Written]) -> None:
    """Put the smallest number that still shows the find in the place of `value`."""
    for small in (0, 1, 2):
        if small < value and search.better(made(small)):
            return
    low, high = 2, value
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if search.better(made(middle)) else (middle, high)


def _rescheduled(written: Written, span: tuple[int, int], number: object) -> Written:
    """With another number at that place of the schedule; as it was where that says nothing."""
    text = f"{written.schedule[: span[0]]}{number}{written.schedule[span[1] :]}"
    try:
        return replace(written, schedule=str(parse(text)))
    except HarnessError:
        return written


def _tokens(steps: Sequence[str], kind: int) -> list[str]:
    """The different tokens of a kind in these steps, in the order in which they come."""
    return list(dict.fromkeys(token.string for step in steps for token in _read(step) if token.type == kind))


def _exchanged(written: Written, old: str, new: object, only: int | None = None) -> Written:
    """With one token in the place of another, in all steps or in one."""
    steps = [
        _spelled(step, old, str(new)) if only in (None, at) else step for at, step in enumerate(written.steps)
    ]
    return replace(written, steps=tuple(steps))


def _spelled(step: str, old: str, new: str) -> str:
    for token in reversed(_read(step)):
        if token.string == old:
            step = step[: token.start[1]] + new + step[token.end[1] :]
    return step


def _read(step: str) -> list[tokenize.TokenInfo]:
    """The tokens of a step; none where it stands on several lines or does not read."""
    if "\n" in step:
        return []
    try:
        return list(tokenize.generate_tokens(io.StringIO(step).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
