"""Paths: where in what an end sends an edit applies, or a condition looks.

    server_hello.extensions[key_share].group
    client_hello.cipher_suites[0:0]
    client_hello_2.random

A path begins with the name of a message or of a record type; `_2` says the second one sent. Behind it
come names of fields, items by number, extensions by name or number, and slices.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from harness.errors import ScenarioError
from harness.names import Role, Tls
from harness.wire.layouts import SENDERS, Extension, layout_of
from harness.wire.numbers import EXTENSION_NAMES, EXTENSIONS
from harness.wire.tree import Blob, Items, Layout, Many, Node, Number, Struct, Vec, Vector

#: Records that are no handshake message, and the one name for every message of the handshake.
RECORDS = ("change_cipher_spec", "alert", "application_data")
EVERY = "every_message"


class Nowhere(ScenarioError):
    """A path leads nowhere in the message at hand."""


@dataclass(frozen=True)
class Key:
    """An item of a list: by its place, or, of extensions, by its type."""

    number: int
    by_type: bool = False

    def __str__(self) -> str:
        return f"[{EXTENSION_NAMES.get(self.number, hex(self.number)) if self.by_type else self.number}]"


@dataclass(frozen=True)
class Slice:
    """A stretch of bytes or items, as Python slices are."""

    start: int | None
    stop: int | None

    def __str__(self) -> str:
        return f"[{'' if self.start is None else self.start}:{'' if self.stop is None else self.stop}]"


Step = str | Key | Slice


@dataclass(frozen=True)
class Path:
    """A message by name, which one of that name, counted from 1, and the steps into it."""

    message: str
    which: int = 1
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        head = self.message if self.which == 1 else f"{self.message}_{self.which}"
        return head + "".join(f".{step}" if isinstance(step, str) else str(step) for step in self.steps)

    def check(self, tls: Tls, sender: Role) -> None:
        """Raises `ScenarioError` when no such message is sent by that role, or it has no such field."""
        if self.message in (*RECORDS, EVERY):
            if self.steps:
                raise ScenarioError(f"{self}: {self.message} has no fields")
            return
        layout = layout_of(self.message, tls)
        if layout is None:
            raise ScenarioError(f"{self}: TLS {tls} has no message {self.message!r}")
        if sender not in SENDERS[self.message]:
            raise ScenarioError(f"{self}: a {sender} sends no {self.message}")
        self._check_steps(layout)

    def _check_steps(self, layout: Layout) -> None:
        places: list[Layout] = [layout]
        for step in self.steps:
            if isinstance(step, str):
                found = [inner for place in places for inner in place.inside(step)]
                if not found:
                    names = ", ".join(dict.fromkeys(name for place in places for name in place.names()))
                    raise ScenarioError(
                        f"{self}: there is no {step!r}" + (f", only {names}" if names else "")
                    )
                places = found
            elif isinstance(step, Key):
                places = [inner for place in places for inner in _items(place, step)]

    def nodes(self, root: Struct) -> Node:
        """The node the path leads to. Raises `Nowhere`."""
        node: Node = root
        for step in self.steps:
            node = child(node, step, self)
        return node


def _items(layout: Layout, key: Key) -> Iterator[Layout]:
    inner = layout.inner if isinstance(layout, Vec) else layout
    if not isinstance(inner, Many):
        return
    element = inner.element
    if isinstance(element, Extension) and key.by_type:
        yield Vec(2, element.content(key.number))
    yield element


def child(node: Node, step: Step, path: Path) -> Node:
    """One step into a node. Raises `Nowhere`."""
    if isinstance(step, str):
        if isinstance(node, Vector) and step != "length":
            return child(node.inner, step, path)
        if isinstance(node, Struct):
            holder = node.find(step)
            if holder is not None:
                return holder.fields[step]
            if (vector := wrapper(node)) is not None:
                if step == "length":
                    return child(vector, step, path)
                _nowhere(path, step)
        if isinstance(node, Vector):
            content = len(node.inner.serialise())
            return Number(node.width, content if node.length is None else node.length)
        return _nowhere(path, step)
    if isinstance(step, Key):
        items = items_of(node)
        if items is None:
            data = content_of(node)
            return Blob(data[step.number : step.number + 1] if step.number != -1 else data[-1:])
        return items.nodes[index_of(items, step, path)]
    return Blob(content_of(node)[step.start : step.stop])


def wrapper(node: Node) -> Vector | None:
    """The vector in which a message or an extension has its content."""
    if not isinstance(node, Struct):
        return None
    inner = node.fields.get("data") or node.fields.get("body")
    return inner if isinstance(inner, Vector) else None


def items_of(node: Node) -> Items | None:
    """The list a node is, or encloses."""
    while isinstance(node, (Vector, Struct)):
        vector = node if isinstance(node, Vector) else wrapper(node)
        if vector is None:
            return None
        node = vector.inner
        if isinstance(node, Struct):
            return None
    return node if isinstance(node, Items) else None


def content_of(node: Node) -> bytes:
    """The bytes a node is, without the length of its own vector."""
    vector = wrapper(node) or node
    return vector.inner.serialise() if isinstance(vector, Vector) else vector.serialise()


def index_of(items: Items, key: Key, path: Path) -> int:
    """The place of an item in its list. Raises `Nowhere`."""
    if key.by_type:
        for number, node in enumerate(items.nodes):
            if isinstance(node, Struct) and node.fields["type"].value == key.number:
                return number
        return _nowhere(path, key)
    if not -len(items.nodes) <= key.number < len(items.nodes):
        return _nowhere(path, key)
    return key.number % len(items.nodes)


def _nowhere(path: Path, step: Step) -> NoReturn:
    raise Nowhere(f"{path}: the message at hand has no {str(step).strip('[]')}")


def read_path(node: ast.expr) -> Path:
    """The path an expression is. Raises `ScenarioError` for an expression that is none."""
    steps: list[Step] = []
    at = node
    while not isinstance(at, ast.Name):
        if isinstance(at, ast.Attribute):
            steps.append(at.attr)
            at = at.value
        elif isinstance(at, ast.Subscript):
            steps.append(_subscript(at.slice))
            at = at.value
        else:
            raise ScenarioError(f"{ast.unparse(node)!r} is no path such as client_hello.random")
    message, which = _message(at.id)
    return Path(message, which, tuple(reversed(steps)))


def _message(name: str) -> tuple[str, int]:
    known = {*SENDERS, *RECORDS, EVERY}
    head, _, count = name.rpartition("_")
    if name not in known and head in known and count.isdecimal():
        return head, int(count)
    if name not in known:
        raise ScenarioError(f"there is no message {name!r}")
    return name, 1


def _subscript(node: ast.expr) -> Step:
    if isinstance(node, ast.Slice):
        return Slice(*(None if part is None else _number(part) for part in (node.lower, node.upper)))
    if isinstance(node, ast.Name):
        if node.id not in EXTENSIONS:
            raise ScenarioError(f"there is no extension {node.id!r}")
        return Key(EXTENSIONS[node.id], by_type=True)
    number = _number(node)
    return Key(number, by_type=number > 255)  # no list of ours has so many items, no extension's name fits


def _number(node: ast.expr) -> int:
    value = ast.literal_eval(node)
    if not isinstance(value, int):
        raise ScenarioError(f"{ast.unparse(node)} is no number")
    return value
