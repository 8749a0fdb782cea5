"""For which versions of Python and of a TLS library a known failure is told: a few words in its entry.

`3.11 3.12` is one of these; `>=3.14 <3.14.8` lies between; `Java 17.0.15` stands in what the library calls
itself; `OpenSSL >=3.5` is called so, and is not older. A comma stands between alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BOUND = re.compile(r"(<|>=)(\d+(?:\.\d+)*)")
_VERSION = re.compile(r"\d+(?:\.\d+)+")


def python_fits(words: str, version: Sequence[int]) -> bool:
    """Whether a version of Python, as (3, 14, 1), is among those that `words` tell."""
    name = "{}.{}".format(*version)
    return any((not names or name in names) and _within(bounds, version) for bounds, names in _parted(words))


def library_fits(words: str, library: str) -> bool:
    """Whether a library ("OpenSSL 3.6.5 29 Sep 2026") is one that `words` tell."""
    found = _VERSION.search(library)
    return any(
        " ".join(names) in library
        and (not bounds or (found is not None and _within(bounds, _numbers(found[0]))))
        for bounds, names in _parted(words)
    )


def fault_in(words: str) -> str:
    """What of `words` is meant as a bound, and is none; "" if nothing is."""
    found = (word for bounds, _names in _parted(words) for word in bounds if not _BOUND.fullmatch(word))
    return next(found, "")


def _parted(words: str) -> Iterator[tuple[list[str], list[str]]]:
    """The bounds of each alternative, and what else there is."""
    for split in map(str.split, words.split(",")):
        bounds = [word for word in split if word[0] in "<>=!~"]
        yield bounds, [word for word in split if word not in bounds]


def _within(bounds: Sequence[str], version: Sequence[int]) -> bool:
    told = (_BOUND.fullmatch(bound) for bound in bounds)
    return all((tuple(version) < _numbers(each[2])) is (each[1] == "<") for each in told if each)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
