"""Where the catalogue's data lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def place(name: str) -> Path:
    """The folder called `name` ("scenarios", "corpora", "known"), which may not exist."""
    packaged = _PACKAGE / "catalogue" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
