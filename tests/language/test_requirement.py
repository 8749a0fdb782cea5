"""Requirements as data: what is read, and how every fault of a file is told."""

import pytest

from harness.errors import ScenarioError
from harness.names import Level
from harness.requirement import HOLES, load_requirements

GOOD = """\
[[requirement]]
id = "doc:1:one"
source = "the document, section 1"
level = "MUST"
text = "One thing holds."
"""


def load(folder, text, name="doc.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return load_requirements(folder)


def test_a_requirement_is_read_whole(tmp_path):
    one = load(tmp_path, GOOD)["doc:1:one"]
    assert (one.source, one.level, one.text) == ("the document, section 1", Level.MUST, "One thing holds.")
    assert (one.hole, one.why) == (None, None)


def test_files_are_read_together_and_none_is_no_requirement(tmp_path):
    assert load_requirements(tmp_path) == {}
    load(tmp_path, GOOD)
    both = load(tmp_path, GOOD.replace("doc:1", "doc:2"), "more.toml")
    assert set(both) == {"doc:1:one", "doc:2:one"}


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_says_why(tmp_path, hole):
    one = load(tmp_path, GOOD + f'hole = "{hole}"\nwhy = "because"\n')["doc:1:one"]
    assert (one.hole, one.why) == (hole, "because")


@pytest.mark.parametrize("level", Level)
def test_every_level_reads(tmp_path, level):
    assert load(tmp_path, GOOD.replace('"MUST"', f'"{level}"'))["doc:1:one"].level is level


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "colour = 'red'\n", "requirement 'doc:1:one' has no place for colour"),
        (GOOD.replace('level = "MUST"\n', ""), "requirement 'doc:1:one' lacks level"),
        (GOOD.replace('id = "doc:1:one"\n', ""), "requirement '?' lacks id"),
        (GOOD.replace('"MUST"', '"OUGHT"'), "its level is not one of MUST, SHOULD, MAY, API contract"),
        (GOOD.replace('"MUST"', "7"), "every value is a string"),
        (GOOD + 'hole = "lazy"\nwhy = "because"\n', "a hole is one of implicit, contradictory,"),
        (GOOD + 'hole = "not yet"\n', "and says why"),
        (GOOD + GOOD, "requirement 'doc:1:one' is defined twice"),
        (GOOD + "text = \n", "line 6"),
        (GOOD.replace("[[requirement]]", "[requirement]"), "[[requirement]] tables and nothing else"),
        (GOOD.replace("[[requirement]]", "[[requirements]]"), "[[requirement]] tables and nothing else"),
        ("requirement = ['doc:1:one']", "[[requirement]] tables and nothing else"),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path, text, told):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'doc.toml'}: ")
    assert told in str(caught.value)


def test_an_id_in_two_files_is_told_with_the_second(tmp_path):
    load(tmp_path, GOOD)
    with pytest.raises(ScenarioError, match=r"more\.toml: requirement 'doc:1:one' is defined twice"):
        load(tmp_path, GOOD, "more.toml")


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ScenarioError, match=r"bad\.toml: 'utf-8' codec"):
        load_requirements(tmp_path)
