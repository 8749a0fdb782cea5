"""The child of a campaign: tries inputs until it is done, and may die of one.

It is started as `python -m harness.fuzz.child ORDER`, the order being JSON. With files in the order it
tries those; else Atheris takes over and makes inputs. A find is written down and the work goes on.

Atheris is imported here and nowhere else. What guides a target is loaded under its instrumentation, so no
module imported at the top of this file may import the wire room.

Exit codes: 0 done, `REFUSED` the order cannot be carried out, `OUR_FAULT`. Anything else is the subject's
doing, and so is 0 without a last word: `finished` in the recorder, or under Atheris, which runs no Python
at its end, `FINAL_STATS` printed.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import resource
import sys
import time
import traceback
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from harness.errors import Unsupported, UsageError
from harness.fuzz.finds import Cabinet
from harness.fuzz.recorder import Recorder
from harness.fuzz.target import NAMES, Finding, Mutator, Target, Trial, target
from harness.implementation import load
from harness.pki import Pki

P = ParamSpec("P")
T = TypeVar("T")

#: Exit codes that hardly anybody else uses.
REFUSED, OUR_FAULT = 113, 114
#: Address space a child may use, in bytes.
MEMORY = 2 << 30
#: With this libFuzzer's last words begin when it comes to its end.
FINAL_STATS = "stat::number_of_executed_units:"
#: How many different looks of runs are told apart.
_PROBES = 1024
_DAY = 86400


@dataclass(frozen=True)
class Order:
    """What a child is to do.

    implementation as on the command line; pki, finds, corpus: folders; recorder and diary: files; the
    diary gets the key and the file of each find, a JSON line each. known: keys not to report again.
    files: the inputs to try, None to let Atheris make them, for `seconds` or `runs` (0: no bound).
    """

    target: str
    implementation: str
    pki: str
    finds: str
    recorder: str
    diary: str
    corpus: str = ""
    seconds: int = 0
    runs: int = 0
    seed: int = 1
    known: tuple[str, ...] = ()
    files: tuple[str, ...] | None = None

    def as_text(self) -> str:
        """The order as one argument of a command line."""
        return json.dumps(asdict(self))


@dataclass
class _Bench:
    """One target at work."""

    order: Order
    target: Target
    trial: Trial
    recorder: Recorder
    known: set[str] = field(default_factory=set)
    executions: int = 0

    def try_input(self, data: bytes) -> None:
        """Try one input; a new find is written down."""
        if not self.executions:
            self.recorder.begin(time.monotonic())
        self.executions += 1
        self.recorder.note(data)
        try:
            finding = self.target.judge(data, self.trial)
        except SystemExit as leaving:  # no exception of ours: it would end the process in good order
            finding = Finding("crash: SystemExit", f"the subject raised SystemExit({leaving.code!r})")
        if finding is not None and finding.key not in self.known:
            self._report(finding, data)

    def _report(self, finding: Finding, data: bytes) -> None:
        self.known.add(finding.key)
        cabinet = Cabinet(
            Path(self.order.finds), self.target.name, self.order.implementation, self.target.invariant
        )
        try:
            path = cabinet.save(finding, data, self.executions)
        except OSError as error:
            _refuse(f"a find cannot be kept: {error}")
        with Path(self.order.diary).open("a", encoding="utf-8") as diary:
            diary.write(json.dumps([finding.key, finding.told, str(path)]) + "\n")


def main(order_text: str) -> NoReturn:
    """Carry out an order; never returns."""
    order = Order(**json.loads(order_text))
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if order.files is not None:
            _replay(_bench(order), order.files)
        else:
            _fuzz(order)
    except (UsageError, OSError) as error:
        _refuse(str(error))
    sys.exit(0)


def _bench(order: Order) -> _Bench:
    trial = Trial(load(order.implementation), Pki(order.pki))
    found = target(order.target)
    return _Bench(order, found, trial, Recorder(Path(order.recorder)), set(order.known))


def _replay(bench: _Bench, files: tuple[str, ...]) -> None:
    for file in files:
        _guarded(bench.try_input, Path(file).read_bytes())
    bench.recorder.finish()


def _fuzz(order: Order) -> None:
    import atheris

    packages = list(NAMES.get(order.target, ()))
    loaded = [name for name in packages if name in sys.modules]
    assert not loaded, f"loaded without instrumentation: {loaded}"
    with atheris.instrument_imports(include=packages) if packages else nullcontext():
        bench = _bench(order)
    probes: list[Callable[[], None]] = [atheris.instrument_func(_make_probe()) for _ in range(_PROBES)]
    bench.trial.saw = lambda state: probes[zlib.crc32(state.encode()) % _PROBES]()
    mutator = _mutator(atheris, bench.target.mutator) if bench.target.mutator is not None else None
    atheris.Setup(
        [*_flags(order, bench.target), order.corpus],
        lambda data: _guarded(bench.try_input, data),
        **({"custom_mutator": mutator} if mutator is not None else {}),
    )
    _guarded(atheris.Fuzz)  # it raises when it dislikes what a mutator gave


def _flags(order: Order, found: Target) -> list[str]:
    scratch = Path(order.recorder).parent
    flags = [f"-seed={order.seed}", f"-max_len={found.longest}", f"-artifact_prefix={scratch}{os.sep}"]
    flags += [f"-handle_{signal}=0" for signal in ("segv", "bus", "abrt", "ill", "fpe")]  # faulthandler's
    flags += ["-verbosity=0", "-print_final_stats=1", "-reload=0"]
    flags.append(f"-timeout={_DAY}")  # the parent is the watchdog; 0 would mean an alarm at once
    if order.seconds:
        flags.append(f"-max_total_time={order.seconds}")
    if order.runs:
        flags.append(f"-runs={order.runs}")
    return ["fuzz", *flags]


def _refuse(why: str) -> NoReturn:
    """End with the reason for the one who gave the order; under Atheris only `os._exit` does."""
    sys.stderr.write(why + "\n")
    sys.stderr.flush()
    os._exit(REFUSED)


def _make_probe() -> Callable[[], None]:
    """A function that does nothing, with a coverage counter of its own once instrumented."""

    def probe() -> None:
        return

    return probe


def _mutator(atheris: Any, mutate: Mutator) -> Callable[[bytes, int, int], bytes]:
    """The mutator as Atheris calls it."""

    def plain(part: bytes, most: int) -> bytes:
        return bytes(atheris.Mutate(part[:most], most))

    def custom(data: bytes, most: int, seed: int) -> bytes:
        return _guarded(mutate, data, most, random.Random(seed), plain)

    return custom


def _guarded(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What comes out of a target or a mutator is `Unsupported`, or else our own fault: say it and go."""
    try:
        return work(*args, **kwargs)
    except Unsupported as why:
        _refuse(str(why))
    except Exception:  # noqa: BLE001 -- under Atheris it would be mistaken for a find
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(OUR_FAULT)


if __name__ == "__main__":
    main(sys.argv[1])
