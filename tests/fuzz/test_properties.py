"""Searches of properties: planted defects are found and made minimal; what is sound is left alone."""

import importlib.util
import random
import sys
from dataclasses import replace

import pytest
from fuzzing import wrong_server

from harness.collection import lint
from harness.errors import UsageError
from harness.fuzz.choose import Dice
from harness.fuzz.corpus import corpus
from harness.fuzz.differential import differential, is_unreadable
from harness.fuzz.excuses import akin, in_any_scenario
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


@HYPOTHESIS
def test_a_crash_costs_its_scenario_and_is_made_small_in_processes_of_their_own(tmp_path):
    summary = searched("call_order", PLANTED / "crashes_on_empty_write.py", tmp_path, examples=60)
    ((find, written),) = [pair for pair in found(summary) if pair[0].key.startswith("crash")]
    assert find.key == "crash: killed by SIGSEGV in write"
    assert written.found["repeats"] == REPEATS
    assert written.steps[-1].startswith("subject.writes_once(b'')")
    assert len(written.steps) <= 4
    assert "Fatal Python error: Segmentation fault" in written.found["details"]
    assert summary.executions >= 30


@HYPOTHESIS
def test_the_same_search_twice_finds_the_same(tmp_path):
    path = PLANTED / "write_loses_byte_of_full_records.py"
    first, second = (searched("sizes", path, tmp_path / name) for name in "ab")
    assert [find.key for find in first.finds] == [find.key for find in second.finds]
    assert [written for _, written in found(first)] == [written for _, written in found(second)]
    assert first.executions == second.executions


@HYPOTHESIS
def test_what_does_not_come_again_is_marked(tmp_path):
    body = """
    def do_handshake(self):
        if not os.path.exists({place!r}):
            open({place!r}, "w").close()
            raise KeyError("once")
        super().do_handshake()
    """.format(place=str(tmp_path / "been here"))
    summary = searched("call_order", wrong_server(tmp_path, body), tmp_path, examples=30)
    ((find, written),) = found(summary)
    assert "KeyError" in find.key
    assert written.found["repeats"].startswith(f"{REPEATS_NOT}: tried twice more, it came 0 times")


@HYPOTHESIS
def test_what_is_known_is_passed_over_and_told_as_known(tmp_path):
    entry = KnownFailure(
        "closing/some*[*]#*", "so it is", "rfc8446:5.2:integrity", "open: peer read_exactly gives*"
    )
    path = PLANTED / "write_loses_byte_of_full_records.py"
    summary = searched("sizes", path, tmp_path, examples=100, known=akin([entry]))
    assert {find.known for find in summary.finds} == {"so it is"}
    assert summary.unexpected == []
    assert summary.executions <= 100  # none was spent on making it small


def test_an_entry_that_says_nothing_of_what_goes_wrong_excuses_no_other_scenario():
    vague = KnownFailure("damage/*[*]#*", "r", "c", "* -> b''")
    clear = KnownFailure(
        "damage/*[*:bio:*]#*", "r", "c", "open: subject read * -> None [damage(finished, 1)]"
    )
    state = KnownFailure("asyncio_start_tls/*[*]#*", "r", "c", "handshake: *")
    lie = KnownFailure("wire_finished/*[*]#*", "r", "c", "handshake: subject handshake raises * -> None [*")
    assert akin([vague, state, lie]) == (vague, state, lie)
    (_, widened) = akin([clear])
    assert (widened.cells, widened.origin) == ("found/*[*:bio:*]#*", "open: subject read * -> None")
    assert list(in_any_scenario([vague, clear, state, lie])) == [replace(clear, cells="*[*:bio:*]#*")]


def test_an_entry_of_every_scenario_is_of_those_of_searches_too_whatever_lie_it_names():
    entry = KnownFailure("*[it:*]#*", "r", "c", "* -> KeyError *")
    assert akin([entry])[-1] == KnownFailure("found/*[it:*]#*", "r", "c", "* -> KeyError*")


@pytest.mark.parametrize(
    ("origin", "widened"),
    [
        (
            "open: subject read raises * -> AttributeError no x *",
            "open: subject read raises * -> AttributeError no x*",
        ),
        (
            "open: subject read raises * -> OSError [Errno N] no",
            "open: subject read raises * -> OSError [Errno N] no",
        ),
        (
            "open: subject read raises * -> OSError [Errno N] no [*",
            "open: subject read raises * -> OSError [Errno N] no",
        ),
    ],
)
def test_an_excuse_is_as_wide_as_the_lies_and_no_wider(origin, widened):
    assert akin([KnownFailure("dead/*[*]#*", "r", "c", origin)])[-1].origin == widened


@HYPOTHESIS
def test_no_property_finds_anything_in_a_wrapper_with_nothing_wrong_but_what_is_known(tmp_path):
    for name in ("sizes", "call_order", "lies"):
        known = akin([KnownFailure("*[*]#*", "of CPython", "c", "*: output-is-well-formed*")])
        summary = searched(name, PLANTED / "_correct_core.py", tmp_path, examples=40, known=known)
        assert [find.key for find in summary.unexpected if "output-is-well-formed" not in find.key] == []
        assert summary.executions > 20


