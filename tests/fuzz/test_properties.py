"""Searches of properties: planted defects are found and made minimal, each find once; the sound are left alone."""

import importlib.util
import random
import sys

import pytest
from fuzzing import wrong_server

from harness.collection import lint
from harness.errors import UsageError
from harness.fuzz.choose import Dice
from harness.fuzz.finds import REPEATS, REPEATS_NOT, read_find
from harness.fuzz.properties.agreement import (
    ACCEPTED,
    DISPUTES,
    REFUSED,
    as_refused,
    class_of_run,
    clause_for,
    disputed,
)
from harness.fuzz.properties.excuses import akin
from harness.fuzz.properties.kinds import property_called
from harness.fuzz.properties.search import Search, search, write_disputes
from harness.fuzz.scripted import transcript_of, try_written
from harness.fuzz.target import NAMES, PROPERTIES, Trial, target
from harness.fuzz.terms import Terms
from harness.implementation import load
from harness.places import place
from harness.requirement import load_requirements
from harness.run.known import KnownFailure
from harness.schedule import parse
from harness.written import Written, written_in
from tests.trials import PLANTED

HYPOTHESIS = pytest.mark.skipif(
    importlib.util.find_spec("hypothesis") is None, reason="Hypothesis is not installed"
)


def searched(name, implementation, folder, examples=60, **words):
    """The summary of one property searched."""
    told = []
    terms = Terms(str(implementation), finds=folder / "finds", **words)
    (summary,) = search([name], terms, Search(examples), told.append)
    assert told == [summary]
    return summary


def found(summary):
    """The finds as written."""
    return [(find, read_find(find.path)) for find in summary.finds]


@HYPOTHESIS
@pytest.mark.parametrize(
    ("defect", "name", "key"),
    [
        ("feed_loses_second_record", "benign", "stalled: open: subject read_exactly"),
        ("close_then_write_accepted", "call_order", "fail: "),
        ("write_loses_byte_of_full_records", "sizes", "stalled: open: peer read_exactly"),
        ("read_into_ignores_amount", "sizes", "stalled: open: subject read returns a filled bytes"),
        ("reuse_always_told", "sessions", "fail: open: subject tell session_reused"),
        ("ragged_eof_swallowed", "hostile", "fail: open: truncation-is-not-a-clean-end"),
        ("failure_then_writable", "hostile", "fail: failed: fatal-errors-are-final -> int"),
        ("wire_hello_faults_look_like_hanging_up", "lies", ""),
    ],
)
def test_a_planted_defect_is_found_and_shrinks_to_little(tmp_path, defect, name, key):
    summary = searched(name, PLANTED / f"{defect}.py", tmp_path, examples=100)
    assert not summary.cut_short
    finds = [written for find, written in found(summary) if find.key.startswith(key)]
    assert finds, [find.key for find in summary.finds]
    for written in finds:
        assert written.found["repeats"] == REPEATS
        assert len(parse(written.schedule).actions) <= 3
        assert len(written.steps) <= 4
        assert written.seed == 0
