"""`tls-harness matrix`: several stacks in one run, side by side."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree

import pytest

from harness.report.results import read_results


@pytest.fixture
def matrix(run_main, catalogue, here):
    """`matrix` on the small catalogue, with one worker."""

    def run(*arguments):
        options = ("--catalogue", catalogue, "--jobs", "1", "--role", "client", "--tls", "1.3")
        return run_main("matrix", *options, *arguments)

    return run


def test_stacks_stand_side_by_side_and_one_that_is_not_here_is_a_line(matrix, broken, here):
    code, out, err = matrix("stdlib", broken, "nowhere", "stdlib@python9", "--driver", "bio")
    assert (code, err) == (1, "")
    head = next(line for line in out.splitlines() if line.split()[:1] == ["theme"])
    assert head.split() == ["theme", "./broken.py", "stdlib"]
    row = next(line for line in out.splitlines() if line.split()[:1] == ["talk"])
    assert row.split()[1].startswith("1/2")
    assert out.count("nowhere: not tried: there is no implementation 'nowhere'") == 1
    assert out.count("stdlib@python9: not tried: implementation stdlib@python9: there is no interpreter") == 1
    assert out.count("FAIL ./broken.py: ") == 1
    results = read_results(here / "reports" / "results.jsonl")
    assert {cell.implementation for cell in results.cells} == {"stdlib", broken}
    assert set(results.header["facts"]) == {"stdlib", broken}
    assert results.shortfall is None


def test_junit_has_every_stacks_cases(matrix, broken, here):
    code, _, err = matrix("stdlib", broken, "--driver", "bio", "--junit", "out/junit.xml")
    assert (code, err) == (1, "")
    cases = ElementTree.parse(here / "out" / "junit.xml").findall(".//testcase")
    stacks = {case.get("classname").rpartition(".")[0] for case in cases}
    assert stacks == {"stdlib", broken}
    failed = {case.get("classname").rpartition(".")[0] for case in cases if case.find("failure") is not None}
    assert failed == {broken}


def test_what_each_supports_is_told_before(matrix):
    code, out, _ = matrix("stdlib", "--scenario", "talk/greets", "--driver", "bio")
    assert code == 0
    assert out.splitlines()[0].startswith("stdlib: TLS 1.2 1.3; client server; ALPN;")


def test_a_layer_has_a_column_of_its_own(matrix, here):
    pytest.importorskip("trio")
    code, out, _ = matrix(
        "stdlib", "stdlib+trio", "--scenario", "handshake/both_ends*", "--catalogue", _house()
    )
    assert code == 0
    assert ["theme", "stdlib", "+trio"] in [line.split() for line in out.splitlines()], out
    drivers = {cell.driver for cell in read_results(here / "reports" / "results.jsonl").cells}
    assert {"bio", "trio"} <= drivers


@pytest.mark.skipif(shutil.which("pypy3") is None, reason="there is no PyPy here")
def test_another_interpreter_is_one_of_them(matrix, here):
    code, out, _ = matrix("stdlib", "stdlib@pypy3", "--scenario", "talk/greets", "--driver", "bio")
    assert code == 0
    assert any(line.split() == ["talk", "1/1", "1/1"] for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name the stacks to try, or say --all"),
        (("stdlib", "--all"), "name the stacks to try, or say --all"),
        (("nowhere", "elsewhere"), "none of these can be tried here"),
        (("stdlib", "--driver", "nobody"), "there is no driver 'nobody'"),
        (("stdlib", "--junit", "/dev/null/x.xml"), "cannot write JUnit XML to /dev/null/x.xml"),
    ],
)
def test_exit_code_2_only_when_nothing_can_be_tried(arguments, told, matrix):
    code, _, err = matrix(*arguments)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1


def test_all_has_every_built_in_stack_and_the_layers():
    from harness.cli.matrix import all_stacks

    names = list(all_stacks())
    assert {"stdlib", "tlslite", "pyopenssl", "siotls", "rustls", "mbedtls"} <= set(names)
    assert {"stdlib+trio", "stdlib+gevent", "stdlib+tornado"} <= set(names)
    assert len(names) == len(set(names))


def test_the_list_shows_what_each_supports_or_what_to_install(run_main, monkeypatch):
    monkeypatch.setattr("harness.cli.listing.all_stacks", lambda: ["stdlib", "nowhere"])
    code, out, _ = run_main("list", "implementations", "--json")
    assert code == 0
    stdlib, nowhere = json.loads(out)
    assert stdlib["version"].startswith("OpenSSL ")
    assert stdlib["supports"].startswith("TLS 1.2 1.3; client server;")
    assert nowhere["version"].startswith("not here: there is no implementation 'nowhere'")
    assert nowhere["supports"] == ""


def _house():
    from harness.places import place

    return place("scenarios")
