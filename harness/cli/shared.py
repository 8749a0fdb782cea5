"""What the commands share: options, the catalogue, implementations and their known failures."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from harness.cli.border import silence_stdout
from harness.drivers import registry
from harness.errors import UsageError
from harness.implementation import BUILT_IN, PROGRAM, Implementation, load
from harness.places import place
from harness.remote import AT
from harness.report.findings import REPLAY
from harness.run.engine import Engine
from harness.run.known import LAYERS, SAME_LIBRARY, KnownFailures, known_files, read_known

Command = Callable[..., Any]
_MOST_JOBS = 8
# What a pool of workers was seen to take, and as much again for the unforeseen.
_DESCRIPTORS = 28
_DESCRIPTORS_PER_JOB = 4
_DURATION = re.compile(r"(\d+)(s|m|h|)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_MOST_SECONDS = (1 << 31) - 1


class Duration(click.ParamType):  # type: ignore[type-arg]  # generic in its newest release only
    """A duration such as `30s`, `10m`, `2h` or `90`, in seconds."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> int:
        """The seconds."""
        found = _DURATION.fullmatch(str(value))
        seconds = int(found[1]) * _UNITS[found[2]] if found else 0
        if not 0 < seconds <= _MOST_SECONDS:
            self.fail(f"{value!r} is no duration such as 30s, 10m or 2h", param, context)
        return seconds


def catalogue_option(command: Command) -> Command:
    """`--catalogue FOLDER`: other scenarios than the house's own."""
    return click.option(
        "--catalogue",
        type=click.Path(path_type=Path),
        default=lambda: place("scenarios"),
        show_default="the house's own",
        metavar="FOLDER",
        help="Scenarios and requirements.",
    )(command)


def debug_option(command: Command) -> Command:
    """`--debug`: the border shows where an error came from (it reads the flag by itself)."""
    told = "Show the traceback of an error; TLS_HARNESS_DEBUG=1 does so too."
    return click.option("--debug", is_flag=True, expose_value=False, help=told)(command)


