"""The folder a site is written to: ours, or empty. What we did not write is never touched.

A manifest names every file of the site, so that the next site can take the place of the last one whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from harness.errors import UsageError

MANIFEST = ".tls-harness-site.json"
_SCHEMA = 1


def claim(folder: Path) -> None:
    """Raise `UsageError` unless a site may be written there; nothing is changed."""
    if folder.is_symlink() and not folder.exists():
        raise UsageError(f"{folder} is a link that leads nowhere")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder, so no site can be written there")
    try:
        strangers = any(folder.iterdir()) and not (folder / MANIFEST).is_file()
    except OSError as error:
        raise UsageError(f"cannot read the folder {folder}: {error.strerror}") from None
    if strangers:
        raise UsageError(
            f"{folder} holds files of somebody else, so no site is written there: it has no {MANIFEST}"
        )
    _files_of(folder)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write these files, by their path in `folder`, in place of the last site's.

    Files of the last site go; any other file stays, and one that stands where one of ours would is an
    error before anything is changed. Raises `UsageError` when the folder is not ours or cannot be written.
    """
    claim(folder)
    before = _files_of(folder)
    for name in files:
        if name not in before and (folder / name).exists():
            raise UsageError(f"{folder / name} was not written by tls-harness, and is not replaced")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps({"schema": _SCHEMA, "files": sorted({*before, *files})}, indent=1)
        (folder / MANIFEST).write_text(told, encoding="utf-8")  # first, so that a site cut short is ours too
        for name in sorted(before - set(files)):
            (folder / name).unlink(missing_ok=True)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink():
                path.unlink()
            path.write_bytes(data)
        told = json.dumps({"schema": _SCHEMA, "files": sorted(files)}, indent=1)
        (folder / MANIFEST).write_text(told, encoding="utf-8")
        _remove_empty(folder, before)
    except OSError as error:
        raise UsageError(f"cannot write the site to {folder}: {error.strerror}: {error.filename}") from None


def _files_of(folder: Path) -> set[str]:
    """The files of the last site, by its manifest. Raises `UsageError` for one that is not ours to follow."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return set()
    try:
        table = json.loads(manifest.read_text(encoding="utf-8"))
        names = {str(name) for name in table["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{manifest} does not read, so nothing there is replaced") from None
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise UsageError(f"{manifest} names {name!r}, which lies outside; nothing there is replaced")
        if any((folder / parent).is_symlink() for parent in list(path.parents)[:-1]):
            raise UsageError(f"{folder / path.parent} has become a link; nothing there is replaced")
    return names


def _remove_empty(folder: Path, names: set[str]) -> None:
    """Folders that held files of the last site alone."""
    for parent in sorted({(folder / name).parent for name in names} - {folder}, reverse=True):
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
