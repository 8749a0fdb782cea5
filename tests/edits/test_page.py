"""docs/edits.md tells the truth: every edit, item and framing on it reads, and none is left out."""

import re
from pathlib import Path

import pytest

from harness.edits import parse_edit, parse_items
from harness.edits.edit import FRAMINGS
from harness.edits.item import KINDS
from harness.edits.value import FUNCTIONS, KEYED

PAGE = (Path(__file__).parents[2] / "docs" / "edits.md").read_text(encoding="utf-8")
EDITS, ITEMS = (re.findall(r"^\| `(.+?)` \|", part, re.MULTILINE) for part in PAGE.split("## Items"))


@pytest.mark.parametrize("text", EDITS)
def test_every_edit_on_the_page_reads(text):
    assert str(parse_edit(text)) == text


@pytest.mark.parametrize("text", ITEMS)
def test_every_item_on_the_page_reads(text):
    assert ", ".join(map(str, parse_items(text))) == text


def test_nothing_is_left_out():
    assert {text.partition("(")[0] for text in EDITS} >= set(FRAMINGS)
    assert {text.partition("(")[0] for text in ITEMS} | {"hashed"} == set(KINDS)
    assert all(re.search(rf"\b{name}\b", PAGE) for name in (*FUNCTIONS, *KEYED))
