"""Grammars make what reads back, whoever answers; a written scenario is judged as a conformance run does."""

import random

import pytest

from harness.collection import lint
from harness.fuzz.choose import Bytes, Dice
from harness.fuzz.grammar.orders import order
from harness.fuzz.grammar.schedules import any_schedule, benign, hostile
from harness.fuzz.grammar.settings import setting
from harness.fuzz.schedules import scheduled
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Trial
from harness.implementation import load
from harness.places import place
from harness.requirement import load_requirements
from harness.run.cell import read_name
from harness.schedule import parse
from tests.trials import PLANTED

SEEDS = range(200)


@pytest.fixture(scope="module")
def requirements():
    return load_requirements(place("scenarios") / "requirements")


def sources(seed):
    dice = random.Random(seed)
    return Dice(random.Random(seed)), Bytes(dice.randbytes(dice.randrange(80)))


@pytest.mark.parametrize("seed", SEEDS)
def test_schedules_are_of_their_kind_and_read_back(seed):
    for choose in sources(seed):
        for grammar, is_benign in ((benign, True), (hostile, False)):
            schedule = parse(text := grammar(choose))
            assert str(schedule) == text
            assert schedule.benign is is_benign
            assert 1 <= len(schedule.actions) <= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_conversations_and_orders_are_scenarios_without_fault(seed, requirements):
    for choose in sources(seed):
        words = setting(choose)
        walk = words.written("Calls.", "python:ssl:states", order(choose))
        for written in (scheduled(choose), walk):
            lint(written.scenario("found/it", "it"), requirements)


def test_answers_that_are_used_up_are_the_plainest():
    choose = Bytes(b"")
    assert (choose.number(3, 9), choose.pick("xyz"), choose.data(5), choose.more()) == (3, "x", b"", False)
    assert any_schedule(Bytes(b"")) == "cut(1)"


def test_a_byte_more_or_less_changes_little():
    answers = Bytes(bytes([2, 1, 0, 5]) + b"hello")
    assert (answers.number(0, 9), answers.more(), answers.more(), answers.data(9)) == (
        2,
        True,
        False,
        b"hello",
    )
    assert answers.left == b""


def trial_of(path, pki):
    return Trial(load(str(path)), pki)


def first_find(trial, tries):
    found = (try_written(scheduled(Dice(random.Random(seed))), trial) for seed in range(tries))
    return next((each for each in found if each is not None), None)


def test_a_planted_defect_is_found_and_its_find_repeats(pki):
    trial = trial_of(PLANTED / "feed_loses_short_headers.py", pki)
    finding = first_find(trial, 200)
    assert finding is not None
    again = try_written(finding.written, trial)
    assert (again.key, again.cell) == (finding.key, finding.cell)
    assert read_name(finding.cell).schedule == finding.written.schedule
    assert finding.written.found["implementation"] == trial.implementation.name
    assert try_written(finding.written, trial_of("stdlib", pki)) is None


def test_what_tests_nothing_is_no_find_and_looks_so(pki):
    looks = []
    trial = trial_of("stdlib", pki)
    trial.saw = looks.append
    written = setting(Bytes(b"")).written("p", "python:ssl:states", ("subject.dances()",))
    assert try_written(written, trial) is None
    assert looks == ["nothing to try"]
