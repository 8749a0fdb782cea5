"""Known failures: what they excuse, when they are stale, and how a file that is wrong is told."""

import platform
from dataclasses import replace

import pytest

from harness.errors import UsageError
from harness.events import CellResult
from harness.names import Role, Tls, Verdict
from harness.run.known import KnownFailure, KnownFailures, read_known
from harness.run.versions import library_fits, python_fits

HERE = ".".join(platform.python_version_tuple()[:2])
GOOD = """\
# what is known

[[known]]
cells = "closing/*[*:asyncio-*:*]*"
origin = "open: truncation-*"
reason = "it swallows it"
clause = "rfc8446:6.1:truncation"

[[known]]
cells = "facts/*"
reason = "it forgets"
clause = "doc:1:one"
"""
FAILED = CellResult(
    cell="closing/cut[stdlib:asyncio-streams:client:1.3:tlslite:cut(1)]#7",
    scenario="closing/cut",
    requirements=("doc:1:one",),
    implementation="stdlib",
    driver="asyncio-streams",
    role=Role.CLIENT,
    tls=Tls.V13,
    peer="tlslite",
    schedule="cut(1)",
    seed=7,
    verdict=Verdict.FAIL,
    origin="open: truncation-is-not-a-clean-end -> b''",
)
ENTRY = KnownFailure(
    "closing/*[*:asyncio-*:*]*", "it swallows it", "doc:1:one", "open: truncation-*", source="f:3"
)


def read(folder, text):
    path = folder / "known.toml"
    path.write_text(text, encoding="utf-8")
    return read_known(path)


# -- what is excused


@pytest.mark.parametrize("verdict", Verdict)
def test_only_findings_are_excused(verdict):
    finding = verdict in (Verdict.FAIL, Verdict.STALLED, Verdict.CRASH, Verdict.HANG)
    reason = KnownFailures([ENTRY]).reason_for(replace(FAILED, verdict=verdict))
    assert reason == ("it swallows it" if finding else None)


@pytest.mark.parametrize(
    "changes",
    [
        {"cell": FAILED.cell.replace("asyncio-streams", "bio")},
        {"cell": FAILED.cell.replace("closing/", "opening/")},
        {"origin": "open: plaintext-is-a-prefix"},
        {"origin": ""},
    ],
)
def test_both_globs_must_match(changes):
    assert KnownFailures([ENTRY]).reason_for(replace(FAILED, **changes)) is None


def test_the_first_entry_that_matches_gives_the_reason():
    second = replace(ENTRY, reason="another")
    assert KnownFailures([ENTRY, second]).reason_for(FAILED) == "it swallows it"
    assert KnownFailures([second], [ENTRY]).reason_for(FAILED) == "another"


# -- what is stale


def test_an_entry_that_was_met_is_not_stale():
    known = KnownFailures([ENTRY])
    known.reason_for(replace(FAILED, verdict=Verdict.PASS))
    known.reason_for(FAILED)
    assert known.stale() == []


def test_an_entry_whose_cells_all_pass_is_stale():
    known = KnownFailures([ENTRY])
    known.reason_for(replace(FAILED, verdict=Verdict.PASS))
    assert known.stale() == ["f:3: 'closing/*[*:asyncio-*:*]*' is stale: no such cell fails so any more"]


def test_an_entry_whose_cells_fail_otherwise_is_stale():
    known = KnownFailures([ENTRY])
    assert known.reason_for(replace(FAILED, origin="closed: something new")) is None
    assert len(known.stale()) == 1


def test_an_entry_whose_cells_were_not_tried_is_not_stale():
    known = KnownFailures([ENTRY])
    known.reason_for(replace(FAILED, cell="opening/x[stdlib:bio]#0", verdict=Verdict.PASS))
    known.reason_for(replace(FAILED, verdict=Verdict.UNSUPPORTED))
    assert known.stale() == []


def test_an_entry_that_need_not_always_fail_is_never_stale():
    known = KnownFailures([replace(ENTRY, always=False)])
    known.reason_for(replace(FAILED, verdict=Verdict.PASS))
    assert known.stale() == []


