"""Opening a file that a report goes into: early, so that a run does not end in a file it cannot write."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from harness.errors import UsageError


def create(path: Path, what: str) -> int:
    """The descriptor of a new, empty file at `path`; its folder is made if missing.

    Raises `UsageError` saying that `what` cannot be written, and why.
    """
    try:
        with suppress(FileExistsError):  # when it is no folder, opening tells so better
            path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    except OSError as error:
        raise UsageError(f"cannot write {what} to {path}: {error.strerror}") from error
