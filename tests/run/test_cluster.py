"""On a Dask cluster: verdicts are those of the local workers, whatever becomes of workers and scheduler.

Scheduler and workers are processes on loopback. Nothing here depends on how long anything takes.
"""

import os
import re
import resource
import select
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import dask
import pytest

from harness.cli.shared import send_to
from harness.collection import digest_of
from harness.errors import UsageError
from harness.events import CellFinished, RunFinished
from harness.names import Profile, Verdict
from harness.report.results import read_results
from harness.run.cluster import Cluster, commission_for, connect
from harness.run.executor import CutOff, Lost
from harness.run.plan import Request
from tests.conftest import TALK, write_catalogue
from tests.run.loopback import ROOT, Loopback
from tests.run.test_engine import results, run
from tests.run.wicked import WORDS, cell_of, write_wicked

REQUEST = Request(drivers=("bio",), peers=("honest",), scenarios=("talk/greets",), profile=Profile.QUICK)
WATCHDOG = 5.0


@pytest.fixture
def loopback():
    """A scheduler without workers."""
    there = Loopback()
    yield there
    there.close()


@pytest.fixture(scope="module")
def wicked(tmp_path_factory):
    return write_wicked(tmp_path_factory.mktemp("wicked"))


@pytest.fixture
def at(pki):
    """A function that makes a cluster of a scheduler, for a catalogue."""

    def cluster(there, folder, watchdog=WATCHDOG, **changes):
        commission = commission_for(str(folder), digest_of(folder), pki, watchdog)
        return Cluster(connect(there.address), replace(commission, **changes))

    return cluster


def conducted(there, folder, request=REQUEST, listener=None):
    """(events, the last one) of a run on a cluster."""
    client = connect(there.address)
    return run(
        folder,
        request,
        listener=listener,
        executor=lambda pki: Cluster(client, commission_for(str(folder), digest_of(folder), pki, WATCHDOG)),
    )


def answers(cluster, cells):
    """word or scenario: what was reported of its cell."""
    with cluster:
        reports = cluster.submit(cells).result()
    assert len(reports) == len(cells)
    return {report.result.scenario.removeprefix("deed/"): report for report in reports}


def verdicts(events):
    """What each cell came to; each is told once."""
    told = results(events)
    found = {result.cell: result.verdict for result in told}
    assert len(found) == len(told)
    return found


# -- verdicts


def test_a_worker_killed_in_the_middle_changes_no_verdict(loopback, catalogue_folder):
    loopback.add()
    victim = loopback.add()
    pid = loopback.client.run(os.getpid, workers=[victim])[victim]
    killed = []

    def kill(event):
        if isinstance(event, CellFinished) and not killed:
            killed.append(loopback.client.processing([victim]))
            os.kill(pid, signal.SIGKILL)

    events, finished = conducted(loopback, catalogue_folder, listener=kill)
    here, _ = run(catalogue_folder, REQUEST, jobs=1)
    assert killed
    assert verdicts(events) == verdicts(here)
    assert (finished.interrupted, finished.cells) == (None, len(results(here)))


def test_a_subject_costs_its_cell_and_never_the_worker(loopback, at, wicked):
    folder, implementation = wicked
    loopback.add()
    before = loopback.client.run(os.getpid)
    found = answers(at(loopback, folder), [cell_of(word, implementation) for word in WORDS])
    assert {word: report.result.verdict for word, report in found.items()} == {
        "hangs": Verdict.HANG,
        "greets": Verdict.PASS,
        "dies": Verdict.CRASH,
        "is_killed": Verdict.CRASH,
        "hogs": found["hogs"].result.verdict,
        "exits": Verdict.CRASH,
        "mumbles": Verdict.FAIL,
        "interrupts": Verdict.CRASH,
        "waves": Verdict.PASS,
    }
    assert loopback.client.run(os.getpid) == before


def test_a_cell_that_takes_whole_workers_down_is_found_and_the_nanny_brings_them_back(at, tmp_path):
    module = tmp_path / "topples.py"
    module.write_text(TOPPLES, encoding="utf-8")
    folder, _ = write_wicked(tmp_path)
    cells = [cell_of(word, str(module)) for word in ("greets", "dies", "waves")]
    there = Loopback(scheduler__allowed_failures=0)
    try:
        there.add(nanny=True)
        found = answers(at(there, folder), cells)
    finally:
        there.close()
    assert found["greets"].result.verdict is found["waves"].result.verdict is Verdict.PASS
    assert isinstance(found["dies"], Lost)
    assert found["dies"].told == "its Dask worker ended, 1 out of 1 times"


