"""A message as a tree of fields that can be changed one by one, and put together again.

Parsing keeps every byte: what is not touched serialises to what was read. Lengths are made anew from
what they enclose, unless an edit has fixed one. Nothing here knows what a value means, and no value is
refused for its meaning: a forger needs them all.

A `Layout` says how bytes fall into fields; a `Node` is one field read by it. Layouts of whole messages
stand in `harness.wire.layouts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.errors import ParseError
from harness.wire.handshake import Cursor

#: What a value may be that is put into a field: a number, bytes, or a list of either.
Value = int | bytes | list["int | bytes"]


class Layout(Protocol):
    """How a stretch of bytes is read as a node."""

    def parse(self, cursor: Cursor) -> Node:
        """Read one such field. Raises ParseError."""

    def build(self, value: Value) -> Node:
        """A new field of this kind that holds `value`. Raises TypeError where it cannot."""

    def inside(self, name: str) -> list[Layout]:
        """What may stand under `name` in a field of this kind; [] for a name it does not have."""

    def names(self) -> list[str]:
        """The names it has, for messages."""


class Node:
    """One field. `value` is what a condition compares: a number, bytes, or a list of values."""

    def serialise(self) -> bytes:
        """The bytes on the wire. Raises OverflowError where a number does not fit its width."""
        raise NotImplementedError

    @property
    def value(self) -> object:
        """A number, bytes, or a list of such."""
        return self.serialise()


@dataclass
class Number(Node):
    """An unsigned integer of `width` bytes."""

    width: int
    number: int

    def serialise(self) -> bytes:
        """Big-endian, as all numbers of TLS are."""
        return self.number.to_bytes(self.width)

    @property
    def value(self) -> int:
        """The number."""
        return self.number


@dataclass
class Blob(Node):
    """Bytes without structure."""

    data: bytes

    def serialise(self) -> bytes:
        """The bytes."""
        return self.data


@dataclass
class Struct(Node):
    """Named fields in order, an absent one left out; `tail` follows them where an edit put it."""

    fields: dict[str, Node]
    tail: bytes = b""

    def serialise(self) -> bytes:
        """Field after field."""
        return b"".join([node.serialise() for node in self.fields.values()]) + self.tail

    def find(self, name: str) -> Struct | None:
        """The structure that holds `name`: this one, or the one inside its `body` or `data`."""
        if name in self.fields:
            return self
        for wrapper in ("body", "data"):
            inner = getattr(self.fields.get(wrapper), "inner", None)
            if isinstance(inner, Struct) and (found := inner.find(name)):
                return found
        return None

    @property
    def value(self) -> object:
        """The content of a wrapper, the bytes of anything else."""
        wrapped = self.fields.get("data") or self.fields.get("body")
        return wrapped.value if wrapped is not None else self.serialise()


@dataclass
class Items(Node):
    """Fields of one kind, one after the other."""

    nodes: list[Node]
    element: Layout

    def serialise(self) -> bytes:
        """Item after item."""
        return b"".join([node.serialise() for node in self.nodes])

    @property
    def value(self) -> list[object]:
        """The items' values."""
        return [node.value for node in self.nodes]


@dataclass
class Vector(Node):
    """Something behind a length of `width` bytes; `length` is None where it tells the truth."""

    width: int
    inner: Node
    length: int | None = None

    def serialise(self) -> bytes:
        """The length, then what it claims to enclose."""
        content = self.inner.serialise()
        return (len(content) if self.length is None else self.length).to_bytes(self.width) + content

    @property
    def value(self) -> object:
        """What it encloses."""
        return self.inner.value


@dataclass(frozen=True)
class U:
    """A number of `width` bytes."""

    width: int

    def parse(self, cursor: Cursor) -> Node:
        """Read one."""
        return Number(self.width, int.from_bytes(cursor.take(self.width, "number")))

    def build(self, value: Value) -> Node:
        """From a number; bytes stand as they are."""
        if isinstance(value, int):
            return Number(self.width, value)
        return _raw(value)

    def inside(self, name: str) -> list[Layout]:
        """Nothing."""
        return []

    def names(self) -> list[str]:
        """None."""
        return []


@dataclass(frozen=True)
class Bytes:
    """`size` bytes, or all that are left."""

    size: int | None = None

    def parse(self, cursor: Cursor) -> Node:
        """Read them."""
        return Blob(cursor.take(cursor.left if self.size is None else self.size, "bytes"))

    def build(self, value: Value) -> Node:
        """From bytes of any length."""
        return _raw(value)

    def inside(self, name: str) -> list[Layout]:
        """Nothing."""
        return []

    def names(self) -> list[str]:
        """None."""
        return []


