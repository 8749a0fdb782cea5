"""Corpora on disk, the shipped ones, the seeds, the recorder, and what a find leaves behind."""

import errno
import hashlib
from pathlib import Path

import pytest

from harness.errors import ScenarioError, UsageError
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.finds import REPEATS, Cabinet, Raw, read_find
from harness.fuzz.recorder import LONGEST, Recorder
from harness.fuzz.seeds import export_seeds
from harness.fuzz.target import NAMES, Finding, Target, target
from harness.written import Written, read_written


def test_an_input_is_kept_once_under_its_hash(tmp_path):
    kept = Corpus(tmp_path / "inputs")
    assert kept.save(b"abc") == kept.save(b"abc")
    kept.save(b"")
    names = {path.stem: data for path, data in kept.load()}
    assert names == {hashlib.sha256(data).hexdigest()[:16]: data for data in (b"abc", b"")}


def test_a_corrupt_corpus_file_is_named(tmp_path):
    kept = Corpus(tmp_path)
    path = kept.save(b"abc")
    path.write_bytes(b"abd")
    with pytest.raises(UsageError, match=f"{path.name} is corrupt"):
        list(kept.load())


def test_the_readme_is_no_input(tmp_path):
    kept = Corpus(tmp_path)
    kept.describe("What it holds.")
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "What it holds.\n"
    assert list(kept.load()) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_corpus_is_sound_small_and_described(name):
    inputs = [data for _, data in corpus(name).load()]
    assert len(inputs) > 10
    assert sum(map(len, inputs)) < 200_000
    assert max(map(len, inputs)) <= target(name).longest
    assert (corpus(name).folder / "README.md").read_text(encoding="utf-8").strip()


def test_seeds_are_exported_for_every_target(tmp_path):
    count = export_seeds(tmp_path)
    found = {name: [data for _, data in Corpus(tmp_path / name).load()] for name in NAMES}
    assert count == sum(map(len, found.values()))
    hellos = found["client_hello"]
    assert {b"\0\x2b" in data for data in hellos} == {True, False}  # both versions
    assert {b"h2\x08http/1.1" in data for data in hellos} == {True, False}
    assert {data[0] for data in found["records"]} == {20, 21, 22, 23}


def test_every_target_is_short_and_opens_with_its_invariant():
    for name in NAMES:
        found = target(name)
        assert isinstance(found, Target)
        assert found.name == name
        assert found.invariant.startswith("Any bytes ")


def test_an_unknown_target_is_a_usage_error():
    with pytest.raises(UsageError, match="'nonsense': there are records, client_hello"):
        target("nonsense")


def test_the_recorder_tells_the_other_process_everything(tmp_path):
    path = tmp_path / "recorder"
    with Recorder(path, create=True) as watching, Recorder(path) as working:
        assert (watching.executions, watching.started, watching.finished, watching.last) == (
            0,
            0.0,
            False,
            b"",
        )
        working.begin(12.5)
        working.note(b"first")
        working.note(b"x" * (LONGEST + 1))
        working.note(b"last")
        assert (watching.executions, watching.started, watching.last) == (3, 12.5, b"last")
        working.saw(9)
        assert (watching.looks, watching.finished) == (9, False)
        working.finish()
        assert watching.finished


WRITTEN = Written(
    "A page.",
    ("harness:bounded",),
    ("handshake(subject, peer)",),
    roles="client",
    tls="1.3",
    schedule="cut(1)",
)


@pytest.fixture
def cabinet(tmp_path):
    return Cabinet(tmp_path, "records", "my tls.py", "Any bytes give records.")


def test_a_find_that_is_bytes_is_a_file_that_says_everything(cabinet):
    finding = Finding("a key", "It went \u2013 wrong.", ("handshake() -> oops", "read(1) -> b''"))
    path, fresh = cabinet.save(finding, b"\x16\x03", 77)
    assert fresh
    assert path.parent.name == "records"
    assert path.read_bytes().isascii()
    find = read_find(path)
    assert find == Raw("records", b"\x16\x03")
    assert find.found == {
        "implementation": "my tls.py",
        "target": "records",
        "invariant": "Any bytes give records.",
        "finding": "a key",
        "told": "It went \\u2013 wrong.",
        "details": "handshake() -> oops\nread(1) -> b''",
        "executions": "77",
        "repeats": "not tried yet",
        "replay": f"tls-harness replay {path}",
    }


def test_a_find_that_is_a_scenario_is_one_and_says_everything_too(cabinet):
    path, _ = cabinet.save(Finding("a key", "Wrong.", written=WRITTEN, cell="cell"), b"\x16\x03", 77)
    find = read_find(path)
    assert find == WRITTEN == read_written(path)
    assert find.found["input"] == "1603"
    assert find.found["target"] == "records"
    assert find.found["finding"] == "a key"


def test_finds_of_one_key_are_one_file_and_one_that_repeated_stays(cabinet):
    path, _ = cabinet.save(Finding("a key", "First."), b"one", 1)
    again, fresh = cabinet.save(Finding("a key", "Second."), b"two", 2)
    assert (again, fresh) == (path, True)
    assert read_find(path).data == b"two"
    cabinet.write(cabinet.find(Finding("a key", "Third."), b"3", {"repeats": REPEATS}), "a key")
    assert cabinet.save(Finding("a key", "Fourth."), b"four", 4) == (path, False)
    assert read_find(path).data == b"3"
    other, _ = cabinet.save(Finding("another key", "Fifth."), b"3", 5)
    assert other != path


def test_what_is_left_of_a_find_by_a_full_disk_is_the_find_as_it_was(cabinet, monkeypatch):
    path, _ = cabinet.save(Finding("a key", "First."), b"one", 1)
    before = path.read_bytes()

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        cabinet.write(cabinet.find(Finding("a key", "Second."), b"two", {}), "a key")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('target = "records"\ninput = "xyz"', "input is no hexadecimal text"),
        ('target = "nonsense"\ninput = "00"', "there is no fuzz target 'nonsense'"),
        ('target = "records"\ninput = "00"\npage = ""', "has no place for page"),
        ('target = "records"\ninput = "00"\nfound = 3', "found is not a table of texts"),
        ('input = ["', "find.toml: "),
        ('page = "Neither."', "lacks requires"),
    ],
)
def test_a_file_that_is_no_find_is_one_sentence(tmp_path, text, why):
    path = tmp_path / "find.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((UsageError, ScenarioError), match=why) as caught:
        read_find(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    "rubbish", ["", "page = 3", 'page = "p"\nrequires = []\nsteps = ["subject.dances()"]\n']
)
def test_what_is_no_find_makes_room_for_one(tmp_path, rubbish):
    cabinet = Cabinet(tmp_path, "records", "stdlib", "Any bytes.")
    path = cabinet.place("a key")
    path.parent.mkdir()
    path.write_text(rubbish, encoding="ascii")
    assert cabinet.save(Finding("a key", "It is told."), b"abc", 7) == (path, True)
    assert read_find(path).data == b"abc"