#: The subject kills the Dask worker: what its own process was forked from, one further up.
TOPPLES = '''\
"""It topples the house."""

import os
import signal
import ssl
from pathlib import Path
from ssl import *  # noqa: F403


class SSLObject(ssl.SSLObject):
    def write(self, data):
        if bytes(data) == b"dies":
            status = Path(f"/proc/{os.getppid()}/status").read_text()
            os.kill(int(status.partition("PPid:")[2].split()[0]), signal.SIGKILL)
        return super().write(data)


class SSLContext(ssl.SSLContext):
    sslobject_class = SSLObject
'''


@pytest.mark.parametrize("command", ["run", "matrix"])
def test_the_commands_take_a_cluster(loopback, tmp_path, catalogue_folder, command):
    loopback.add()
    results = tmp_path / "results.jsonl"
    arguments = ["--scenario", "talk/greets", "--role", "client", "--tls", "1.3", "--profile", "quick"]
    done = commanded(command, "stdlib", "--driver", "bio", "--results", results, *arguments,
                     "--catalogue", catalogue_folder, "--dask", loopback.address)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    told = read_results(results)
    assert told.shortfall is None
    assert {result.verdict for result in told.cells} == {Verdict.PASS}


def commanded(*arguments, **settings):
    """The command line as a process that is over."""
    return subprocess.run(
        [sys.executable, "-m", "harness", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_whose_workers_are_all_gone_ends(loopback, catalogue_folder):
    victim = loopback.add()
    pid = loopback.client.run(os.getpid, workers=[victim])[victim]
    came = []

    def kill(event):
        if isinstance(event, CellFinished):
            if not came:
                os.kill(pid, signal.SIGKILL)
            came.append(event)

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(CutOff, match=f"^the Dask scheduler at {loopback.address} has no workers any more; "),
    ):
        conducted(loopback, catalogue_folder, listener=kill)
    assert came


# -- workers that cannot


def test_a_worker_with_another_catalogue_runs_nothing_and_says_why(loopback, at, pki, tmp_path):
    ours = write_catalogue(tmp_path / "a" / "scenarios", talk=TALK)
    write_catalogue(tmp_path / "b" / "scenarios", talk=TALK.replace("Four bytes", "4 bytes"))
    other = loopback.add(tmp_path / "b")
    relative = commission_for("scenarios", digest_of(ours), pki, WATCHDOG)
    cells = [replace(cell_of("greets", "stdlib"), scenario="talk/greets")]
    with (
        Cluster(connect(loopback.address), relative) as cluster,
        pytest.raises(CutOff, match=rf"no worker of .* can run this: {other}: its catalogue has the digest"),
    ):
        cluster.submit(cells).result()
    loopback.add(tmp_path / "a")
    with Cluster(connect(loopback.address), relative) as cluster:
        promises = [cluster.submit(cells) for _ in range(4)]
        assert all(promise.result()[0].result.verdict is Verdict.PASS for promise in promises)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"python": (3, 7)}, r"it runs Python 3\.\d+, and this is 3.7"),
        ({"version": "0.0.1"}, "it has tls-harness .*, and this is 0.0.1"),
        ({"sources": "0123"}, "its tls-harness .* has other sources than the one here"),
        ({"catalogue": "/nowhere"}, "it has no folder of scenarios at /nowhere"),
    ],
)
def test_a_worker_that_is_otherwise_says_how(pki, catalogue_folder, change, told):
    commission = commission_for(str(catalogue_folder), digest_of(catalogue_folder), pki, WATCHDOG)
    assert commission.why_unfit() is None
    assert re.fullmatch(told, replace(commission, **change).why_unfit())


def test_a_worker_with_a_full_disk_leaves_the_work_to_others(loopback, at, catalogue_folder):
    full = loopback.add()
    pid = loopback.client.run(os.getpid)[full]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (16, 16))
    cells = [replace(cell_of("greets", "stdlib"), scenario="talk/greets")]
    told = f"no worker of {loopback.address} can run this: {full}: File too large"
    with at(loopback, catalogue_folder) as cluster, pytest.raises(CutOff, match=f"^{told}$"):
        cluster.submit(cells).result()
    loopback.add()
    assert answers(at(loopback, catalogue_folder), cells)["talk/greets"].result.verdict is Verdict.PASS