def junit_option(command: Command) -> Command:
    """`--junit FILE`: the results as JUnit XML as well."""
    return click.option(
        "--junit", type=click.Path(path_type=Path), metavar="FILE.xml", help="Write JUnit XML too."
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def known_option(command: Command) -> Command:
    """`--known FILE`: in place of the file that lies beside the implementation."""
    return click.option(
        "--known",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE.toml",
        help="Known failures, in place of the file beside the implementation (repeatable).",
    )(command)


def jobs_option(command: Command) -> Command:
    """`--jobs N`: worker processes."""
    return click.option(
        "--jobs",
        type=click.IntRange(1),
        default=default_jobs,
        show_default="one for each CPU",
        help="Worker processes.",
    )(command)


def place_options(command: Command) -> Command:
    """`--jobs N` and `--dask ADDRESS`: where the cells of a run are executed."""
    dask = click.option("--dask", metavar="ADDRESS", help="The scheduler of a Dask cluster to run them on.")
    jobs = click.option(
        "--jobs",
        type=click.IntRange(0),
        default=default_jobs,
        show_default="one for each CPU",
        help="Worker processes; 0: the cells run in this process, for a debugger.",
    )
    return jobs(dask(command))


def send_to(engine: Engine, address: str | None) -> None:
    """Have an engine's cells run on the Dask cluster with its scheduler there, if an address is given."""
    if address is None:
        return
    try:
        from harness.run.cluster import Cluster, commission_for, connect
    except ModuleNotFoundError as error:
        raise UsageError(f"--dask needs {error.name}: pip install 'tls-harness[dask]'") from None
    own = engine.folder == place("scenarios")
    folder = None if own else str(engine.folder.resolve())
    client, digest, watchdog = connect(address), engine.catalogue.digest, engine.watchdog
    engine.executor = lambda pki: Cluster(client, commission_for(folder, digest, pki, watchdog))


def default_jobs() -> int:
    """One for each CPU this process may use, within reason."""
    return min(len(os.sched_getaffinity(0)), _MOST_JOBS)


def need_descriptors(jobs: int) -> None:
    """Raise `UsageError` unless enough file descriptors are free for so many workers.

    Without this a pool that cannot open its pipes breaks half way, with tracebacks from its processes.
    """
    needed, taken = _DESCRIPTORS + _DESCRIPTORS_PER_JOB * jobs, []
    try:
        for _ in range(needed):
            taken.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 -- those opened are closed again
    except OSError as error:
        raise UsageError(f"{error.strerror}: {needed} free file descriptors are needed") from error
    finally:
        for descriptor in taken:
            os.close(descriptor)


class _Console(Console):
    """A console whose reader may leave: what is computed goes on, and nothing more is said."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        silence_stdout()


def console() -> Console:
    """Standard output: colours and progress on a terminal only, never markup."""
    on_terminal = sys.stdout.isatty()
    return _Console(force_terminal=on_terminal, markup=False, highlight=False, emoji=False)


def replay_command(catalogue: Path) -> str:
    """The command that replays a cell of this catalogue."""
    return REPLAY if catalogue == place("scenarios") else f"{REPLAY} --catalogue {catalogue}"


def load_all(names: Sequence[str]) -> dict[str, Implementation]:
    """The implementations of these names, each once, stdlib when there is none."""
    return {name: load(name) for name in names or ("stdlib",)}


def drivers_named(words: Iterable[str]) -> tuple[str, ...]:
    """The drivers that words stand for, a group for all of its. Raises `UsageError` for an unknown one."""
    found: list[str] = []
    for word in words:
        if word not in registry.NAMES and word not in registry.GROUPS:
            known = ", ".join([*registry.NAMES, *registry.GROUPS])
            raise UsageError(f"there is no driver {word!r}; there are {known}")
        found += registry.GROUPS.get(word, (word,))
    return tuple(dict.fromkeys(found))


def driver_named(word: str) -> str:
    """The one driver of that name. Raises `UsageError` where there is none, or it is a group of several."""
    found = drivers_named((word,))
    if len(found) > 1:
        raise UsageError(f"{word!r} stands for several drivers, and here goes one: {', '.join(found)}")
    return found[0]


def known_of(implementation: Implementation, files: Sequence[Path]) -> KnownFailures:
    """What may fail: the given files, or the one beside the implementation; and what it inherits.

    Under asyncio every implementation has asyncio's failures, unless it brings a layer of its own, and one
    made of CPython's ssl, or of the same library, has its too.
    """
    own = [file for file in _own(implementation) if file.is_file()]
    elsewhere = AT in implementation.name  # what is known of it here need not hold there: it is never stale
    mine = list(files) or ([] if elsewhere else own)
    names = [name for name in LAYERS if name != "asyncio" or not implementation.has("SSLProtocol")]
    names += ["stdlib"] if implementation.built_on_stdlib else []
    if _keeps_files_here(implementation):
        # it has those files for its own
        library = SAME_LIBRARY.get(_here(implementation))
        names = [library] if library else []
    inherited = [file for name in names for file in known_files(name)] + (own if elsewhere else [])
    here = implementation.python, implementation.facts()["library"]
    found = [entry for file in inherited for entry in read_known(file, *here)]
    if _here(implementation) == "pypy":  # a module of its own, over the library that CPython's has
        found += [each for file in known_files("stdlib") for each in read_known(file, *here) if each.library]
    return KnownFailures(
        [entry for file in mine for entry in read_known(file, *here)], [entry.of_any() for entry in found]
    )


def _here(implementation: Implementation) -> str:
    """Whose known failures an implementation has: its name, or PyPy's for the ssl of a PyPy."""
    name = implementation.name.partition(AT)[0]
    of_pypy = implementation.facts()["python"].startswith("PyPy")
    return "pypy" if name == "stdlib" and of_pypy else name


def _keeps_files_here(implementation: Implementation) -> bool:
    """Whether what is known of it lies in `known/`."""
    name = _here(implementation)
    return name in (*BUILT_IN, "pypy") or name.startswith(PROGRAM)


def _own(implementation: Implementation) -> list[Path]:
    """Where the known failures of an implementation lie, if it has a place at all."""
    if _keeps_files_here(implementation):
        names = (_here(implementation), *LAYERS)
        return [file for name in names for file in known_files(name)]
    file = getattr(implementation.module, "__file__", None)
    return [Path(file).with_suffix(".known.toml")] if isinstance(file, str) else []
