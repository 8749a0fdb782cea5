"""What is said of CPython's ssl is true on this CPython: every entry's evidence fails just so."""

from __future__ import annotations

import ssl
import sys
from dataclasses import replace
from importlib.util import find_spec

import pytest

from harness.collection import collect
from harness.events import CellResult
from harness.names import Verdict
from harness.pki import Pki
from harness.places import place
from harness.run.cell import read_name
from harness.run.isolate import Isolation
from harness.run.known import LAYERS, KnownFailure, known_files, read_known
from harness.run.worker import Bench

#: Extras, which may not be here: python-mbedtls has no wheels for every Python.
EXTRAS = {
    "mbedtls": "mbedtls",
    "pyopenssl": "OpenSSL",
    "siotls": "siotls",
    "rustls": "pyrtls",
    "truststore": "truststore",
}
NAMES = ["stdlib", "tlslite", *LAYERS, *(name for name, module in EXTRAS.items() if find_spec(module))]
#: What has no TLS library of its own has that of this Python.
OWN = ("tlslite", *EXTRAS.keys() - {"truststore"})
ENTRIES = [
    entry
    for name in NAMES
    for file in known_files(name)
    for entry in read_known(file, library=None if name in OWN else ssl.OPENSSL_VERSION)
]


@pytest.fixture(scope="module")
def bench(pki) -> Bench:
    return Bench(collect(place("scenarios")), pki)


def result_of(entry: KnownFailure, bench: Bench, pki: Pki) -> CellResult:
    """What its evidence comes to; a cell that may take its process with it gets one of its own."""
    cell = read_name(entry.evidence)
    if not any(each.cells == entry.cells and each.origin.startswith("any: crash") for each in ENTRIES):
        return bench.run(cell).result
    with Isolation(place("scenarios"), pki, jobs=1) as isolation:
        return isolation.submit([cell]).result()[0].result


# A callback's failure goes to sys.unraisablehook, as documented; that is no failure of this test.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.cells} {entry.origin}")
def test_the_evidence_of_a_known_failure_fails_so(entry: KnownFailure, bench: Bench, pki: Pki) -> None:
    if not entry.evidence:
        assert entry.security, "only what looks exploitable and is not public goes without a cell"
        return
    result = result_of(entry, bench, pki)
    of_a_distribution = sys.base_prefix == "/usr"
    if of_a_distribution and not entry.always and "<" in entry.python and result.verdict is Verdict.PASS:
        pytest.skip("this distribution has backported what mends it")
    if not entry.cells.startswith("fuzz/"):  # a find's key is not a cell's origin
        assert entry.describes(result), f"{result.verdict}: {result.origin}: {result.reason}"
        if "[stdlib:" in entry.cells:
            passed_on = result.cell.replace("[stdlib:", "[./plain.py:", 1)
            on_top = replace(result, cell=passed_on, implementation="./plain.py")
            assert entry.of_any().describes(on_top), "a module that is built on ssl is excused for it too"
    assert entry.clause in bench.catalogue.requirements
