"""What a child does with files instead of fuzzing: try them, survey what they reach, tidy finds.

try        each is tried once, and finds are written down
survey     each is tried once, and the diary is told what it reached
describe   each is tried once, and the scenario it stands for is written beside it first
tidy       each is the input of a find, which is tried again twice and made small
search, shrink: see `harness.fuzz.properties.hunt`
"""

from __future__ import annotations

import importlib
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from harness.fuzz import guides
from harness.fuzz.bench import Bench, Order, guarded, make_bench, write_entry
from harness.fuzz.finds import SUFFIX
from harness.fuzz.tidy import tidy
from harness.written import Written


def do(order: Order) -> None:
    """Carry out an order that names files."""
    bench = make_bench(order)
    if order.deed in SEARCHING:
        guarded(importlib.import_module("harness.fuzz.properties.hunt").do, order, bench)
        bench.recorder.finish()
        return
    for number, file in enumerate(order.files):
        guarded(_DEEDS[order.deed], bench, Path(file), number)
    bench.recorder.finish()


def _try(bench: Bench, file: Path, _number: int) -> None:
    bench.try_input(file.read_bytes())


def _describe(bench: Bench, file: Path, _number: int) -> None:
    bench.trial.tries = lambda scenario: _write_scenario(file, scenario())
    bench.judge(file.read_bytes())


def _write_scenario(file: Path, scenario: Written) -> None:
    file.with_suffix(SUFFIX).write_text(scenario.as_text(), encoding="ascii")


def _survey(bench: Bench, file: Path, number: int) -> None:
    reached: set[int] = set()
    bench.listen(reached.add)
    with _traced(guides.places(bench.target.name, bench.order.implementation), reached):
        bench.judge(file.read_bytes())
    write_entry(bench.order, [number, sorted(reached)])


@contextmanager
def _traced(places: tuple[str, ...], reached: set[int]) -> Iterator[None]:
    """Add every step from line to line in the Python that guides a target, as a number each."""

    def calls(frame: FrameType, _event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(places):
            return None
        file, before = Path(frame.f_code.co_filename).name, 0

        def lines(frame: FrameType, _event: str, _argument: Any) -> Any:
            nonlocal before
            reached.add(zlib.crc32(f"{file}:{before}:{frame.f_lineno}".encode()))
            before = frame.f_lineno
            return lines

        return lines

    earlier = sys.gettrace()
    sys.settrace(calls if places else earlier)
    try:
        yield
    finally:
        sys.settrace(earlier)


#: What needs Hypothesis.
SEARCHING = ("search", "shrink")
_DEEDS = {"try": _try, "survey": _survey, "describe": _describe, "tidy": tidy}
