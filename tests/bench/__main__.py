"""What the harness costs, as ratios measured in one run; docs/bench.md explains each figure.

    python -m tests.bench [--rounds N] [--only TABLE ...] [--json FILE] [--against FILE] [--tlsfuzzer PATH]

Loops that are compared are timed in turn, so that a noisy machine slows both; absolute figures are of this
machine and this hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import ssl
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness import __version__
from harness.collection import collect
from harness.errors import UsageError
from harness.pki import mint
from harness.places import place
from tests.bench import conversations, figures, growth, rates, scaling, tlsfuzzer
from tests.bench.figures import Table
from tests.bench.pairs import bench_of

TABLES = ("conversations", "rates", "scaling", "growth")


def main() -> int:
    """Print the tables, and keep them; the exit code, 2 for what the user can mend."""
    asked = _arguments()
    try:
        before = figures.read(asked.against)[1] if asked.against else []
        with tempfile.TemporaryDirectory() as scratch:
            tables = [table.printed() for table in _tables(asked, Path(scratch))]
        if asked.json:
            figures.write(asked.json, _facts(), tables)
        for table in figures.changes(before, tables):
            table.printed()
    except UsageError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each pair of loops is timed")
    parser.add_argument("--only", action="append", choices=TABLES, help="this table (repeatable)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    parser.add_argument("--against", type=Path, metavar="FILE", help="figures kept earlier")
    parser.add_argument("--most", type=int, default=1_000_000, help="cells of the largest run of `growth`")
    parser.add_argument(
        "--tlsfuzzer",
        type=Path,
        metavar="PATH",
        help="a checkout of tlsfuzzer, to be compared with",
    )
    return parser.parse_args()


def _tables(asked: argparse.Namespace, scratch: Path) -> Iterator[Table]:
    wanted = asked.only or TABLES
    catalogue, pki = collect(place("scenarios")), mint(str(scratch))
    if "conversations" in wanted:
        yield from conversations.tables(bench_of(scratch, pki), asked.rounds)
    if "rates" in wanted:
        yield rates.table(catalogue, pki)
    if "scaling" in wanted:
        yield scaling.table(max(1, asked.rounds // 5), ())
    if "growth" in wanted:
        yield growth.table(asked.most)
    if asked.tlsfuzzer:
        yield tlsfuzzer.table(asked.tlsfuzzer, catalogue, pki)


def _facts() -> dict[str, str]:
    return {
        "tls-harness": __version__,
        "python": platform.python_version(),
        "openssl": ssl.OPENSSL_VERSION,
        "processors": str(os.cpu_count()),
        "machine": platform.machine(),
    }


if __name__ == "__main__":
    sys.exit(main())
