"""The thread beside the harness's own: whose it is, where it runs, and how it is looked at."""

import os
import threading
from itertools import islice

import pytest

from harness.drivers import beside
from harness.endpoint import Done


@pytest.fixture
def idle(monkeypatch):
    """The workers that nobody uses, none to begin with; their threads end with the test."""
    workers = []
    monkeypatch.setattr(beside, "_IDLE", workers)
    yield workers
    for worker in workers:
        worker.stop()


def worked(worker):
    """Where the worker ran, and as what thread."""
    worker.start(lambda: Done((os.sched_getaffinity(0), threading.get_native_id())))
    worker.finished.wait()
    return worker.outcome().value


def test_who_is_dismissed_is_hired_next(idle):
    first = beside.hire()
    _, thread = worked(first)
    beside.dismiss(first)
    assert idle == [first]
    assert worked(beside.hire()) == (os.sched_getaffinity(0), thread)
    beside.dismiss(first)


def test_a_worker_without_a_thread_is_hired_by_nobody(idle):
    ended, begun = beside.hire(), beside.Worker()
    worked(ended)
    ended.stop()
    for each in (ended, begun):
        beside.dismiss(each)
    assert idle == []


def test_a_thread_that_did_not_live_through_a_fork_is_passed_over(idle):
    lost = beside.Worker()
    worked(lost)
    lost.stop()
    idle.append(lost)
    assert beside.hire() is not lost


def test_both_threads_are_on_one_processor_until_the_worker_rests(idle):
    anywhere = os.sched_getaffinity(0)
    worker = beside.hire()
    there, _ = worked(worker)
    assert there == os.sched_getaffinity(0)
    assert len(there) == 1
    beside.dismiss(worker)
    assert os.sched_getaffinity(0) == anywhere


def test_a_python_that_knows_no_processors_runs_work_where_it_runs(idle, monkeypatch):
    """PyPy has no `os.sched_getaffinity`."""
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.delattr(os, "sched_setaffinity")
    monkeypatch.setattr(beside, "_anywhere", beside._anywhere.__wrapped__)  # the answer is kept otherwise
    worker = beside.hire()
    worker.start(lambda: Done(b"done"))
    worker.finished.wait()
    assert worker.outcome() == Done(b"done")
    beside.dismiss(worker)


def test_two_workers_at_once_leave_their_starter_where_it_was(idle):
    anywhere = os.sched_getaffinity(0)
    workers = beside.hire(), beside.hire()
    for worker in workers:
        worked(worker)
    for worker in workers:
        beside.dismiss(worker)
    assert os.sched_getaffinity(0) == anywhere


def test_looks_go_on_until_it_is_time_to_stop():
    ended = threading.Event()
    assert not any(islice(beside.looks(ended), 40))
    ended.set()
    assert all(islice(beside.looks(ended), 40))


def test_intervals_double_up_to_a_millisecond():
    first, second, *_, last = islice(beside.intervals(), 20)
    assert second == 2 * first
    assert last == 0.001
