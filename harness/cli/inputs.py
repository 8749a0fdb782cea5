"""Finds that are bytes and no scenario: tried again, and shown."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from harness.cli.border import Signals
from harness.cli.fuzz import exit_code, show, terms_for
from harness.cli.shared import console, driver_named
from harness.errors import UsageError
from harness.fuzz.campaign import replay
from harness.fuzz.excuses import in_any_scenario
from harness.fuzz.finds import SUFFIX, Raw, read_find
from harness.fuzz.target import NAMES, target
from harness.fuzz.terms import Summary, Terms, need_one
from harness.implementation import load
from harness.run.known import KnownFailure, KnownFailures
from harness.written import Written

_BYTES = ".bin"
_LINE = 32


def find_in(file: str) -> Written | Raw | None:
    """The find or the corpus input in a file; None where its name is that of neither."""
    path = Path(file)
    if file.endswith(SUFFIX):
        return read_find(path)
    if not file.endswith(_BYTES):
        return None
    name = path.absolute().parent.name
    if name not in NAMES:
        raise UsageError(f"which target is {file} for? Its folder is called {name}, not {', '.join(NAMES)}")
    try:
        return Raw(name, path.read_bytes())
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from None


def implementation_of(file: str, find: Written | Raw, asked: str | None) -> str:
    """The implementation a find is tried on: the one asked for, else its own. Raises `UsageError`."""
    name = asked or find.found.get("implementation", "stdlib")
    try:
        load(name)
    except UsageError as error:
        if asked is not None:
            raise
        told = f"{file} was recorded for an implementation that is not here: {error}"
        raise UsageError(f"{told}; --implementation names another") from None
    return name


_PLACE = re.compile(r" in [\w.]+:\w+$")


def excuse_as_found(find: Written, implementation: str, excuses: KnownFailures) -> None:
    """Let what excused a find excuse the scenario too: an entry for the target, or one that says the same."""
    entries = (*excuses.entries, *excuses.inherited)
    terms = Terms(implementation, known=entries, driver=find.found.get("driver", ""))
    found = {name: find.found.get(name, "") for name in ("target", "finding", "as a scenario")}
    if not found["target"]:
        return
    excuses.inherited += in_any_scenario(entries)
    reason = terms.reason_for(found["target"], found["finding"], "")
    if reason:
        origin = (found["as a scenario"] or found["finding"]).partition(": ")[2]
        # The key of a find may say where an exception came from, the origin of a cell what it said.
        origin = _PLACE.sub("*", origin)
        excuses.inherited.append(KnownFailure("*", reason, find.requires[0], origin))


def replay_input(file: str, find: Raw, implementation: str, known: Sequence[Path], watchdog: float) -> int:
    """Try the bytes once, in a child, and say what came of it; the exit code."""
    told: list[Summary] = []
    screen = console()
    with tempfile.TemporaryDirectory(prefix="tls-harness-") as scratch, Signals().watched():
        input_file = Path(scratch) / "input"
        input_file.write_bytes(find.data)
        driver = find.found.get("driver", "")
        terms = terms_for(
            implementation, known, finds=Path(scratch) / "finds", tidy=False, watchdog=watchdog,
            driver=driver_named(driver) if driver else "",
        )  # fmt: skip
        replay(find.target, [input_file], terms, told.append)
        found = [replace(each, path=Path(file)) for summary in told for each in summary.finds]
    need_one(told)
    told[0].finds = found
    show(told, screen)
    on_record = find.found.get("finding")
    if on_record is not None and on_record not in [each.key for each in found]:
        screen.print(f"on record: {on_record}", style="bold red", soft_wrap=True)
    return exit_code(told)


def page_of(find: Raw) -> Iterator[str]:
    """A find that is bytes, for people: what they should not do, what is on record, and the bytes."""
    yield f"{len(find.data)} bytes for the fuzz target {find.target}"
    yield ""
    yield target(find.target).invariant
    for name, value in find.found.items():
        if value and name not in ("target", "invariant"):
            yield ""
            yield name
            yield from (f"  {line}" for line in value.splitlines())
    yield ""
    yield "input"
    for at in range(0, len(find.data), _LINE):
        yield f"  {at:>6}  {find.data[at : at + _LINE].hex(' ')}"
