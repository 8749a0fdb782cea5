"""What mkdocs calls while it builds the site: the reference's pages are made then, and are never files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.reference import pages


def on_config(config: Any) -> Any:
    """Name every generated page in the navigation, in place of the folder it is in."""
    made = [path for path, _ in pages()]
    config.nav = [_filled(entry, made) for entry in config.nav]
    return config


def on_files(files: Any, *, config: Any) -> Any:
    """Add the generated pages to those that are files."""
    from mkdocs.structure.files import File

    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files


def _filled(entry: Any, made: list[str]) -> Any:
    if isinstance(entry, dict):
        return {name: _filled(value, made) for name, value in entry.items()}
    if isinstance(entry, list):
        return [_filled(each, made) for each in entry]
    if isinstance(entry, str) and entry.endswith("/"):
        return sorted((path for path in made if path.startswith(entry)), key=_index_first)
    return entry


def _index_first(path: str) -> tuple[bool, str]:
    return not path.endswith("/index.md"), path
