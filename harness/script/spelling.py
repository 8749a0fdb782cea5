"""Values and expressions as Python source, and what a script must bring for them: files and imports."""

from __future__ import annotations

import base64
import enum
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.errors import Unsupported
from harness.expression import (
    Assigned,
    Attribute,
    Callback,
    Called,
    Caught,
    Compared,
    File,
    Name,
    Python,
)
from harness.pki import Pki

#: Bytes shown as a literal; more of them are told as a row of hexadecimal numbers.
_LITERAL = 64
_ROW = 48
#: Bytes are told in a compressed form where that is so many times shorter.
_WORTH_PACKING = 3
_WIDTH = 100


class NoScript(Unsupported):
    """There is no script for this cell; the sentence says why."""


def in_rows(sources: Iterable[str], indent: int) -> str:
    """The items of a list, as many in a row as it is wide."""
    rows = [""]
    for each in sources:
        if rows[-1] and len(rows[-1]) + len(each) + indent > _WIDTH:
            rows.append("")
        rows[-1] += f" {each}," if rows[-1] else f"{each},"
    return "\n".join(" " * indent + row for row in rows)


@dataclass
class Spelling:
    """Turns values into source. `names`: what a scenario's objects are called in the script.

    files: those of the trial's keys that were named; texts: others, by name, as text or as what makes it
    of the rest of the script. modules: to be imported. helpers: parts of
    `harness.script.runtime` that were used. label: how variables made now begin.
    """

    pki: Pki
    names: Mapping[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    texts: dict[str, str | Callable[[str], str]] = field(default_factory=dict)
    modules: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)
    label: str = ""

    def of(self, value: Any) -> str:
        """The source of a value. Raises `NoScript` for one that has none."""
        spell = getattr(self, "_" + type(value).__name__.lower(), None)
        if spell is not None:
            return str(spell(value))
        if isinstance(value, enum.Enum):
            return f"ssl.{type(value).__name__}.{value.name}"
        raise NoScript(f"a {type(value).__name__} cannot be written into a script")

    # -- plain values

    def _plain(self, value: object) -> str:
        return repr(value)

    _int = _float = _bool = _nonetype = _plain

    def _str(self, value: str) -> str:
        folder, name = os.path.split(value)
        return self.file(name) if folder == self.pki.folder else repr(value)

    def _bytes(self, value: bytes) -> str:
        if len(value) <= _LITERAL:
            return repr(value)
        if len(packed := zlib.compress(value, 9)) < len(value) // _WORTH_PACKING:
            self.modules |= {"base64", "zlib"}
            return f"zlib.decompress(base64.b64decode({base64.b64encode(packed)!r}))"
        text = value.hex()
        rows = [f'    "{text[at : at + 2 * _ROW]}"' for at in range(0, len(text), 2 * _ROW)]
        return "bytes.fromhex(\n" + "\n".join(rows) + "\n)"

    def _bytearray(self, value: bytearray) -> str:
        return f"bytearray({self._bytes(bytes(value))})"

    def _tuple(self, value: tuple[Any, ...]) -> str:
        inner = ", ".join(map(self.of, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"

    def _list(self, value: list[Any]) -> str:
        return f"[{', '.join(map(self.of, value))}]"

    def _dict(self, value: dict[Any, Any]) -> str:
        return "{" + ", ".join(f"{self.of(key)}: {self.of(each)}" for key, each in value.items()) + "}"

    def file(self, name: str) -> str:
        """The path of one of the trial's files, which the script brings along."""
        self.files.add(name)
        return f"path({name!r})"

    # -- expressions

    def _name(self, it: Name) -> str:
        if it.name in self.names or it.name == "arguments":
            return self.names.get(it.name, it.name)
        return f"things.{it.name}" if it.name.isidentifier() else f"getattr(things, {it.name!r})"

    def _python(self, it: Python) -> str:
        module = it.dotted.rpartition(".")[0]
        if module:
            self.modules.add(module)
        return it.dotted

    def _file(self, it: File) -> str:
        find = {"chain": self.pki.chain_file, "key": self.pki.key_file, "trust": self.pki.trust_file}
        return self.of(find[it.kind](it.name))

    def _attribute(self, it: Attribute) -> str:
        return f"{self.of(it.of)}.{it.name}"

    def _called(self, it: Called) -> str:
        named = [f"{name}={self.of(value)}" for name, value in it.kwargs]
        return f"{self.of(it.function)}({', '.join([*map(self.of, it.args), *named])})"

    def _assigned(self, it: Assigned) -> str:
        return f"setattr({self.of(it.of)}, {it.name!r}, {self.of(it.value)})"

    def _caught(self, it: Caught) -> str:
        self.helpers.add("caught")
        return f"caught(lambda: {self.of(it.expression)})"

    def _compared(self, it: Compared) -> str:
        self.helpers.add("same")
        return f"same({self.of(it.one)}, {self.of(it.other)})"

    def _callback(self, it: Callback) -> str:
        self.helpers.add("callback")
        told = [f"raises={it.raises}"] if it.raises else []
        if it.returns is not None:
            told.append(f"returns=lambda arguments: {self.of(it.returns)}")
        if it.does:
            told.append(f"does=lambda arguments: {self.of(list(it.does))}")
        return f"callback({', '.join(told)})"
