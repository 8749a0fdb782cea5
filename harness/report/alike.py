"""Whether two results files, or a file and a run, are of one plan on the same ground."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

#: What parts of one run have in common; `shard` besides where one goes on from the other.
COMMON = ("version", "digest", "profile", "seed")
_WORDS = {"version": "version of tls-harness", "digest": "catalogue"}


def difference(one: Mapping[str, Any], other: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first of these fields in which two headers differ, as a clause; None where they are alike.

    Of `request` and `facts` it tells the part that differs; of `facts` only implementations of both count.
    """
    for name in names:
        here, there = _parts(name, one), _parts(name, other)
        for label in dict.fromkeys([*here, *there]):
            if name == "facts" and not (_subject(label, one) and _subject(label, other)):
                continue
            if here.get(label) != there.get(label):
                values = _text(here.get(label)), _text(there.get(label))
                return f"the {label} is {values[0]} in one and {values[1]} in the other"
    return None


def _parts(name: str, header: Mapping[str, Any]) -> dict[str, object]:
    """The values of a field by what they are called."""
    value = header.get(name)
    if name == "request" and isinstance(value, Mapping):
        return {f"choice of {part}": each for part, each in value.items()}
    if name == "facts" and isinstance(value, Mapping):
        return {f"{part} of {who}": each for who, facts in value.items() for part, each in facts.items()}
    return {_WORDS.get(name, name): value}


def _subject(label: str, header: Mapping[str, Any]) -> bool:
    return label.partition(" of ")[2] in header.get("facts", {})


def _text(value: object) -> str:
    if value in (None, [], ""):
        return "not given"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
