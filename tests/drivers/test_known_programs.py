"""What is known of programs is so, wherever the version that was looked into is installed."""

import shutil
from dataclasses import replace

import pytest

from harness.cli.shared import known_of
from harness.collection import collect
from harness.events import CellResult
from harness.implementation import load
from harness.names import Verdict
from harness.places import place
from harness.run.cell import read_name
from harness.run.known import known_files, read_known
from harness.run.versions import library_fits
from harness.run.worker import Bench

#: A command of each program; JSSE needs a second one, to compile what drives it.
COMMANDS = {
    "openssl": ("openssl",),
    "gnutls": ("gnutls-cli",),
    "nss": ("tstclnt",),
    "jsse": ("java", "javac"),
}
#: What was looked into, by the version that was.
VERSIONS = {"openssl": "3.0.", "gnutls": "3.7.9", "nss": "3.87", "jsse": "Java 17"}
KNOWN = [
    (name, each) for name in VERSIONS for file in known_files("program:" + name) for each in read_known(file)
]


@pytest.fixture(scope="module")
def bench(pki):
    return Bench(collect(place("scenarios")), pki)


@pytest.mark.parametrize(("name", "entry"), KNOWN, ids=[f"{each.cells} {each.origin}" for _, each in KNOWN])
def test_what_is_known_of_a_program_is_so(bench, name, entry):
    if not entry.evidence:
        assert not entry.always, "only what comes by chance goes without a cell that shows it"
        return
    here = all(map(shutil.which, COMMANDS[name])) and load("program:" + name).facts()["library"]
    if not here or VERSIONS[name] not in here or not library_fits(entry.library, here):
        pytest.skip(f"{name} {entry.library or VERSIONS[name]} is not here")
    result = bench.run(read_name(entry.evidence)).result
    assert entry.describes(result), result.origin


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
def test_what_is_known_of_the_library_excuses_its_program():
    cell = read_name(
        "wire_alerts/a_fatal_alert_ends_the_connection[program:openssl:program:client:1.2:tlslite:straight]#0"
    )
    result = CellResult(
        **{**vars(cell), "cell": cell.name},
        requirements=(),
        verdict=Verdict.FAIL,
        origin="open: subject read raises protocol error or ragged EOF or OS error -> b'' [y]",
    )
    known = known_of(load("program:openssl"), ())
    assert known.weigh(result).known
    assert not known.weigh(replace(result, origin="open: something else")).known
    assert known.stale() == []
