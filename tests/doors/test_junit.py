"""JUnit XML: schedules grouped into testcases, and valid XML whatever a reason says."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.events import CellFinished, RunFinished
from harness.names import Role, Verdict
from harness.report.junit import Junit


@pytest.fixture
def told(tmp_path):
    """Write JUnit XML of these results, and read it back as an element."""

    def tell(*results):
        path = tmp_path / "junit.xml"
        junit = Junit(path)
        for result in results:
            junit(CellFinished(result))
        junit(RunFinished(len(results)))
        return ElementTree.parse(path).getroot()

    return tell


def test_the_schedules_of_a_setting_are_one_testcase(told, make_result):
    root = told(
        make_result(duration=0.5),
        make_result(schedule="cut(1)", duration=0.25),
        make_result(role=Role.SERVER),
    )
    cases = root.findall("testsuite/testcase")
    assert [case.get("name") for case in cases] == [
        "greets[bio:client:1.3:honest]",
        "greets[bio:server:1.3:honest]",
    ]
    assert cases[0].attrib == {"classname": "stdlib.talk", "name": cases[0].get("name"), "time": "0.750"}
    assert len(cases[0]) == 0
    assert (root.get("tests"), root.get("failures"), root.get("errors"), root.get("skipped")) == (
        "2",
        "0",
        "0",
        "0",
    )


def test_one_failing_schedule_fails_the_testcase_and_says_how_to_repeat_it(told, make_result):
    bad = make_result(
        verdict=Verdict.STALLED,
        schedule="join",
        reason="it waits",
        requirement="doc:1:bytes",
        details=("also this",),
    )
    root = told(make_result(), bad, make_result(schedule="cut(1)"))
    (failure,) = root.iter("failure")
    assert failure.get("message") == "it waits"
    assert "1 of 3 schedules went wrong" in failure.text
    assert f"tls-harness replay '{bad.cell}'" in failure.text
    assert "also this" in failure.text
    assert root.get("failures") == "1"


def test_a_fault_of_the_harness_outweighs_a_finding(told, make_result):
    root = told(
        make_result(verdict=Verdict.FAIL, reason="theirs"),
        make_result(verdict=Verdict.ERROR, schedule="join", reason="ours"),
    )
    assert [error.get("message") for error in root.iter("error")] == ["ours"]
    assert (root.get("errors"), root.get("failures")) == ("1", "0")


def test_known_failures_are_skipped_with_their_reason(told, make_result):
    root = told(make_result(), make_result(verdict=Verdict.FAIL, schedule="join", known="bpo-1"))
    assert [skipped.get("message") for skipped in root.iter("skipped")] == ["known failure: bpo-1"]
    assert root.get("skipped") == "1"


def test_a_finding_beside_a_known_failure_still_fails(told, make_result):
    root = told(
        make_result(verdict=Verdict.FAIL, known="bpo-1"), make_result(verdict=Verdict.CRASH, schedule="join")
    )
    assert len(list(root.iter("failure"))) == 1
    assert not list(root.iter("skipped"))


def test_only_wholly_unsupported_settings_are_skipped(told, make_result):
    lacking = make_result(verdict=Verdict.UNSUPPORTED, reason="it has no MemoryBIO")
    root = told(lacking)
    assert [skipped.get("message") for skipped in root.iter("skipped")] == [
        "unsupported: it has no MemoryBIO"
    ]
    assert not list(told(lacking, make_result(schedule="join")).iter("skipped"))


@pytest.mark.parametrize("reason", ["\x00\x0b\x1b[31m", "\ud800 \uffff", "<&\"']]>", "\U0001f642 ok"])
def test_any_reason_makes_valid_xml(told, make_result, reason):
    root = told(make_result(verdict=Verdict.FAIL, reason=reason, origin=reason, details=(reason,)))
    (failure,) = root.iter("failure")
    for char in reason:
        assert char in failure.get("message") or ascii(char)[1:-1] in failure.get("message")


def test_a_run_that_broke_off_leaves_what_it_had(tmp_path, make_result):
    junit = Junit(tmp_path / "junit.xml")
    junit(CellFinished(make_result()))
    junit.close()
    junit.close()
    assert len(ElementTree.parse(tmp_path / "junit.xml").findall(".//testcase")) == 1


def test_a_failing_disk_is_told(make_result):
    junit = Junit(Path("/dev/full"))
    junit(CellFinished(make_result()))
    with pytest.raises(UsageError, match="cannot write JUnit XML to /dev/full: No space left"):
        junit.close()
