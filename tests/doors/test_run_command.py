"""`tls-harness run`, from the command line to the exit code."""

import json
import shlex
import xml.etree.ElementTree as ElementTree

import pytest

from harness.cli.run import exit_code
from harness.errors import UsageError
from harness.events import RunFinished
from harness.names import Verdict
from harness.report.results import read_results
from tests.doors.conftest import ENDS_THE_PROCESS, write


def test_a_good_implementation_passes_and_everything_is_written(conformance, here):
    code, out, err = conformance("--junit", "out/junit.xml")
    assert (code, err) == (0, "")
    assert "stdlib: OpenSSL" in out
    assert "talk" in out
    assert "13 cells" in out
    assert "13 passed" in out
    assert "\x1b" not in out
    assert "results: reports/results.jsonl" in out
    results = read_results(here / "reports" / "results.jsonl")
    assert results.end == {
        "kind": "end", "cells": 13, "complete": True, "interrupted": None, "stale": [],
        "sightings": {}, "left_out": {}, "missing": None,
    }  # fmt: skip
    assert {cell.verdict for cell in results.cells} == {Verdict.PASS}
    assert results.shortfall is None
    cases = ElementTree.parse(here / "out" / "junit.xml").findall(".//testcase")
    assert sorted(case.get("name") for case in cases) == [
        "greets[asyncio-buffered:client:1.3:honest]",
        "greets[asyncio-protocol:client:1.3:honest]",
        "greets[asyncio-streams:client:1.3:honest]",
        "greets[bio:client:1.3:honest]",
        "notices_the_cut[bio:client:1.3:honest]",
    ]


def test_a_finding_is_told_once_with_its_clause_and_a_command_that_repeats_it(
    conformance, run_main, broken, catalogue
):
    code, out, _ = conformance(broken, narrow=())
    assert code == 1
    assert out.count("FAIL") == 1
    assert "open: subject read raises ragged EOF -> b''" in out
    assert "doc:2:truncation (the document, section 2; SHOULD)" in out
    assert "A cut wire is told." in out
    assert "step 3: subject read(100) raises ragged EOF, but it came to b''" in out
    assert "4 cells; bio; client, server; TLS 1.2, 1.3" in out
    assert "20 cells" in out
    command = next(line.partition("repeat")[2] for line in out.splitlines() if "repeat" in line)
    program, *words = shlex.split(command)
    assert program == "tls-harness"
    code, out, _ = run_main(*words)
    assert code == 1
    assert out.startswith("fail  talk/notices_the_cut[./broken.py:bio:client:1.2:honest:straight]#0")
    assert str(catalogue) in words


def test_known_failures_beside_the_implementation_are_excused_and_counted(conformance, broken, here):
    known = """\
        [[known]]
        cells = "talk/notices_the_cut*"
        reason = "it swallows the end"
        clause = "doc:2:truncation"
        """
    write(here, "broken.known.toml", known)
    code, out, _ = conformance(broken)
    assert code == 0
    assert "FAIL" not in out
    assert "1 known failure" in out
    assert "it swallows the end" not in out
    code, out, _ = conformance(broken, "-v")
    assert code == 0
    assert "known of ./broken.py, 1 cell: it swallows the end" in out


def test_what_is_put_on_trial_is_asked_first_what_it_can_do(conformance, broken):
    _, out, _ = conformance(broken)
    assert out.index(f"{broken}: TLS 1.2 1.3; client server; ALPN") < out.index("profile quick")
    assert "its word" not in out


def test_a_run_is_not_green_whose_subject_takes_what_nobody_ever_heard_of(conformance, here):
    """What it calls unsupported proves nothing, though every cell that was tried has passed."""
    write(
        here,
        "obliging.py",
        """\
        import ssl
        from ssl import *

        class SSLObject(ssl.SSLObject):
            def __getattr__(self, name):
                return lambda *args: None

        class SSLContext(ssl.SSLContext):
            sslobject_class = SSLObject
        """,
    )
    code, out, _ = conformance("./obliging.py", "--driver", "bio")
    assert "./obliging.py: a made-up call is not rejected as unsupported" in out
    assert "./obliging.py: what it calls unsupported may be hidden failures" in out
    assert code == 1


def test_given_known_failures_replace_those_beside_the_implementation(conformance, broken, here):
    excuse = '[[known]]\ncells = "*"\nreason = "r"\nclause = "doc:2:truncation"\n'
    write(here, "broken.known.toml", excuse)
    write(here, "none.toml", "")
    assert conformance(broken)[0] == 0
    assert conformance(broken, "--known", "none.toml")[0] == 1