def test_every_property_has_an_invariant_and_makes_scenarios_without_fault():
    requirements = load_requirements(place("scenarios") / "requirements")
    assert not set(PROPERTIES) & set(NAMES)
    for name in PROPERTIES:
        it = property_called(name)
        assert it.invariant.startswith("Any ")
        assert target(name).name == name
        faces = it.faces_of(load("stdlib"))
        assert faces[0] == "bio"
        for seed in range(100):
            written = it.make(Dice(random.Random(seed)), faces)
            lint(written.scenario("found/it", "it"), requirements)
            assert written_in(written.as_text().encode(), "it") == written


def test_faces_are_those_an_implementation_has():
    assert property_called("benign").faces_of(load("tlslite")) == ["bio"]
    assert "asyncio-streams" in property_called("benign").faces_of(load("stdlib"))


def test_without_hypothesis_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(UsageError, match=r"needs Hypothesis: python -m pip install 'tls-harness\[search\]'"):
        search(["benign"], Terms(finds=tmp_path), Search(), lambda _: None)


@HYPOTHESIS
def test_an_unknown_property_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="there is no property 'nonsense': there are benign"):
        search(["nonsense"], Terms(finds=tmp_path), Search(), lambda _: None)


# -- agreement


def lying(edit, role="client", tls="1.3"):
    steps = (
        f"peer.forges({edit!r})",
        "together(subject.handshakes().anything(), peer.handshakes().anything())",
        "peer.cuts_wire()",
        "subject.handshakes().returns().or_raises(PROTOCOL_ERROR, RAGGED_EOF, CLEAN_CLOSE)",
    )
    return Written("A lie.", ("harness:bounded",), steps, roles=role, tls=tls)


def test_where_a_clause_decides_the_subject_is_judged_by_it(pki):
    written = lying("finished.verify_data ^= 1")
    assert clause_for("finished.verify_data ^= 1") == "rfc8446:4.4.4:verify-data"
    assert disputed(written, Trial(load("stdlib"), pki)) is None
    wrong = Trial(load(str(PLANTED / "wire_finished_is_not_checked.py")), pki)
    finding = disputed(written, wrong)
    assert finding.written.requires == ("rfc8446:4.4.4:verify-data",)
    again = try_written(as_refused(written, "rfc8446:4.4.4:verify-data"), wrong)
    assert again.key == finding.key


def test_a_disagreement_that_no_clause_decides_is_noted_and_no_find(pki, tmp_path):
    trial = Trial(load("stdlib"), pki)
    assert disputed(lying("server_hello.legacy_version = 0"), trial) is None
    ((key, written),) = trial.kept[DISPUTES].items()
    assert key == "client 1.3: server_hello.legacy_version = N: stdlib accepted, tlslite refused"
    (path,) = write_disputes({key: written}, tmp_path)
    assert read_find(path) == written


@pytest.mark.parametrize(
    ("edit", "expected"), [("finished.verify_data ^= 1", REFUSED), ("pad(finished, 3)", ACCEPTED)]
)
def test_runs_are_told_apart_by_how_the_subject_took_it(pki, edit, expected):
    assert class_of_run(transcript_of(lying(edit), Trial(load("stdlib"), pki))) == expected


# -- the targets of bytes that are made of the same


def first_find(name, path, pki, tries):
    trial = Trial(load(str(path)), pki)
    dice = random.Random(1)
    inputs = (dice.randbytes(dice.randrange(20, 90)) for _ in range(tries))
    found = (target(name).judge(data, trial) for data in inputs)
    return next((each for each in found if each is not None), None)


@pytest.mark.parametrize(
    ("name", "defect", "key"),
    [
        ("api_order", "close_then_write_accepted", "write"),
        ("asyncio", "asyncio_close_drops_data", ""),
    ],
)
def test_bytes_find_a_planted_defect_as_a_scenario(pki, name, defect, key):
    finding = first_find(name, PLANTED / f"{defect}.py", pki, 150)
    assert finding is not None
    assert key in finding.told
    assert try_written(finding.written, Trial(load(str(PLANTED / f"{defect}.py")), pki)).key == finding.key


def test_sound_implementations_pass_the_targets_of_bytes(pki):
    assert first_find("api_order", "stdlib", pki, 150) is None


def test_a_hello_that_cannot_be_parsed_and_is_answered_is_a_find_of_differential(pki):
    (hello, *_) = [data for _, data in corpus("differential").load() if b"\0\x2b" in data]
    length = int.from_bytes(hello[3:5])
    grown = hello[:3] + (length + 1).to_bytes(2) + hello[5:6]
    grown += (length - 4 + 1).to_bytes(3) + hello[9 : 5 + length] + b"\0" + hello[5 + length :]
    assert not is_unreadable(hello)
    assert is_unreadable(grown)
    sound, wrong = (
        Trial(load("stdlib"), pki),
        Trial(load(str(PLANTED / "wire_trailing_bytes_are_ignored.py")), pki),
    )
    assert differential(hello, sound) is None
    assert differential(grown, sound) is None
    looks = []
    wrong.saw = looks.append
    finding = differential(grown, wrong)
    assert finding is not None, looks
    assert finding.written.requires == ("rfc8446:4.1.2:extensions-malformed",)
