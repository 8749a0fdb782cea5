"""A child's bench: what it was ordered to do, and one target at work on one input after the other.

No module imported here may import the wire room: a child loads it under instrumentation.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

from harness.errors import Unsupported
from harness.fuzz.finds import Cabinet, Raw
from harness.fuzz.recorder import Recorder
from harness.fuzz.target import Finding, Target, Trial, target
from harness.implementation import load
from harness.pki import Pki

if TYPE_CHECKING:  # it parses the wire
    from harness.written import Written

P = ParamSpec("P")
T = TypeVar("T")

#: Exit codes that hardly anybody else uses.
REFUSED, OUR_FAULT, UNSUITED = 113, 114, 115
#: After how many inputs a child looks whether its parent still lives.
_LOOK_BACK = 512


@dataclass(frozen=True)
class Order:
    """What a child is to do.

    implementation, driver as on the command line; pki, finds, corpus: folders; recorder and diary: files. The
    diary gets a JSON line for each find (`Entry`). known: keys not to report again. deed: `fuzz`, with
    Atheris making inputs for `seconds` or `runs` (0: no bound), or one of `harness.fuzz.deeds`, which go
    through `files`. shared: other children work on the same corpus. loose: for the deed `tidy`, the key
    of a find and the execution that found it, for each of `files`. For the deed `search` of
    `harness.fuzz.properties`, excuses: the file of what is known, corpus: the example database.
    """

    target: str
    implementation: str
    pki: str
    finds: str
    recorder: str
    diary: str
    driver: str = ""
    deed: str = "fuzz"
    corpus: str = ""
    seconds: int = 0
    runs: int = 0
    seed: int = 1
    shared: bool = False
    known: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    loose: tuple[tuple[str, int], ...] = ()
    excuses: str = ""

    def as_text(self) -> str:
        """The order as one argument of a command line."""
        return json.dumps(asdict(self))


def read_order(text: str) -> Order:
    """The order that a text stands for."""
    return Order(**json.loads(text))


@dataclass(frozen=True)
class Entry:
    """A find in the diary: its key, what was told, its file, the name of its cell, its input, and when.

    fresh: whether its file is new, and so still to be tidied.
    """

    key: str
    told: str
    path: str
    cell: str
    data: str
    execution: int
    fresh: bool


@dataclass
class Bench:
    """One target at work."""

    order: Order
    target: Target
    trial: Trial
    recorder: Recorder
    known: set[str] = field(default_factory=set)
    executions: int = 0
    _seen: set[int] = field(default_factory=set)
    _parent: int = field(default_factory=os.getppid)

    @property
    def cabinet(self) -> Cabinet:
        """Where its finds go."""
        order, target = self.order, self.target
        return Cabinet(Path(order.finds), target.name, order.implementation, target.invariant, order.driver)

    def judge(self, data: bytes) -> Finding | None:
        """What the target says of an input, which the recorder is told first."""
        if not self.executions:
            self.recorder.begin(time.monotonic())
        self.executions += 1
        if self.executions % _LOOK_BACK == 0 and os.getppid() != self._parent:
            os._exit(0)  # nobody would hear of what is found
        self.recorder.note(data)
        try:
            return self.target.judge(data, self.trial)
        except SystemExit as leaving:  # no exception of ours: it would end the process in good order
            return Finding("crash: SystemExit", f"the subject raised SystemExit({leaving.code!r})")

    def try_input(self, data: bytes) -> None:
        """Try one input; a new find is written down."""
        finding = self.judge(data)
        if finding is not None and finding.key not in self.known:
            self.report(finding, data)

    def put(self, find: Written | Raw, key: str) -> None:
        """Replace the file of the find with this key; a disk that has no room for it ends the work."""
        try:
            self.cabinet.write(find, key)
        except OSError as error:
            refuse(f"a find cannot be made small, and stays as it was: {error}")

    def listen(self, ring: Callable[[int], object]) -> None:
        """Have what runs look like counted, and `ring` called with a number for each look."""

        def saw(state: str) -> None:
            number = zlib.crc32(state.encode())
            if number not in self._seen:
                self._seen.add(number)
                self.recorder.saw(len(self._seen))
            ring(number)

        self.trial.saw = saw

    def report(self, finding: Finding, data: bytes) -> None:
        """Write down a find and its input, which are news."""
        self.known.add(finding.key)
        try:
            path, fresh = self.cabinet.save(finding, data, self.executions)
            entry = Entry(
                finding.key, finding.told, str(path), finding.cell, data.hex(), self.executions, fresh
            )
            write_entry(self.order, entry)
        except OSError as error:
            refuse(f"a find cannot be kept: {error}")


def make_bench(order: Order) -> Bench:
    """The bench for an order. Raises `UsageError` and `Unsupported`."""
    trial, aim = Trial(load(order.implementation), Pki(order.pki), driver=order.driver), target(order.target)
    if order.driver:
        from harness.fuzz.suited import need_fit

        need_fit(aim, trial)
    bench = Bench(order, aim, trial, Recorder(Path(order.recorder)), set(order.known))
    bench.listen(lambda _number: None)
    return bench


def write_entry(order: Order, entry: Any) -> None:
    """Add a line to the diary: an `Entry`, or whatever else a deed has to tell."""
    with Path(order.diary).open("a", encoding="utf-8") as diary:
        diary.write(json.dumps(asdict(entry) if isinstance(entry, Entry) else entry) + "\n")


def refuse(why: str, code: int = REFUSED) -> NoReturn:
    """End with the reason for the one who gave the order; under Atheris only `os._exit` does."""
    sys.stderr.write(why + "\n")
    sys.stderr.flush()
    os._exit(code)


def guarded(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What comes out of a target or a mutator is `Unsupported`, or else our own fault: say it and go."""
    try:
        return work(*args, **kwargs)
    except Unsupported as why:
        refuse(str(why), UNSUITED)
    except Exception:  # noqa: BLE001 -- under Atheris it would be mistaken for a find
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(OUR_FAULT)
