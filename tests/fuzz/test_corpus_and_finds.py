"""Corpora on disk, the shipped ones, the seeds, the recorder, and what a find leaves behind."""

import hashlib

import pytest

from harness.errors import UsageError
from harness.fuzz.corpus import Corpus, corpus
from harness.fuzz.finds import Cabinet
from harness.fuzz.recorder import LONGEST, Recorder
from harness.fuzz.seeds import export_seeds
from harness.fuzz.target import NAMES, Finding, Target, target


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
        assert not watching.finished
        working.finish()
        assert watching.finished


def test_a_find_is_a_file_and_a_page_that_says_how_to_replay_it(tmp_path):
    cabinet = Cabinet(tmp_path, "records", "my tls.py", "Any bytes give records.")
    path = cabinet.save(Finding("a key", "It went wrong.", ("handshake() -> oops",)), b"\x16\x03", 77)
    assert path.read_bytes() == b"\x16\x03"
    page = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert path.parent == tmp_path / "records"
    for line in (
        "target: records",
        "implementation: my tls.py",
        "finding: a key",
        "told: It went wrong.",
        "found after: 77 executions",
        "  handshake() -> oops",
        f"replay: python -m harness.fuzz records --replay {path} --implementation 'my tls.py'",
        "input, 2 bytes: 1603",
    ):
        assert line in page.splitlines()