def test_a_stale_known_failure_fails_the_run(conformance, here):
    write(here, "k.toml", '[[known]]\ncells = "talk/greets*"\nreason = "r"\nclause = "doc:1:bytes"\n')
    code, out, _ = conformance("--known", "k.toml")
    assert code == 1
    assert "k.toml:1: 'talk/greets*' is stale" in out
    assert read_results(here / "reports/results.jsonl").end["stale"] == [
        "k.toml:1: 'talk/greets*' is stale: no such cell fails so any more"
    ]


def test_what_fails_is_proposed_and_with_reasons_the_run_is_green(conformance, broken, here):
    code, out, _ = conformance(broken, "--write-known", "broken.known.toml", narrow=())
    assert code == 1
    assert "proposed in broken.known.toml: 1 entry, which needs its reason" in out
    file = here / "broken.known.toml"
    told = file.read_text(encoding="utf-8")
    assert 'cells = "talk/notices_the_cut[broken.py:*]#*"\n' in told
    code, _, err = conformance(broken)
    assert (code, "broken.known.toml:2: an entry needs its reason" in err) == (2, True)
    file.write_text(told.replace('reason = ""', 'reason = "not yet"'), encoding="utf-8")
    code, out, _ = conformance(broken, "--write-known", "broken.known.toml", narrow=())
    assert code == 0
    assert "4 known failures" in out
    assert "nothing to propose: broken.known.toml is left as it is" in out


def test_an_entry_that_names_no_cell_there_is_fails_the_run(conformance, here):
    entry = '[[known]]\ncells = "{}"\nreason = "r"\nclause = "c"\nevidence = "{}"\n'
    cell = "talk/greets[stdlib:{}:client:1.3:honest:straight]#0"
    write(
        here,
        "k.toml",
        entry.format("talk/is_gone*", "")
        + entry.format("talk/*", cell.format("socket"))
        + entry.format("talk/*", "talk/greets"),
    )
    code, out, _ = conformance("--known", "k.toml", "--driver", "bio")
    assert code == 1
    told = " ".join(out.split())
    assert "k.toml:1: 'talk/is_gone*' is unused: no scenario is called so" in told
    assert f"k.toml:6: 'talk/*' is unused: no run has the cell '{cell.format('socket')}'" in told
    assert "k.toml:11: 'talk/*' is unused: 'talk/greets' is no cell's name" in told


@pytest.mark.parametrize("cells", ["*_cut*", "*_cut*[stdlib:*]#*"])
def test_what_is_built_on_cpython_inherits_its_known_failures(conformance, broken, here, monkeypatch, cells):
    monkeypatch.setattr("harness.run.known.place", lambda name: here / name)
    (here / "known").mkdir()
    write(here / "known", "stdlib.toml", f'[[known]]\ncells = "{cells}"\nreason = "r"\nclause = "doc:2:t"\n')
    code, out, _ = conformance(broken)
    assert code == 0
    assert "known failures of asyncio and of CPython's ssl are excused for ./broken.py: 1" in out


def test_a_subject_that_ends_its_process_costs_its_own_cells(conformance, here):
    write(here, "gone.py", ENDS_THE_PROCESS)
    code, out, _ = conformance("./gone.py")
    assert code == 1
    assert "CRASH any: crash: the process ended: exit code 7" in out
    verdicts = {cell.scenario: cell.verdict for cell in read_results(here / "reports/results.jsonl").cells}
    assert verdicts == {"talk/greets": Verdict.PASS, "talk/notices_the_cut": Verdict.CRASH}


def test_fail_fast_leaves_a_file_that_says_it_is_not_complete(conformance, broken, here):
    code, _, _ = conformance(broken, "--fail-fast", narrow=())
    assert code == 1
    results = read_results(here / "reports/results.jsonl")
    assert results.end["complete"] is False
    assert results.shortfall == f"the run stopped before its end; {len(results.cells)} cells are in the file"


def test_asyncio_means_all_of_its_drivers(conformance, here):
    conformance("--driver", "asyncio")
    drivers = {cell.driver for cell in read_results(here / "reports/results.jsonl").cells}
    assert drivers == {"asyncio-streams", "asyncio-protocol", "asyncio-buffered"}


