"""What commands take in memory and time on a results file of many cells: `python -m tests.footprint 1000000`.

The cells are made up, evenly spread over two implementations, and some of each kind go wrong. A command runs
in a process of its own; its peak is the largest resident set the kernel saw (`getrusage`, in MB).
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from itertools import count, islice, product
from pathlib import Path
from time import perf_counter

from harness.events import CellFinished, CellResult, CellsPlanned, RunFinished, RunStarted
from harness.names import Grade, Role, Tls, Verdict
from harness.report.junit import Junit
from harness.report.matrix import Across
from harness.report.results import ResultsFile, open_results
from harness.run.agenda import Done
from harness.run.budget import History
from harness.run.known import KnownFailures
from harness.run.proposing import Proposals

FACTS = {"library": "Made Up 1.0", "python": "CPython 3.11", "platform": "nowhere"}
NAMES = ("stdlib", "other")


@dataclass(frozen=True)
class Odds:
    """Of how many cells one fails, is a known failure, is unsupported, or comes to something of its own."""

    failed: int = 101
    known: int = 53
    unsupported: int = 23
    dissents: int = 31


def cells(names=NAMES, odds=None, themes=50):
    """Results without end, those of all implementations in turn; 320 for each theme, then other schedules."""
    odds = odds or Odds()
    drivers = ("bio", "socket", "asyncio-streams", "asyncio-protocol")
    scenarios = [
        f"theme{theme:02}/scenario_{function}" for theme, function in product(range(themes), range(10))
    ]
    settings = list(product(scenarios, drivers, Role, Tls))
    numbers = count()
    for size in count():
        for setting in settings:
            number = next(numbers)
            for name in names:
                yield _cell(number, name, odds, *setting, size)


def _cell(number, name, odds, scenario, driver, role, tls, size):
    schedule = f"cut({size})" if size else "straight"
    setting = f"{name}:{driver}:{role}:{tls}:honest:{schedule}"
    told = {"verdict": Verdict.PASS, "grade": Grade.STRICT, "came": "done"}
    if number % odds.unsupported == 0:
        told = {"verdict": Verdict.UNSUPPORTED, "reason": f"no feature{number % 7}: it is missing"}
    elif number % odds.failed == 0 or number % odds.known == 0:
        told = {
            "verdict": Verdict.FAIL,
            "reason": f"step 3: subject read(100) raises ragged EOF, but it came to {number % 40}",
            "origin": f"open: subject read raises ragged EOF -> {number % 40}",
            "known": None if number % odds.failed == 0 else "so it is",
            "came": "done",
        }
    if name != NAMES[0] and number % odds.dissents == 0 and "came" in told:
        told["came"] = "handshake protocol error; alerts fatal decode_error"
    return CellResult(
        cell=f"{scenario}[{setting}]#0", scenario=scenario, requirements=("rfc8446:6.1:close_notify",),
        implementation=name, driver=driver, role=role, tls=tls, peer="honest", schedule=schedule, seed=0,
        requirement="rfc8446:6.1:close_notify", steps=(3, 3), duration=0.0125, **told,
    )  # fmt: skip


def write(path, number, odds=None, themes=50):
    """A results file of so many cells."""
    file = ResultsFile(path, "1")
    file(RunStarted(dict.fromkeys(NAMES, FACTS), "standard", 0, "d1g3st"))
    for result in islice(cells(odds=odds, themes=themes), number):
        file(CellsPlanned(1))
        file(CellFinished(result))
    file(RunFinished(number))
    file.close()


def listen(path):
    """Tell the cells of a file to what listens to a run: matrix, proposals, JUnit, history, what is done."""
    proposals, junit = Proposals(KnownFailures()), Junit(path.with_suffix(".xml"))
    counting = (Across(()), History(), Done())
    for result in open_results(path).cells:
        for each in counting:
            each.add(result)
        for listener in (junit, proposals):
            listener(CellFinished(result))
    junit.close()
    return proposals.entries


def peak(module, arguments):
    """(exit code, seconds, MB) of one command line."""
    started = perf_counter()
    process = os.posix_spawn(
        sys.executable, [sys.executable, "-m", module, *arguments], os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, usage = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), perf_counter() - started, usage.ru_maxrss / 1024


def main(number):
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as folder:
        one, other, packed, site = (
            str(Path(folder) / name) for name in ("a.jsonl", "b.jsonl", "m.jsonl.zst", "s")
        )
        write(Path(one), number)
        write(Path(other), number, odds=Odds(failed=97))
        for arguments in (
            ["listen", one],
            ["merge", one, "-o", packed],
            ["merge", one, packed, "-o", str(Path(folder) / "again.jsonl.zst")],
            ["compare", one, other],
            ["dissent", one],
            ["report", one, "--pictures", "0", "-o", site],
            ["report", packed, "--against", other, "--pictures", "0", "-o", site],
        ):
            module = "tests.footprint" if arguments[0] == "listen" else "harness"
            code, seconds, mb = peak(module, arguments)
            told = " ".join(Path(each).name for each in arguments)
            sys.stdout.write(f"{mb:6.0f} MB  {seconds:6.1f} s  exit {code}  {told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "listen":
        listen(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]))
