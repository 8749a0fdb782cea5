"""Programs on machines that lack what they are watched with: unsupported, and nobody is left."""

import os
import sys
from pathlib import Path

import pytest

from harness.drivers import program_process, resting
from harness.drivers.program_process import Running
from harness.errors import Unsupported


@pytest.fixture
def started(monkeypatch):
    """The processes that were started, once they are."""
    found = []

    class Noted(program_process.subprocess.Popen):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **named)
            found.append(self)

    monkeypatch.setattr(program_process.subprocess, "Popen", Noted)
    return found


def sleeper(_port, _terminal):
    return [sys.executable, "-c", "import sys; sys.stdin.read()"]


def test_without_proc_a_program_is_unsupported_and_ended(monkeypatch, started):
    monkeypatch.setattr(resting.os.path, "isdir", lambda _path: False)
    with pytest.raises(Unsupported, match=r"watched through /proc, which is not there"):
        Running(sleeper, serves=True)
    (process,) = started
    assert process.returncode is not None
    assert all(pipe.closed for pipe in (process.stdin, process.stdout, process.stderr))


@pytest.mark.parametrize("lacking", ["openpty", "ttyname"])
def test_without_terminals_who_needs_one_is_unsupported(monkeypatch, started, lacking):
    def refuse(*_descriptor):
        raise OSError(19, "No such device")

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(os, lacking, refuse)
    with pytest.raises(Unsupported, match="need one: No such device"):
        Running(sleeper, serves=True, terminal=True)
    assert started == []
    assert len(list(Path("/proc/self/fd").iterdir())) == before
