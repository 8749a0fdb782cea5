"""The command line as a process: signals, descriptors, a reader that leaves.

A named pipe stands for the results file where a test must know how far a run has got: its writer waits
for its reader, so nothing depends on timing.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MODULE = (sys.executable, "-m", "harness")


@pytest.fixture
def environment():
    """This process's, with the checkout on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_its_file_and_says_how_far_it_got(here, catalogue, environment, number):
    pipe = here / "results.jsonl"
    os.mkfifo(pipe)
    arguments = ("run", "--catalogue", catalogue, "--jobs", "1", "--profile", "standard", "--results", pipe)
    process = subprocess.Popen(
        [*MODULE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    with pipe.open(encoding="utf-8") as lines:
        header = json.loads(lines.readline())
        first = json.loads(lines.readline())
        process.send_signal(number)
        rest = [json.loads(line) for line in lines]
    out, err = process.communicate()
    assert header["kind"] == "run"
    assert [line["kind"] for line in (first, *rest)] == ["cell"] * len(rest) + ["end"]
    assert rest[-1]["interrupted"] == "interrupted"
    assert rest[-1]["cells"] == len(rest)
    assert process.returncode == 128 + number
    assert f"interrupted after {len(rest)} cells" in out
    assert err == ""


def test_too_few_file_descriptors_are_one_sentence(here, catalogue, environment):
    few = ("sh", "-c", 'ulimit -n 12 && exec "$@"', "sh")
    run = subprocess.run(
        [*few, *MODULE, "run", "--catalogue", catalogue, "--jobs", "1"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr == "tls-harness: Too many open files: 32 free file descriptors are needed\n"


def test_a_reader_that_leaves_does_not_stop_the_run(here, catalogue, environment):
    reader, writer = os.pipe()
    os.close(reader)
    arguments = ("run", "--catalogue", catalogue, "--jobs", "1", "--driver", "bio", "--profile", "quick")
    run = subprocess.run(
        [*MODULE, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True, env=environment, check=False
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, "")
    last = (here / "reports/results.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["complete"] is True


def test_a_reader_of_a_list_may_leave(here, catalogue, environment):
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [*MODULE, "list", "rules", "--json"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        check=False,
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (2, "")
