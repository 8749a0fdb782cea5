"""What is said of older Pythons and of PyPy is true on those that are here: their evidence fails just so."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from harness.collection import collect
from harness.implementation import load
from harness.places import place
from harness.run.cell import read_name
from harness.run.known import KnownFailure, known_files, read_all_known, read_known
from harness.run.worker import Bench

CPYTHONS = ("3.8", "3.9", "3.10")


def interpreters() -> dict[str, str]:
    """What is here: "3.8", ... and "PyPy", and where."""
    pyenv = shutil.which("pyenv")
    root = subprocess.run([pyenv, "root"], capture_output=True, text=True).stdout.strip() if pyenv else "/"
    found = {}
    for version in CPYTHONS:
        versions = sorted(Path(root).glob(f"versions/{version}.*/bin/python{version}"))
        for candidate in (f"/usr/bin/python{version}", *map(str, versions)):
            if shutil.which(candidate):
                found[version] = candidate
    if pypy := shutil.which("pypy3"):
        found["PyPy"] = pypy
    return found


def entries() -> list[tuple[str, KnownFailure]]:
    """Each entry with an interpreter it speaks of."""
    here = interpreters()
    old = read_all_known(place("known") / "stdlib_before_3_11.toml")
    cases = [(here[v], entry) for entry in old for v in entry.python.split() if v in here]
    if "PyPy" in here:
        version = load(f"stdlib@{here['PyPy']}").python
        cases += [
            (here["PyPy"], entry) for file in known_files("pypy") for entry in read_known(file, version)
        ]
    return cases


@pytest.fixture(scope="module")
def bench(pki) -> Bench:
    return Bench(collect(place("scenarios")), pki)


@pytest.mark.parametrize(
    ("python", "entry"), entries(), ids=lambda case: getattr(case, "evidence", str(case).rpartition("/")[2])
)
def test_the_evidence_of_a_known_failure_fails_so(python: str, entry: KnownFailure, bench: Bench) -> None:
    name = f"stdlib@{python}"
    bench.implementations.setdefault(name, load(name))
    result = bench.run(replace(read_name(entry.evidence), implementation=name)).result
    assert entry.describes(result), f"{result.verdict}: {result.origin}: {result.reason}"
    assert entry.clause in bench.catalogue.requirements
