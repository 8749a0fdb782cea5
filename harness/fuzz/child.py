"""The child of a campaign: tries inputs until it is done, and may die of one.

It is started as `python -m harness.fuzz.child ORDER`, the order being JSON (`harness.fuzz.bench.Order`).
Atheris makes the inputs, or else the order names files and what to do with them (`harness.fuzz.deeds`).

Atheris is imported here and nowhere else. What guides a target is loaded under its instrumentation, so no
module imported at the top of this file may import the wire room.

Exit codes: 0 done, `REFUSED` the order cannot be carried out, `UNSUITED` the implementation lacks what the
target takes, `OUR_FAULT`. Anything else is the subject's
doing, and so is 0 without a last word: `finished` in the recorder, or under Atheris, which runs no Python
at its end, `FINAL_STATS` printed.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import random
import resource
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NoReturn

from harness.errors import Unsupported, UsageError
from harness.fuzz import guides
from harness.fuzz.bench import UNSUITED, Bench, Order, guarded, make_bench, read_order, refuse
from harness.fuzz.target import NAMES, Mutator

#: Address space a child may use, in bytes.
MEMORY = 2 << 30
#: With this libFuzzer's last words begin when it comes to its end.
FINAL_STATS = "stat::number_of_executed_units:"
#: How many different looks of runs are told apart.
_PROBES = 1024
_DAY = 86400


def main(order_text: str) -> NoReturn:
    """Carry out an order; never returns."""
    order = read_order(order_text)
    faulthandler.enable()
    if "san_with_fuzzer" not in os.environ.get("LD_PRELOAD", ""):  # sanitizers map terabytes and use few
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if order.deed == "fuzz":
            flags = [*_flags(order), order.corpus]
            fuzz(order, flags, lambda bench, data: guarded(bench.try_input, data))
        else:
            importlib.import_module("harness.fuzz.deeds").do(order)
    except Unsupported as why:
        refuse(str(why), UNSUITED)
    except (UsageError, OSError) as error:
        refuse(str(error))
    sys.exit(0)


def fuzz(order: Order, flags: Sequence[str], try_one: Callable[[Bench, bytes], None]) -> None:
    """Let Atheris make inputs for a target and give each to `try_one`; `flags` are libFuzzer's."""
    import atheris

    loaded = [name for name in NAMES.get(order.target, ()) if name in sys.modules]
    assert not loaded, f"loaded without instrumentation: {loaded}"
    packages = list(guides.packages(order.target, order.implementation))
    with atheris.instrument_imports(include=packages) if packages else nullcontext():
        bench = make_bench(order)
    if order.target not in guides.ALONE:
        for function in guides.functions(bench.trial.implementation):
            atheris.instrument_func(function)
    probes: list[Callable[[], None]] = [atheris.instrument_func(_make_probe()) for _ in range(_PROBES)]
    bench.listen(lambda number: probes[number % _PROBES]())
    mutator = _mutator(atheris, bench.target.mutator) if bench.target.mutator is not None else None
    atheris.Setup(
        ["fuzz", f"-max_len={bench.target.longest}", *flags],
        lambda data: try_one(bench, data),
        **({"custom_mutator": mutator} if mutator is not None else {}),
    )
    guarded(atheris.Fuzz)  # it raises when it dislikes what a mutator gave


def _flags(order: Order) -> list[str]:
    scratch = Path(order.recorder).parent
    flags = [f"-seed={order.seed}", f"-artifact_prefix={scratch}{os.sep}"]
    flags += [f"-handle_{signal}=0" for signal in ("segv", "bus", "abrt", "ill", "fpe")]  # faulthandler's
    flags += ["-verbosity=1", "-print_final_stats=1", f"-reload={int(order.shared)}"]
    flags.append(f"-timeout={_DAY}")  # the parent is the watchdog; 0 would mean an alarm at once
    if order.seconds:
        flags.append(f"-max_total_time={order.seconds}")
    if order.runs:
        flags.append(f"-runs={order.runs}")
    return flags


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
        return guarded(mutate, data, most, random.Random(seed), plain)

    return custom


if __name__ == "__main__":
    main(sys.argv[1])