@dataclass(frozen=True)
class Vec:
    """A length of `width` bytes and what it encloses; what does not read as `inner` is plain bytes."""

    width: int
    inner: Layout = field(default_factory=Bytes)

    def parse(self, cursor: Cursor) -> Node:
        """Read it, the content as far as it can be understood."""
        return Vector(self.width, read(self.inner, cursor.vector(self.width, "vector")))

    def build(self, value: Value) -> Node:
        """From the content."""
        return Vector(self.width, self.inner.build(value) if isinstance(value, list) else _raw(value))

    def inside(self, name: str) -> list[Layout]:
        """Its length, or what the content has."""
        return [U(self.width)] if name == "length" else self.inner.inside(name)

    def names(self) -> list[str]:
        """`length`, and those of the content."""
        return ["length", *self.inner.names()]


@dataclass(frozen=True)
class Many:
    """Elements of one kind to the end."""

    element: Layout

    def parse(self, cursor: Cursor) -> Node:
        """Read until nothing is left."""
        nodes: list[Node] = []
        if (
            isinstance(self.element, U) and not cursor.left % self.element.width
        ):  # the long lists are of numbers
            width, data = self.element.width, cursor.take(cursor.left, "numbers")
            nodes += [
                Number(width, int.from_bytes(data[at : at + width])) for at in range(0, len(data), width)
            ]
        while cursor.left:
            nodes.append(self.element.parse(cursor))
        return Items(nodes, self.element)

    def build(self, value: Value) -> Node:
        """From a list of what its elements are built from."""
        if not isinstance(value, list):
            return _raw(value)
        return Items([self.element.build(each) for each in value], self.element)

    def inside(self, name: str) -> list[Layout]:
        """Nothing by name."""
        return []

    def names(self) -> list[str]:
        """None."""
        return []


@dataclass(frozen=True)
class Fields:
    """Named fields in order. `optional`: names that may be absent where the bytes end before them."""

    parts: tuple[tuple[str, Layout], ...]
    optional: tuple[str, ...] = ()

    def parse(self, cursor: Cursor) -> Node:
        """Read them all."""
        found: dict[str, Node] = {}
        for name, layout in self.parts:
            if not cursor.left and name in self.optional:
                break
            found[name] = layout.parse(cursor)
        return Struct(found)

    def build(self, value: Value) -> Node:
        """From its bytes."""
        return read(self, _raw(value).data)

    def inside(self, name: str) -> list[Layout]:
        """The field of that name, here or inside `body` or `data`."""
        found = [layout for part, layout in self.parts if part == name]
        if not found:
            wrapped = [layout for part, layout in self.parts if part in ("body", "data")]
            return [inner for layout in wrapped if name != "length" for inner in layout.inside(name)]
        return found

    def names(self) -> list[str]:
        """Those of its fields, and of the wrapped ones."""
        names: list[str] = []
        for part, layout in self.parts:
            names += [
                part,
                *([n for n in layout.names() if n != "length"] if part in ("body", "data") else []),
            ]
        return names


@dataclass(frozen=True)
class Either:
    """The first of several layouts that reads the bytes to their very end."""

    choices: tuple[Layout, ...]

    def parse(self, cursor: Cursor) -> Node:
        """Read what is left by the first that fits, or as plain bytes."""
        data = cursor.take(cursor.left, "bytes")
        for layout in self.choices:
            node = read(layout, data)
            if not isinstance(node, Blob):
                return node
        return Blob(data)

    def build(self, value: Value) -> Node:
        """From its bytes."""
        return _raw(value)

    def inside(self, name: str) -> list[Layout]:
        """What any of them has."""
        return [inner for layout in self.choices for inner in layout.inside(name)]

    def names(self) -> list[str]:
        """Those of all."""
        return list(dict.fromkeys(name for layout in self.choices for name in layout.names()))


def read(layout: Layout, data: bytes) -> Node:
    """`data` as one field of that layout, or as plain bytes where it is no such field, to the end."""
    cursor = Cursor(data, "field")
    try:
        node = layout.parse(cursor)
        cursor.done()
    except ParseError:
        return Blob(data)
    return node


def _raw(value: Value) -> Blob:
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        raise TypeError("it takes bytes, not a list")
    if not isinstance(value, bytes):
        raise TypeError("it takes bytes, not a number")
    return Blob(value)
