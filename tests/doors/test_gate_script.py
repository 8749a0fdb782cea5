"""The gate as a shell script, and the action that calls it."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")


def program(folder, name, text):
    """An executable on the path of the script."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def script(here):
    """Runs one of .ci's scripts in an empty folder; returns exit code and all it said."""

    def run(name, **variables):
        path = f"{here / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **variables}
        done = subprocess.run(
            [ROOT / ".ci" / name], cwd=here, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    program(here, "tls-harness", f'exec "{sys.executable}" -m harness "$@"')
    return run


def narrow(catalogue, *more):
    return " ".join(("--catalogue", f"'{catalogue}'", "--driver bio --role client --tls 1.3 --jobs 1", *more))


def test_the_exit_code_is_the_runs_and_the_reports_are_kept(script, here, broken, catalogue):
    code, out = script("gate", TLS_IMPLEMENTATION=broken, TLS_ARGUMENTS=narrow(catalogue))
    assert code == 1, out
    assert "1. FAIL" in out
    assert (here / "reports" / "results.jsonl").is_file()
    assert (here / "reports" / "junit.xml").is_file()


def test_what_is_known_is_given_on(script, here, broken, catalogue):
    (here / "our known.toml").write_text(
        '[[known]]\ncells = "talk/notices_the_cut*"\nreason = "r"\nclause = "doc:2:truncation"\n',
        encoding="utf-8",
    )
    arguments = narrow(catalogue, "--scenario 'talk/*'")
    code, out = script("gate", TLS_IMPLEMENTATION=broken, TLS_KNOWN="our known.toml", TLS_ARGUMENTS=arguments)
    assert (code, "1 known failure" in out) == (0, True), out


def test_a_summary_is_made_of_the_results_even_if_the_run_failed(script, here):
    program(
        here,
        "tls-harness",
        'echo "$@" >> said; [ "$1 $2" != "report --help" ] || exit 0\n'
        '[ "$1" = report ] && echo "# summary" && exit 0\n'
        "echo results > reports/results.jsonl; exit 1",
    )
    (here / "reports").mkdir()
    (here / "reports" / "summary.md").write_text("of last time", encoding="utf-8")
    assert script("gate", TLS_IMPLEMENTATION="own", TLS_PROFILE="standard")[0] == 1
    assert (here / "reports" / "summary.md").read_text(encoding="utf-8") == "# summary\n"
    assert (here / "said").read_text(encoding="utf-8").splitlines() == [
        "run own --profile standard --results reports/results.jsonl --junit reports/junit.xml",
        "report --help",
        "report reports/results.jsonl --markdown",
    ]


def test_a_run_that_never_began_is_not_reported(script, here):
    code, out = script("gate", TLS_IMPLEMENTATION="nobody")
    assert code == 2
    assert "there is no implementation 'nobody'" in out
    assert not (here / "reports" / "summary.md").exists()
    code, out = script("gate")
    assert code != 0
    assert "TLS_IMPLEMENTATION names nothing to try" in out


def test_the_comment_is_the_summary(script, here):
    program(here, "gh", 'echo "$@" > said')
    assert script("comment", TLS_PULL_REQUEST="7") == (0, "")
    assert not (here / "said").exists()
    (here / "reports").mkdir()
    (here / "reports" / "summary.md").write_text("# summary\n", encoding="utf-8")
    assert script("comment", TLS_PULL_REQUEST="7") == (0, "")
    assert (here / "said").read_text(encoding="utf-8") == (
        "pr comment 7 --body-file reports/summary.md --edit-last --create-if-none\n"
    )


def test_the_action_declares_what_it_uses_and_calls_what_is_there():
    declared = set(
        re.findall(r"^  (\w+):$", ACTION.partition("\ninputs:\n")[2].partition("\nruns:")[0], re.MULTILINE)
    )
    assert declared == set(re.findall(r"\binputs\.(\w+)", ACTION))
    scripts = re.findall(r"GITHUB_ACTION_PATH/(\.ci/\w+)", ACTION)
    assert scripts == [".ci/gate", ".ci/comment"]
    assert all(os.access(ROOT / name, os.X_OK) for name in scripts)
    variables = set(re.findall(r"^ +(TLS_\w+):", ACTION, re.MULTILINE))
    said = "".join((ROOT / name).read_text(encoding="utf-8") for name in scripts)
    assert variables == set(re.findall(r"\$\{?(TLS_\w+)", said))


def test_no_input_is_pasted_into_a_command():
    for command in re.findall(r"^ +run: (.*)$", ACTION, re.MULTILINE):
        assert "${{" not in command