def test_inherited_entries_excuse_and_are_never_stale():
    known = KnownFailures([], [ENTRY])
    assert known.reason_for(replace(FAILED, verdict=Verdict.PASS)) is None
    assert known.stale() == []
    assert known.reason_for(FAILED) == "it swallows it"


# -- reading a file


def test_a_file_is_read_whole(tmp_path):
    first, second = read(tmp_path, GOOD)
    assert first == replace(ENTRY, clause="rfc8446:6.1:truncation", source=f"{tmp_path / 'known.toml'}:3")
    assert (second.origin, second.always, second.source) == ("*", True, f"{tmp_path / 'known.toml'}:9")


def test_an_empty_file_knows_nothing(tmp_path):
    assert read(tmp_path, "# nothing\n") == []


@pytest.mark.parametrize(
    ("pythons", "count"), [(HERE, 1), (f"2.7 {HERE}", 1), ("2.7", 0), (f"{HERE}9", 0), ("", 1)]
)
def test_an_entry_holds_on_the_pythons_it_names(tmp_path, pythons, count):
    text = f'[[known]]\ncells = "*"\nreason = "r"\nclause = "c"\npython = "{pythons}"\n'
    assert len(read(tmp_path, text)) == count


@pytest.mark.parametrize(
    ("library", "count"),
    [
        ("OpenSSL 3.0", 1),
        ("OpenSSL 3.5", 0),
        ("", 1),
        ("3.0.20 7 Apr", 1),
        ("OpenSSL >=3.0.20", 1),
        ("OpenSSL >=3.0.21", 0),
        ("OpenSSL >=3 <3.1", 1),
        ("OpenSSL >=3 <3.0.20", 0),
        ("LibreSSL >=3", 0),
        ("<4", 1),
        ("LibreSSL, OpenSSL <3.1", 1),
        ("LibreSSL, OpenSSL <3", 0),
    ],
)
def test_an_entry_holds_with_the_library_it_names(tmp_path, library, count):
    text = f'[[known]]\ncells = "*"\nreason = "r"\nclause = "c"\nlibrary = "{library}"\n'
    assert len(read(tmp_path, text)) == 1  # whoever does not say which library has all of them
    assert len(read_known(tmp_path / "known.toml", library="OpenSSL 3.0.20 7 Apr 2026")) == count


@pytest.mark.parametrize(
    ("words", "version", "fits"),
    [
        (">=3.14", (3, 14, 0), True),
        (">=3.14", (3, 13, 18), False),
        ("<3.13.16", (3, 13, 15), True),
        ("<3.13.16", (3, 13, 16), False),
        ("<3.13.16", (3, 9, 18), True),
        (">=3.14 <3.14.8", (3, 14, 7), True),
        (">=3.14 <3.14.8", (3, 13, 7), False),
        ("3.11 3.12", (3, 12, 1), True),
        ("3.13 <3.13.16", (3, 13, 0), True),
        ("3.13 <3.13.16", (3, 12, 0), False),
        ("<3.13.16, >=3.14 <3.14.8", (3, 14, 1), True),
        ("<3.13.16, >=3.14 <3.14.8", (3, 13, 17), False),
    ],
)
def test_a_range_of_pythons(words, version, fits):
    assert python_fits(words, version) is fits


def test_a_library_without_a_version_is_in_no_range():
    assert library_fits("Secure Transport", "Secure Transport")
    assert not library_fits("Secure Transport >=1", "Secure Transport")


