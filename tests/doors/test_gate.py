"""The pytest plugin, as a project meets it: pytest in a process, in a folder with nothing of ours."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.conftest import write_catalogue
from tests.doors.conftest import write
from tests.run.wicked import write_wicked

ROOT = Path(__file__).parent.parent.parent
NARROW = ("-k", "client and 1.3")
CUT = "broken.py/talk::notices_the_cut[bio:client:1.3:honest]"
KNOWN = """\
    [[known]]
    cells = "talk/notices_the_cut*"
    reason = "it swallows the end"
    clause = "doc:2:truncation"
    """
STALE = '[[known]]\ncells = "talk/greets*"\nreason = "r"\nclause = "doc:1:bytes"\n'


@pytest.fixture
def run_pytest(here):
    """pytest in the folder; returns its exit code and everything it said."""

    def run(*arguments):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTEST_ADDOPTS": ""}
        command = (sys.executable, "-m", "pytest", "-p", "harness.pytest_plugin", "-p", "no:hypothesispytest")
        done = subprocess.run(
            [*command, "-c", os.devnull, "--rootdir", here, *map(str, arguments)],
            capture_output=True, text=True, env=environment, cwd=here, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def gate(run_pytest, catalogue):
    """pytest with a subject, stdlib by default, on the small catalogue."""

    def run(*arguments, subject="stdlib"):
        options = ("--tls-subject", subject, "--tls-catalogue", catalogue, "--tls-profile", "quick")
        return run_pytest(*options, *arguments)

    return run


# -- what is collected


def test_every_scenario_in_every_setting_is_an_item(gate):
    code, out = gate("--collect-only", "-q", "-k", "bio")
    assert code == 0
    assert [line for line in out.splitlines() if "::" in line] == [
        f"stdlib/talk::{name}[bio:{role}:{tls}:honest]"
        for name in ("greets", "notices_the_cut")
        for role in ("client", "server")
        for tls in ("1.2", "1.3")
    ]


def test_ids_and_themes_name_what_is_to_run(gate, here):
    write(here, "test_own.py", "def test_own(): pass\n")
    assert "1 passed" in gate("stdlib/talk::notices_the_cut[bio:client:1.3:honest]")[1]
    assert "4 passed" in gate("stdlib/talk::notices_the_cut")[1]
    assert "20 passed" in gate("stdlib/talk")[1]
    assert "20 passed" in gate("stdlib/")[1]
    assert "21 passed" in gate()[1]
    assert "21 passed" in gate("stdlib/", "test_own.py")[1]


def test_a_file_is_named_with_or_without_its_folder(gate, broken):
    for name in (broken, "broken.py"):
        assert "20 tests collected" in gate(f"{name}/talk", "--collect-only", "-q", subject=broken)[1]


@pytest.mark.parametrize(
    "word",
    [
        "notices_the_cut and bio and server",
        "talk/notices_the_cut and 1.2",
        "broken and the_cut and not client",
    ],
)
def test_a_keyword_may_be_any_part_of_a_cells_name(gate, broken, word):
    assert "2/20 tests collected" in gate("-k", word, "--collect-only", "-q", subject=broken)[1]


# -- how it ends


def test_a_failure_reads_as_the_command_line_tells_it(gate, conformance, broken):
    code, out = gate(CUT, subject=broken)
    told = conformance(broken, "--scenario", "talk/notices_the_cut")[1]
    finding = told[told.index("1. FAIL") : told.index("straight]#0'")]
    assert code == 1
    assert "clause doc:2:truncation (the document, section 2; SHOULD)" in finding
    assert finding in out
    assert f"FAILED {CUT}" in out
    assert "Traceback" not in out
    assert "harness/gate" not in out


def test_the_rest_goes_on_and_the_last_failures_run_alone(gate, broken):
    code, out = gate(*NARROW, subject=broken)
    assert code == 1
    assert "1 failed, 4 passed" in out
    code, out = gate("--lf", subject=broken)
    assert code == 1
    assert "1 failed, 19 deselected" in out
    assert "1 failed" in gate("-x", "-k", "the_cut", subject=broken)[1]


def test_a_known_failure_is_expected(gate, broken, here):
    write(here, "broken.known.toml", KNOWN)
    code, out = gate(*NARROW, "-rx", subject=broken)
    assert code == 0
    assert "4 passed, 15 deselected, 1 xfailed" in out
    assert f"XFAIL {CUT} - it swallows the end" in out
    code, out = gate(CUT, "--runxfail", subject=broken)
    assert code == 1
    assert "1. FAIL" in out


@pytest.mark.parametrize("xdist", [(), ("-n", "2")])
def test_a_stale_entry_fails_whoever_ran_its_cells(gate, here, xdist):
    write(here, "k.toml", STALE)
    code, out = gate("--tls-known", "k.toml", *NARROW, *xdist)
    assert code == 1
    assert "stale: k.toml:1: 'talk/greets*' is stale: no such cell fails so any more" in out
    assert "FAILED stdlib/known-failures::k.toml:1" in out
    assert "1 failed, 5 passed" in out


def test_an_entry_with_evidence_is_a_strict_expectation_of_that_item(gate, here):
    evidence = "talk/greets[stdlib:bio:client:1.3:honest:straight]#0"
    write(here, "k.toml", f'{STALE}evidence = "{evidence}"\n')
    code, out = gate("--tls-known", "k.toml", *NARROW)
    assert code == 1
    assert "k.toml:1: 'talk/greets*' is stale" in out
    assert "FAILED stdlib/talk::greets[bio:client:1.3:honest]" in out
    assert "known-failures" not in out
    assert "1 failed, 4 passed" in out


def test_what_is_unsupported_is_skipped_with_its_reason(gate, here):
    write(here, "hollow.py", "from ssl import SSLContext")
    code, out = gate("-k", "bio", "-rs", subject="./hollow.py")
    assert code == 0
    assert "8 skipped" in out
    assert "unsupported: ./hollow.py has no MemoryBIO" in out
    assert "talk.py:" in out


def test_a_fault_of_the_harness_is_an_error(run_pytest, here):
    lie = '''
        """Lies."""

        from harness.scenario import handshake, wire_scenario


        @wire_scenario("doc:1:one", roles="server", tls="1.3")
        def never_told(subject, peer):
            """A lie that nothing comes to."""
            return [peer.forges("split(certificate_verify, 1)"), handshake(subject, peer)]
        '''
    folder = write_catalogue(here / "scenarios", lies=lie)
    code, out = run_pytest("--tls-subject", "stdlib", "--tls-catalogue", folder, "stdlib/")
    assert code == 1
    assert "1 error" in out
    assert "ERROR in tls-harness itself, not in the implementation" in out
    assert "split(certificate_verify, 1) was not reached" in out
    assert "Traceback" not in out


def test_a_subject_that_dies_or_hangs_costs_its_own_items(run_pytest, tmp_path):
    folder, wicked = write_wicked(tmp_path)
    options = ("--tls-subject", wicked, "--tls-catalogue", folder, "--tls-watchdog", "3", "--tls-jobs", "1")
    code, out = run_pytest(*options, f"{wicked}/")
    assert code == 1
    assert "7 failed, 2 passed" in out
    assert "HANG any: hang: no sign of life for 3 s" in out
    assert "CRASH any: crash: the process ended: exit code 7" in out


def test_junit_has_a_case_for_each_item(gate, broken, here):
    write(here, "hollow.py", "from ssl import SSLContext")
    gate(*NARROW, "--junit-xml", "out.xml", subject=broken)
    cases = ElementTree.parse(here / "out.xml").findall(".//testcase")
    assert {(case.get("classname"), case.get("name")) for case in cases} >= {
        ("broken.py.talk", "notices_the_cut[bio:client:1.3:honest]"),
        ("broken.py.talk", "greets[asyncio-streams:client:1.3:honest]"),
    }
    (failure,) = (case.find("failure") for case in cases if case.find("failure") is not None)
    assert failure.get("message") == "FAIL open: subject read raises ragged EOF -> b''"
    assert "repeat tls-harness replay" in failure.text


def test_xdist_comes_to_the_same(gate, broken):
    code, out = gate("-n", "2", "--tls-jobs", "1", subject=broken)
    assert code == 1
    assert "4 failed, 16 passed" in out


# -- who does not ask is left alone


def test_a_run_that_names_no_subject_imports_nothing_of_the_house(run_pytest, here):
    write(
        here,
        "test_own.py",
        """\
        import sys

        def test_alone(request):
            ours = {name for name in sys.modules if name.partition(".")[0] == "harness"}
            assert ours == {"harness", "harness.pytest_plugin"}
            assert not request.config.pluginmanager.has_plugin("tls-harness-gate")
        """,
    )
    code, out = run_pytest()
    assert (code, "1 passed" in out) == (0, True), out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--tls-subject", "nobody"], "there is no implementation 'nobody'"),
        (["--tls-subject", "stdlib", "--tls-scenario", "nothing/*"], "no scenario is called 'nothing/*'"),
        (["--tls-subject", "stdlib", "--tls-known", "none.toml"], "known failures none.toml"),
        (["--tls-subject", "stdlib", "--tls-profile", "slow"], "invalid choice: 'slow'"),
    ],
)
def test_wrong_use_is_one_sentence(run_pytest, catalogue, arguments, told):
    code, out = run_pytest("--tls-catalogue", catalogue, *arguments)
    assert code == 4
    assert told in out
    assert "Traceback" not in out


# -- a project's own tests


def test_a_fixture_gives_a_project_pairs_of_its_subject(run_pytest, here, broken):
    write(
        here,
        "test_own.py",
        """\
        def test_own(tls_pair):
            pair = tls_pair(schedule="cut(1)")
            pair.handshake()
            pair.peer.cut_wire()
            assert pair.subject.read(9) == b""
        """,
    )
    assert "1 passed" in run_pytest("--tls-subject", broken, "test_own.py", "-k", "test_own")[1]
    assert "SSLEOFError" in run_pytest("test_own.py")[1]
