"""Edits: what a forging peer changes of what it sends, as values with a text form.

The text is one Python statement an edit (see `harness.edits.text`); what an edit is made of stands in
`harness.edits.edit`, the paths it names in `harness.edits.path`, the values in `harness.edits.value`.
"""

from __future__ import annotations

from harness.edits.edit import Change, Edit, Framing, Insert, Omit, Repeat, Swap
from harness.edits.item import Item
from harness.edits.path import Path
from harness.edits.text import parse_edit, parse_items
from harness.edits.value import Check, parse_check

__all__ = [
    "Change",
    "Check",
    "Edit",
    "Framing",
    "Insert",
    "Item",
    "Omit",
    "Path",
    "Repeat",
    "Swap",
    "parse_check",
    "parse_edit",
    "parse_items",
]
