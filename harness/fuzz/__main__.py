"""`python -m harness.fuzz`: campaigns and replays from the command line.

Exit codes: 0 nothing found, 1 finds, 2 usage, 3 the harness's own fault, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from harness.errors import HarnessError, UsageError
from harness.fuzz.campaign import fuzz, replay
from harness.fuzz.corpus import corpus
from harness.fuzz.finds import FOLDER
from harness.fuzz.seeds import export_seeds
from harness.fuzz.target import NAMES, target
from harness.fuzz.terms import HEADING, Summary, Terms
from harness.implementation import load
from harness.places import place
from harness.run.known import KnownFailure, read_known


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say (those of the command line by default); returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return _obey(asked)
    except (UsageError, OSError) as error:
        _say(f"error: {error}", sys.stderr)
        return 2
    except HarnessError as error:
        _say(f"internal error: {error}", sys.stderr)
        return 3
    except KeyboardInterrupt:
        _say("interrupted: what was found until now is kept", sys.stderr)
        return 130


def _say(line: str, to: TextIO | None = None) -> None:
    print(line, file=to, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m harness.fuzz", description="Throw bytes at targets.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(NAMES)}; all by default")
    parser.add_argument("--time", type=_positive, metavar="SECONDS", help="for each target; 10 by default")
    parser.add_argument("--runs", type=_positive, metavar="N", help="executions of each target")
    parser.add_argument("--seed", type=_positive, default=1, metavar="N")
    parser.add_argument("--implementation", default="stdlib", metavar="NAME", help="as for tls-harness run")
    parser.add_argument("--known", type=Path, metavar="FILE", help="known failures, in place of its own")
    parser.add_argument("--finds", type=Path, default=FOLDER, metavar="FOLDER", help="where to keep finds")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to keep what reached new ground")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--replay", type=Path, metavar="FILE", help="try one input, without Atheris")
    instead.add_argument(
        "--replay-corpora", action="store_true", help="try each corpus file, without Atheris"
    )
    instead.add_argument("--export-seeds", action="store_true", help="add seeds from fresh handshakes")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number < 1 << 31:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and {(1 << 31) - 1}")
    return number


def _obey(asked: argparse.Namespace) -> int:
    if asked.export_seeds:
        _say(f"{export_seeds()} seeds written to {place('corpora')}")
        return 0
    terms = Terms(
        asked.implementation,
        seconds=asked.time or (0 if asked.runs else 10),
        runs=asked.runs or 0,
        seed=asked.seed,
        finds=asked.finds,
        keep=asked.keep,
        known=_known_of(asked.implementation, asked.known),
    )
    if asked.replay is not None:
        file = _readable(asked.replay)
        return _run([_target_of(asked.targets, file)], lambda name: replay(name, [file], terms, _show))
    names = [target(name).name for name in asked.targets or NAMES]
    if asked.replay_corpora:
        return _run(names, lambda name: replay(name, corpus(name).files(), terms, _show))
    return _run(names, lambda name: fuzz(name, terms, _show))


def _known_of(implementation: str, file: Path | None) -> tuple[KnownFailure, ...]:
    """The known failures in `file`, by default CPython's for what is built on its ssl."""
    subject = load(implementation)
    usual = place("known") / "stdlib.toml"
    if file is None and subject.built_on_stdlib and usual.is_file():
        file = usual
    return tuple(read_known(file)) if file is not None else ()


def _run(names: Sequence[str], work: Callable[[str], Summary]) -> int:
    """Work on one target after another, telling as it goes; the exit code."""
    _say(HEADING)
    summaries = [work(name) for name in names]
    return 1 if any(summary.unexpected for summary in summaries) else 0


def _show(summary: Summary) -> None:
    _say(str(summary))
    for find in summary.finds:
        known = f"known: {find.known}" if find.known else "find"
        _say(f"  {find.key}: {find.told}\n    {find.path.with_suffix('.txt')} ({known})")


def _target_of(targets: Sequence[str], file: Path) -> str:
    """The target a file is for: the one named, else the one its folder is named after."""
    if len(targets) > 1:
        raise UsageError("one input is replayed on one target")
    if targets:
        return target(targets[0]).name
    if file.absolute().parent.name not in NAMES:
        raise UsageError(f"which target is {file} for? Name one of {', '.join(NAMES)} before --replay")
    return file.absolute().parent.name


def _readable(file: Path) -> Path:
    with file.open("rb"):
        return file


if __name__ == "__main__":
    sys.exit(main())
