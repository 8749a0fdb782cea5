"""What is generated from code and data is up to date."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("page", "maker"),
    [
        ("docs/findings.md", "findings_page"),
        ("docs/promise.txt", "promise_page"),
        ("ARCHITECTURE.md", "architecture_page"),
    ],
)
def test_a_generated_page_is_up_to_date(page, maker):
    wanted = runpy.run_path(str(ROOT / "docs" / "generate.py"))[maker]()
    told = (ROOT / page).read_text(encoding="utf-8")
    assert told == wanted, f"{page} is out of date: run `python docs/generate.py`"