def test_a_worker_without_an_implementation_leaves_its_cells_to_others(loopback, at, tmp_path):
    folder, _ = write_wicked(tmp_path)
    without = tmp_path / "without"
    without.mkdir()
    loopback.add(without)
    loopback.add(tmp_path)
    cells = [cell_of("greets", name) for name in ("./wicked.py", "stdlib", "./nowhere.py")]
    with at(loopback, folder) as cluster:
        for promise in [cluster.submit(cells) for _ in range(4)]:
            found = {report.result.implementation: report.result for report in promise.result()}
            assert found["./wicked.py"].verdict is found["stdlib"].verdict is Verdict.PASS
            assert found["./nowhere.py"].verdict is Verdict.UNSUPPORTED
            told = "no worker of the cluster has it: implementation ./nowhere.py: there is no such file"
            assert found["./nowhere.py"].reason == told


# -- schedulers that are not there


def test_a_scheduler_that_goes_away_ends_the_run_and_what_was_computed_is_kept(loopback, catalogue_folder):
    loopback.add()
    events = []

    def end(event):
        events.append(event)
        if isinstance(event, CellFinished):
            loopback.scheduler.kill()
            loopback.scheduler.wait()

    gone = f"the Dask scheduler at {loopback.address} is gone"
    with pytest.raises(CutOff, match=rf"^{gone}; the \d+ cells before are kept$"):
        conducted(loopback, catalogue_folder, listener=end)
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    assert finished.interrupted == f"cut off ({gone})"
    assert finished.cells == len(results(events)) > 0


def test_where_no_scheduler_is_the_command_says_so(tmp_path, catalogue_folder):
    results = tmp_path / "results.jsonl"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        arguments = ["run", "--catalogue", catalogue_folder, "--dask", address, "--results", results]
        done = commanded(*arguments, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="500ms")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"tls-harness: no Dask scheduler answers at {address}: ")
    assert done.stderr.count("\n") == 1
    assert not results.exists()


@pytest.mark.parametrize("address", ["nonsense", "smoke://signals:1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(UsageError, match=f"^no Dask scheduler answers at {address}: "):
        connect(address)


def test_a_scheduler_without_workers_is_refused(loopback):
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "500ms"}),
        pytest.raises(UsageError, match=f"^the Dask scheduler at {loopback.address} has no workers$"),
    ):
        connect(loopback.address)


def test_where_dask_is_not_installed_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "harness.run.cluster")
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(UsageError, match=r"^--dask needs dask: pip install 'tls-harness\[dask\]'$"):
        send_to(None, "tcp://127.0.0.1:8786")


def test_a_scheduler_of_another_version_is_refused():
    there = Loopback(other_version=True)
    try:
        with pytest.raises(UsageError, match=r"has distributed 1\.2\.3, and this is "):
            connect(there.address)
    finally:
        there.close()


# -- what is left behind


def test_a_hanging_subject_does_not_outlive_whom_it_works_for(tmp_path, pki):
    module, pipe = tmp_path / "clings.py", tmp_path / "pid"
    module.write_text(CLINGS.format(pipe=str(pipe)), encoding="utf-8")
    os.mkfifo(pipe)
    folder, _ = write_wicked(tmp_path)
    script = ALONE.format(folder=str(folder), pki=pki.folder, implementation=str(module))
    alone = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.DEVNULL)
    subject = os.pidfd_open(int(pipe.read_text(encoding="ascii")))
    alone.kill()
    alone.wait()
    select.select([subject], [], [])  # until it has ended
    os.close(subject)


CLINGS = '''\
"""It says who it is, and hangs."""

import os
import ssl
from ssl import *  # noqa: F403


class SSLObject(ssl.SSLObject):
    def write(self, data):
        with open({pipe!r}, "w") as pipe:
            pipe.write(str(os.getpid()))
        while True:
            pass


class SSLContext(ssl.SSLContext):
    sslobject_class = SSLObject
'''
ALONE = """\
from pathlib import Path
from harness.pki import Pki
from harness.run.isolate import Isolation
from tests.run.wicked import cell_of

if __name__ == "__main__":
    with Isolation(Path({folder!r}), Pki({pki!r}), 1, 1000.0) as isolation:
        isolation.submit([cell_of("greets", {implementation!r})]).result()
"""