def test_two_implementations_get_a_matrix_each(conformance, broken):
    code, out, _ = conformance(broken, "stdlib")
    assert code == 1
    lines = out.splitlines()
    assert lines.count("stdlib") == 1
    assert lines.count("./broken.py") == 1
    assert "FAIL ./broken.py: open" in out


def test_the_cells_of_a_run_replay_from_its_file(conformance, run_main, broken, catalogue):
    conformance(broken)
    code, out, _ = run_main("replay", "--catalogue", catalogue, "--jobs", "1", "reports/results.jsonl")
    assert code == 1
    assert "5 cells: 1 fail, 4 pass" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "there is no implementation 'nobody'"),
        (["./missing.py"], "implementation ./missing.py: there is no such file"),
        (["json"], "it has no SSLContext"),
        (["./raises.py"], "ZeroDivisionError on import: division by zero (raises.py, line 1)"),
        (["--driver", "carrier-pigeon"], "no driver 'carrier-pigeon'; there are bio, socket"),
        (["--tls", "1.1"], "'1.1' is not one of '1.2', '1.3'"),
        (["--peer", "nobody"], "'nobody' is not one of"),
        (["--scenario", "nothing/*"], "no scenario is called 'nothing/*'"),
        (["--schedule", "shuffle(3)"], "'shuffle(3)' is no action"),
        (["--jobs", "-1"], "-1 is not in the range"),
        (["--known", "bad.toml"], "bad.toml:1: an entry needs its reason"),
        (
            ["--results", "raises.py/results.jsonl"],
            "cannot write results to raises.py/results.jsonl: Not a dir",
        ),
        (["--junit", "raises.py/junit.xml"], "cannot write JUnit XML to raises.py/junit.xml: Not a dir"),
        (["--write-known", "bad.toml"], "bad.toml:1: an entry needs its reason"),
        (
            ["stdlib", "json", "--write-known", "k.toml"],
            "--write-known is for one implementation, and there are 2",
        ),
        (["--driver", "socket"], "no scenario applies to the drivers"),
        (["./hollow.py", "--driver", "bio"], "nothing was tested: all of the 2 cells were unsupported"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(conformance, here, arguments, told):
    write(here, "raises.py", "1 / 0")
    write(here, "hollow.py", "from ssl import SSLContext")
    write(here, "bad.toml", '[[known]]\ncells = "*"\n')
    code, _, err = conformance(*arguments)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert err.startswith("tls-harness: ")


def test_a_missing_catalogue_is_wrong_use(run_main, here):
    code, _, err = run_main("run", "--catalogue", "nowhere")
    assert (code, err) == (2, "tls-harness: there is no folder of scenarios at nowhere\n")


def test_a_full_disk_is_one_sentence(conformance):
    code, _, err = conformance("--results", "/dev/full")
    assert code == 2
    assert err.startswith("tls-harness: cannot write results to /dev/full: No space left on device")


def test_wrong_use_leaves_the_results_of_the_last_run_alone(conformance, here):
    conformance()
    before = (here / "reports/results.jsonl").read_text(encoding="utf-8")
    conformance("--driver", "socket")
    assert (here / "reports/results.jsonl").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("finished", "code"),
    [
        (RunFinished(2, counts={"pass": 1, "known": 1}), 0),
        (RunFinished(2, counts={"pass": 1, "unsupported": 1}), 0),
        (RunFinished(2, counts={"pass": 1, "stalled": 1}), 1),
        (RunFinished(2, counts={"pass": 1, "hang": 1}), 1),
        (RunFinished(1, stale=("s",), counts={"pass": 1}), 1),
        (RunFinished(2, counts={"fail": 1, "error": 1}), 3),
    ],
)
def test_exit_codes(finished, code):
    assert exit_code(finished) == code


def test_a_run_of_nothing_but_unsupported_cells_tested_nothing():
    with pytest.raises(UsageError, match="nothing was tested"):
        exit_code(RunFinished(3, counts={"unsupported": 3}))


def test_each_cell_in_the_file_says_how_to_repeat_it(conformance, here, catalogue):
    conformance()
    lines = (here / "reports/results.jsonl").read_text(encoding="utf-8").splitlines()
    cells = [json.loads(line) for line in lines[1:-1]]
    for cell in cells:
        assert shlex.split(cell["reproducer"]) == [
            "tls-harness", "replay", "--catalogue", str(catalogue), cell["cell"],
        ]  # fmt: skip
