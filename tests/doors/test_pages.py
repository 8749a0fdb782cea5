"""`list`, `coverage`, `explain`, help and version."""

import json
import re
from types import SimpleNamespace
from typing import get_args

import pytest

from harness import __version__
from harness.drivers import registry
from harness.errors import UsageError
from harness.implementation import Implementation
from harness.rules import RULES
from harness.schedule import actions, parse


@pytest.fixture
def page(run_main, catalogue, here):
    """Run a command on the small catalogue that must succeed; returns its output."""

    def run(*arguments):
        code, out, err = run_main(*arguments, "--catalogue", catalogue)
        assert (code, err) == (0, "")
        return out

    return run


def test_scenarios_are_listed_with_all_they_apply_to(page):
    rows = {row["scenario"]: row for row in json.loads(page("list", "scenarios", "--json"))}
    assert rows["talk/greets"] == {
        "scenario": "talk/greets",
        "drivers": [
            "bio",
            "buffer",
            "endpoint",
            "pyopenssl",
            "program",
            "asyncio-streams",
            "asyncio-protocol",
            "asyncio-buffered",
            "uvloop-protocol",
            "uvloop-streams",
        ],
        "roles": ["client", "server"],
        "tls": ["1.2", "1.3"],
        "sweep": "none",
        "requirements": ["doc:1:bytes"],
        "page": "Four bytes cross, and are read.",
    }
    assert rows["talk/notices_the_cut"]["requirements"] == ["doc:2:truncation", "doc:1:bytes"]


def test_a_piped_table_has_one_line_a_row(page):
    head, *rows = page("list", "scenarios").splitlines()
    assert head.split()[:3] == ["scenario", "drivers", "roles"]
    assert [row.split()[0] for row in rows] == ["talk/greets", "talk/notices_the_cut"]
    assert rows[0].endswith("Four bytes cross, and are read.")
    assert head.index("page") == rows[0].index("Four")


@pytest.mark.parametrize("width", ["50", "80", "200"])
def test_a_table_on_a_terminal_keeps_to_its_width(page, monkeypatch, width):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("TERM", "xterm")
    for what in ("scenarios", "rules", "schedules"):
        out = re.sub(r"\x1b\[[0-9;]*m", "", page("list", what))
        assert max(map(len, out.splitlines())) <= int(width)


def test_requirements_are_listed(page):
    rows = json.loads(page("list", "requirements", "--json"))
    assert rows[0] == {
        "requirement": "doc:1:bytes",
        "level": "MUST",
        "source": "the document, section 1",
        "text": "Bytes arrive.",
    }
    assert len(rows) == 4


def test_drivers_and_rules_are_listed(page):
    drivers = json.loads(page("list", "drivers", "--json"))
    assert [row["driver"] for row in drivers] == list(registry.NAMES)
    assert all(row["about"] and {"handshake", "use"} & set(row["calls"]) for row in drivers)
    rules = json.loads(page("list", "rules", "--json"))
    assert [row["rule"] for row in rules] == [rule.name for rule in RULES]


def test_every_action_is_listed_in_a_form_that_reads(page):
    rows = json.loads(page("list", "schedules", "--json"))
    assert len(rows) == len(get_args(actions.Benign)) + len(get_args(actions.Hostile))
    for row in rows:
        form = row["action"].partition(" or ")[0].replace("(k)", "(3)")
        assert parse(form).benign is (row["kind"] == "benign")
        assert row["meaning"]
        assert "`" not in row["action"]


def test_implementations_are_listed_and_a_broken_one_says_so(page, monkeypatch):
    def load(name):
        if name == "bad":
            raise UsageError("implementation bad: it broke")
        return Implementation(name, SimpleNamespace(OPENSSL_VERSION="TLS 9"))

    monkeypatch.setattr("harness.cli.listing.all_stacks", lambda: ["stdlib", "bad"])
    monkeypatch.setattr("harness.run.capabilities.load", load)
    stdlib, bad = json.loads(page("list", "implementations", "--json"))
    assert stdlib["version"].startswith("TLS 9, ")
    assert bad == {
        "implementation": "bad", "kind": "entry point",
        "version": "not here: implementation bad: it broke", "supports": "",
    }  # fmt: skip


def test_coverage_shows_its_holes(page):
    told = json.loads(page("coverage", "--json"))
    assert told["totals"] == {"covered": 2, "out of scope": 1, "uncovered": 1}
    assert told["documents"] == [{"document": "doc", "requirements": 4, "covered": 2, "scenarios": 2}]
    by_name = {row["requirement"]: row for row in told["requirements"]}
    assert by_name["doc:1:bytes"]["by"] == ["talk/greets", "talk/notices_the_cut"]
    assert by_name["doc:3:weather"]["why"] == "nobody can see it from here"
    out = page("coverage")
    assert "doc:3:weather     MAY     out of scope  nobody can see it from here" in out
    assert out.endswith("4 requirements: 2 covered, 1 out of scope, 1 uncovered\n")


@pytest.mark.parametrize(
    "name",
    [
        "talk/notices_the_cut",
        "*cut",
        "notices_the_cut",
        "talk/notices_the_cut[stdlib:bio:client:1.3:honest:cut(1)]#0",
    ],
)
def test_a_scenario_is_explained_whole(page, catalogue, name):
    lines = page("explain", name).splitlines()
    assert lines[:3] == ["talk/notices_the_cut", "", "A cut wire raises."]
    assert "  doc:2:truncation (the document, section 2; SHOULD)" in lines
    assert "    A cut wire is told." in lines
    assert "drivers  bio, buffer, endpoint, pyopenssl, program" in lines
    assert "runs     undisturbed, and under every benign schedule of the profile" in lines
    for role in ("client", "server"):
        start = lines.index(f"steps, the subject being the {role}")
        assert lines[start + 1 : start + 4] == [
            "   1  subject handshake() returns | peer handshake() returns",
            "   2  peer: cut",
            "   3  subject read(100) raises ragged EOF",
        ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nothing", "no scenario is called 'nothing'"),
        ("talk/*", "'talk/*' fits 2 scenarios: talk/greets, talk/notices_the_cut"),
    ],
)
def test_what_cannot_be_explained_is_told(run_main, catalogue, name, told):
    code, _, err = run_main("explain", name, "--catalogue", catalogue)
    assert code == 2
    assert told in err


def test_a_scenario_that_does_not_lint_is_the_authors_fault(run_main, tmp_path):
    (tmp_path / "bad.py").write_text("def f():\n    return []\n", encoding="utf-8")
    code, _, err = run_main("list", "scenarios", "--catalogue", tmp_path)
    assert code == 2
    assert "bad.py:1: f is no scenario" in err


def test_version_and_help(run_main):
    assert run_main("--version") == (0, f"tls-harness {__version__}\n", "")
    code, out, _ = run_main("--help")
    assert code == 0
    for command in ("run", "list", "explain", "replay", "coverage"):
        assert f"\n  {command} " in out
    assert run_main("list", "weather")[0] == 2
    assert run_main("dance")[0] == 2


def test_no_command_at_all_shows_the_help(run_main):
    code, _, err = run_main()
    assert code == 2
    assert "Commands:" in err
