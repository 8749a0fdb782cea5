"""`tls-harness replay`: repeat one cell, or those of a results file, and say what came of each.

Cells run in worker processes, as in a run: a subject that crashes or hangs costs its own cell. The
whole transcript (`-v`, `--pcap`) is not among what a worker sends home, so it is taken from a second run
in this process, and not for a cell that crashed or hung. With `--in-process` there is no worker at all, which
is what a debugger wants.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from harness.cli.border import Signals
from harness.cli.inputs import excuse_as_found, find_in, implementation_of, replay_input
from harness.cli.run import exit_code
from harness.cli.scripting import write_script
from harness.cli.shared import (
    catalogue_option,
    console,
    debug_option,
    jobs_option,
    known_of,
    known_option,
    load_all,
    need_descriptors,
)
from harness.collection import Catalogue, collect
from harness.errors import Unsupported, UsageError
from harness.events import CellResult, RunFinished
from harness.fuzz.finds import Raw
from harness.names import FINDINGS, Verdict
from harness.pki import Pki, mint
from harness.report.conversation import conversation
from harness.report.pcapng import keylog, write_capture
from harness.report.results import read_results
from harness.run.cell import Cell, read_name
from harness.run.executor import BATCH, Batches
from harness.run.here import run_here
from harness.run.isolate import WATCHDOG, Isolation
from harness.run.plan import Request, written_cells
from harness.run.worker import Bench
from harness.scenario import PEERS
from harness.script.recording import ANY
from harness.written import Written

_LOST = (Verdict.CRASH, Verdict.HANG)


@click.command("replay")
@click.argument("target", metavar="CELL | RESULTS.jsonl | FIND.toml | INPUT.bin")
@click.option("--failed", is_flag=True, help="Of a results file, only the cells that failed unexpectedly.")
@click.option("--implementation", metavar="NAME", help="Of a find, in place of the one it names.")
@click.option("-v", "--verbose", is_flag=True, help="Print the whole transcript.")
@click.option(
    "--pcap",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the conversation of one cell as pcapng, with its secrets.",
)
@click.option(
    "--script",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write the cell as a script that needs no harness, to the screen or a file.",
)
@click.option(
    "--origin",
    default=ANY,
    metavar="GLOB",
    help="Which finding --script is about, of a cell that finds several: one of such an origin.",
)
@click.option("--in-process", is_flag=True, help="Without a worker process, for debuggers.")
@click.option("--watchdog", type=click.FloatRange(0.1), default=WATCHDOG, hidden=True)
@jobs_option
@known_option
@catalogue_option
@debug_option
def command(
    target: str,
    *,
    failed: bool,
    implementation: str | None,
    verbose: bool,
    pcap: Path | None,
    script: str | None,
    origin: str,
    in_process: bool,
    watchdog: float,
    jobs: int,
    known: tuple[Path, ...],
    catalogue: Path,
) -> int:
    """Repeat a cell by its name, those of a results file, or a find: a scenario or bytes in a file.

    The exit code is that of a run.
    """
    if origin != ANY and script is None:
        raise UsageError("--origin says which finding --script is about, and there is no --script")
    if (find := find_in(target)) is not None:
        implementation = implementation_of(target, find, implementation)
    if isinstance(find, Raw):
        return replay_input(target, find, implementation or "", known, watchdog)
    collected = collect(catalogue)
    recorded = _recorded(collected, target, find, failed=failed, implementation=implementation)
    cells = list(recorded)
    if not cells:
        click.echo(f"no cell in {target} {'failed unexpectedly' if failed else 'can be repeated'}")
        return 0
    if pcap is not None and len(cells) > 1:
        raise UsageError(f"--pcap takes one cell, and {target} has {len(cells)}")
    if script is not None:
        return write_script(target, cells, script, catalogue, origin)
    need_descriptors(jobs)
    loaded = load_all([cell.implementation for cell in cells])
    excuses = {name: known_of(each, known) for name, each in loaded.items()}
    if find is not None:
        excuse_as_found(find, *next(iter(excuses.items())))
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        stack.enter_context(Signals().watched())
        pki = mint(stack.enter_context(tempfile.TemporaryDirectory(prefix="tls-harness-keys-")))
        bench = Bench(collected, pki, reveals=pcap is not None)
        if in_process:
            results: Iterator[CellResult] = (run_here(bench, cell).result for cell in cells)
        else:
            results = _run_apart(cells, catalogue, pki, jobs, watchdog)
        page = _Page(console(), collected, recorded)
        for result in results:
            excused = excuses[result.implementation].weigh(result)
            counts["known" if excused.known else result.verdict.value] += 1
            page.tell(excused)
            if verbose or pcap is not None:
                page.tell_transcript(bench, excused, verbose=verbose, pcap=pcap)
    if len(cells) > 1:
        told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        click.echo(f"{len(cells)} cells: {told}")
    return exit_code(RunFinished(len(cells), counts=dict(counts)))


def _recorded(
    catalogue: Catalogue, target: str, find: Written | None, *, failed: bool, implementation: str | None
) -> dict[Cell, CellResult | None]:
    """The cells to repeat, and what is on record about each."""
    if "]#" in target:
        cell = read_name(target)
        _refuse_what_is_none(catalogue, cell)
        return {cell: None}
    if find is not None:
        names = (implementation or "stdlib",)
        cells = list(written_cells(find, target, Request(names)))
        if not cells:
            raise UsageError(f"{target}: no driver it names suits {names[0]}")
        return dict.fromkeys(cells)
    results = read_results(Path(target))
    if results.shortfall:
        click.echo(f"{target}: {results.shortfall}", err=True)
    wrong = (*FINDINGS, Verdict.ERROR)
    return {
        read_name(result.cell): result
        for result in results.cells
        if not failed or (result.verdict in wrong and result.known is None)
    }


def _refuse_what_is_none(catalogue: Catalogue, cell: Cell) -> None:
    """Raise `UsageError` for a name that no run has given: what its scenario says of roles and versions."""
    scenario = catalogue.scenarios.get(cell.scenario)
    if scenario is None:
        return  # whoever runs it says so, and may know a file of that name; so with a peer nobody knows
    for told, word, possible in (
        (cell.role, "role", scenario.roles),
        (cell.tls, "version", scenario.tls),
        (cell.peer, "peer", scenario.peers),
    ):
        if told not in possible and (word != "peer" or told in PEERS):
            only = " or ".join(possible)
            raise UsageError(f"there is no cell {cell.name}: its scenario is for the {word} {only}")


def _run_apart(
    cells: Sequence[Cell], folder: Path, pki: Pki, jobs: int, watchdog: float
) -> Iterator[CellResult]:
    """Run cells in workers; the results come in the order of the cells."""
    done: dict[str, CellResult] = {}
    told = 0
    with Isolation(folder, pki, min(jobs, len(cells)), watchdog) as isolation:
        batches = Batches(isolation)
        for start in range(0, len(cells), BATCH):
            batches.submit(cells[start : start + BATCH])
        while batches.waiting:
            for report in batches.reports():
                result = report.result
                done[result.cell] = result
            while told < len(cells) and (due := done.pop(cells[told].name, None)) is not None:
                told += 1
                yield due


class _Page:
    """Prints what came of each cell."""

    def __init__(
        self, console: Console, catalogue: Catalogue, recorded: dict[Cell, CellResult | None]
    ) -> None:
        self._console = console
        self._catalogue = catalogue
        self._recorded = {cell.name: result for cell, result in recorded.items()}

    def tell(self, result: CellResult) -> None:
        """Verdict and name; for all but a pass, why, which clause, and its text."""
        grade = f" ({result.grade})" if result.grade else ""
        before = self._recorded.get(result.cell)
        changed = f" (on record: {before.verdict})" if before and before.verdict is not result.verdict else ""
        self._line(f"{result.verdict}{grade}{changed}  {result.cell}", style=_style(result))
        if result.verdict is Verdict.PASS:
            return
        self._line(f"    {result.reason}")
        for detail in result.details:
            self._line(f"    also: {detail}")
        for _, origin, _ in result.others:
            self._line(f"    and behind it: {origin}")
        if result.requirement:
            requirement = self._catalogue.requirements.get(result.requirement)
            told = ""
            if requirement is not None:
                told = f" ({requirement.source}; {requirement.level}): {requirement.text}"
            self._line(f"    clause {result.requirement}{told}")
        if result.origin:
            self._line(f"    origin {result.origin}")
        if result.known:
            self._line(f"    known failure: {result.known}", style="yellow")

    def tell_transcript(self, bench: Bench, result: CellResult, *, verbose: bool, pcap: Path | None) -> None:
        """The conversation, from another run of the cell in this process: on the screen, as a capture."""
        if result.verdict in _LOST:
            self._line("    no transcript: its process was lost; --in-process -v loses this one")
            return
        try:
            judgement, transcript = bench.try_cell(read_name(result.cell))
        except Unsupported as why:
            if pcap is not None:
                self._line(f"    no capture: {why}")
            return
        if verbose:
            self._line("")
            for line in conversation(transcript, self._console.width):
                self._line(line)
        if pcap is not None:
            write_capture(pcap, transcript, result.cell)
            secrets = "" if keylog(transcript) else " (without secrets: only the reference peer tells them)"
            self._line(f"    capture: {pcap}{secrets}")
        if judgement.verdict is not result.verdict:
            self._line(f"the run shown here came to another verdict: {judgement.verdict}", style="bold red")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style, soft_wrap=True)


def _style(result: CellResult) -> str:
    if result.verdict in (*FINDINGS, Verdict.ERROR):
        return "bold yellow" if result.known else "bold red"
    return "green" if result.verdict is Verdict.PASS else "dim"
