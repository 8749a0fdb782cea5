"""What is said of CPython's ssl is true on this CPython: every entry's evidence fails just so."""

from __future__ import annotations

import pytest

from harness.collection import collect
from harness.places import place
from harness.run.cell import read_name
from harness.run.known import KnownFailure, read_known
from harness.run.worker import Bench

ENTRIES = [entry for name in ("stdlib", "asyncio") for entry in read_known(place("known") / f"{name}.toml")]


@pytest.fixture(scope="module")
def bench(pki) -> Bench:
    return Bench(collect(place("scenarios")), pki)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.cells} {entry.origin}")
def test_the_evidence_of_a_known_failure_fails_so(entry: KnownFailure, bench: Bench) -> None:
    result = bench.run(read_name(entry.evidence)).result
    if not entry.cells.startswith("fuzz/"):  # a find's key is not a cell's origin
        assert entry.excuses(result), f"{result.verdict}: {result.origin}: {result.reason}"
    assert entry.clause in bench.catalogue.requirements
