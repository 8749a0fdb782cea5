"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_MODE = 0o644


def write_whole(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever looks finds the old content or the new one, never a part.

    Makes the folder where it is missing. Raises OSError, and then leaves what was there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(_MODE)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
