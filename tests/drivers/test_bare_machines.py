"""Programs on machines that lack what they are watched with: unsupported, and nobody is left."""

import os
import socket
import sys
from pathlib import Path

import pytest

from harness.drivers import program_process, resting
from harness.drivers.program_process import Running
from harness.drivers.waiting import descriptor_connected_to
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


@pytest.mark.parametrize("lacking", [("/proc/self/fd",), ("/proc/self/fd", "/dev/fd")])
def test_an_accepted_socket_is_found_where_descriptors_are_listed(monkeypatch, lacking):
    list_folder = os.listdir

    def refuse(folder):
        if folder in lacking:
            raise FileNotFoundError(folder)
        return list_folder(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, socket.create_connection(listener.getsockname()) as one, listener.accept()[0] as other:
        if "/dev/fd" in lacking:
            with pytest.raises(Unsupported, match="neither /proc/self/fd nor /dev/fd is there"):
                descriptor_connected_to(one.getsockname())
        else:
            assert descriptor_connected_to(one.getsockname()) == other.fileno()