def test_an_entry_may_say_that_it_does_not_always_fail_and_where_it_was_reported(tmp_path):
    text = '[[known]]\ncells = "*"\nreason = "r"\nclause = "c"\nalways = false\nupstream = "gh-1"\n'
    (entry,) = read(tmp_path, text)
    assert (entry.always, entry.upstream) == (False, "gh-1")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('reason = "it forgets"\n', ""), ":9: an entry needs its reason"),
        (('cells = "facts/*"\n', ""), ":9: an entry needs its cells"),
        (('clause = "doc:1:one"\n', 'clause = " "\n'), ":9: an entry needs its clause"),
        (('clause = "doc:1:one"\n', 'clause = "c"\ncolour = "red"\n'), ":9: an entry has no 'colour'"),
        (('reason = "it forgets"\n', "reason = 7\n"), ":9: 'reason' has the wrong type"),
        (('clause = "doc:1:one"\n', 'clause = "c"\nalways = "no"\n'), ":9: 'always' has the wrong type"),
        (('origin = "open: truncation-*"', "origin = 1"), ":3: 'origin' has the wrong type"),
        (
            ('clause = "doc:1:one"\n', 'clause = "c"\npython = ">3.13"\n'),
            ":9: '>3.13' bounds no version: >=3.14 and <4 do",
        ),
        (
            ('clause = "doc:1:one"\n', 'clause = "c"\nlibrary = "OpenSSL >=three"\n'),
            ":9: '>=three' bounds no version",
        ),
        (('cells = "facts/*"', "cells = "), ": Invalid value (at line 10, column 9)"),
        (('[[known]]\ncells = "facts/*"', '[[ known ]]\ncells = "facts/*"'), ": every entry is a table that"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path, change, told):
    assert change[0] in GOOD
    with pytest.raises(UsageError) as caught:
        read(tmp_path, GOOD.replace(*change))
    assert str(caught.value).startswith(f"known failures {tmp_path / 'known.toml'}{told}")


@pytest.mark.parametrize("text", ["known = 3\n", "[known]\ncells = '*'\n", "known = ['x']\n"])
def test_entries_are_tables(tmp_path, text):
    with pytest.raises(UsageError, match=r"known\.toml: every entry is a table that begins with a line"):
        read(tmp_path, text)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"known failures .*nothing\.toml: .*No such file"):
        read_known(tmp_path / "nothing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"bytes\.toml: 'utf-8' codec"):
        read_known(tmp_path / "bytes.toml")


# -- what a cell found behind its first failure


SEVERAL = replace(
    FAILED,
    others=(
        ("doc:2:other", "open: truncation-of-another-kind", "it is cut elsewhere"),
        ("doc:3:third", "handshake: believed", "it believes"),
    ),
)


def test_a_cell_is_excused_when_all_it_found_is():
    more = replace(ENTRY, origin="handshake: believed", source="f:9")
    assert KnownFailures([ENTRY, more]).weigh(SEVERAL).known == "it swallows it"


def test_what_is_not_excused_comes_to_the_front():
    weighed = KnownFailures([ENTRY]).weigh(SEVERAL)
    assert (weighed.known, weighed.origin) == (None, "handshake: believed")
    assert (weighed.requirement, weighed.reason) == ("doc:3:third", "it believes")


def test_an_entry_about_what_was_found_behind_is_not_stale():
    more = replace(ENTRY, origin="handshake: believed", evidence=FAILED.cell, source="f:9")
    known = KnownFailures([ENTRY, more])
    known.weigh(SEVERAL)
    assert known.stale() == []
    known = KnownFailures([more])
    known.weigh(FAILED)
    assert len(known.stale()) == 1


def test_all_that_was_not_expected_is_kept():
    known = KnownFailures([KnownFailure("*", "r", "c", FAILED.origin)])
    weighed = known.weigh(SEVERAL)
    assert (weighed.origin, weighed.others) == ("open: truncation-of-another-kind", SEVERAL.others[1:])


# -- what others saw


def test_sightings_of_several_add_up():
    one, other = KnownFailures([ENTRY]), KnownFailures([ENTRY])
    one.reason_for(replace(FAILED, verdict=Verdict.PASS))
    other.reason_for(FAILED)
    assert (one.sightings(), other.sightings()) == ({"f:3": False}, {"f:3": True})
    whole = one.anew()
    whole.recall(one.sightings())
    assert len(whole.stale()) == len(whole.stale(with_evidence=False)) == 1
    assert whole.stale(with_evidence=True) == []
    whole.recall(other.sightings())
    assert whole.stale() == []


def test_what_was_weighed_once_is_weighed_anew_by_others():
    """Nothing that was found is lost on the way, so entries of either time count what they meet."""
    first = KnownFailures([ENTRY]).weigh(SEVERAL)
    assert first.excused[0][1] == SEVERAL.origin
    again = KnownFailures([ENTRY])
    assert again.weigh(first) == first
    assert again.stale() == []
    unknown = KnownFailures().weigh(first)
    assert (unknown.others, unknown.excused) == ((*first.others, *first.excused), ())
