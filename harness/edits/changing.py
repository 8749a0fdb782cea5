"""Changing a tree of fields at the place a path leads to: set, add, subtract, xor, delete, repeat, move."""

from __future__ import annotations

import copy

from harness.edits.path import Key, Nowhere, Path, Slice, Step, child, content_of, index_of, items_of, wrapper
from harness.wire.tree import Blob, Items, Node, Number, Struct, Value, Vector


def apply_change(root: Struct, path: Path, make: str, value: Value | None) -> None:
    """Change `root` in place. make: "=", "+=", "-=", "^=", or "del".

    Raises `Nowhere` when the message has no such place, TypeError when the value does not suit it.
    """
    *before, last = path.steps
    parent: Node = root
    for step in before:
        parent = child(parent, step, path)
    if isinstance(last, Slice):
        _splice(parent, last, [] if make == "del" else value)
    elif make == "del":
        _delete(parent, last, path)
    elif last == "length":
        _set_length(parent, make, value, path)
    else:
        node = child(parent, last, path)
        if make == "=":
            _set(parent, last, node, value, path)
        elif make == "+=" and not isinstance(node, Number):
            _append(parent, last, node, value, path)
        else:
            _put(parent, last, _reckoned(node, make, value), path)


def repeat_item(root: Struct, path: Path) -> None:
    """The item or extension a path leads to stands twice. Raises `Nowhere`."""
    items, index = _item(root, path)
    items.nodes.insert(index, copy.deepcopy(items.nodes[index]))


def move_item(root: Struct, path: Path, to: int) -> None:
    """The item stands at another place of its list; -1 is the last. Raises `Nowhere`."""
    items, index = _item(root, path)
    node = items.nodes.pop(index)
    items.nodes.insert(to if to >= 0 else len(items.nodes) + 1 + to, node)


def reverse_items(root: Struct, path: Path) -> None:
    """A list is turned around; a pre_shared_key extension stays last. Raises `Nowhere`."""
    items = items_of(path.nodes(root))
    if items is None:
        raise Nowhere(f"{path} is no list")
    last: list[Node] = [
        n for n in items.nodes if isinstance(n, Struct) and n.fields.get("type") == Number(2, 41)
    ]
    items.nodes[:] = [n for n in reversed(items.nodes) if n not in last] + last


def _item(root: Struct, path: Path) -> tuple[Items, int]:
    *before, last = path.steps
    parent: Node = root
    for step in before:
        parent = child(parent, step, path)
    items = items_of(parent)
    if items is None or not isinstance(last, Key):
        raise Nowhere(f"{path} is no item of a list")
    return items, index_of(items, last, path)


def _splice(node: Node, at: Slice, value: Value | None) -> None:
    items = items_of(node)
    where = slice(at.start, at.stop)
    if items is not None and isinstance(value, list):
        items.nodes[where] = [items.element.build(each) for each in value]
        return
    data = bytearray(content_of(node))
    data[where] = _bytes_of(value)
    _fill(node, Blob(bytes(data)))


def _fill(node: Node, content: Node) -> None:
    vector = node if isinstance(node, Vector) else wrapper(node)
    if vector is not None:
        vector.inner = content
    elif isinstance(node, Blob) and isinstance(content, Blob):
        node.data = content.data
    else:
        raise TypeError("it has no content that could be replaced")


def _delete(parent: Node, step: Step, path: Path) -> None:
    if isinstance(step, Key):
        items = items_of(parent)
        if items is not None:
            del items.nodes[index_of(items, step, path)]
            return
        _splice(parent, Slice(step.number, step.number + 1 or None), [])
        return
    holder = _holder(parent, step)
    if holder is None:
        raise Nowhere(f"{path}: the message at hand has no {step}")
    del holder.fields[str(step)]


def _holder(parent: Node, step: Step) -> Struct | None:
    node = parent.inner if isinstance(parent, Vector) else parent
    return node.find(step) if isinstance(node, Struct) and isinstance(step, str) else None


def _put(parent: Node, step: Step, node: Node, path: Path) -> None:
    if isinstance(step, Key):
        items = items_of(parent)
        if items is not None:
            items.nodes[index_of(items, step, path)] = node
            return
        _splice(parent, Slice(step.number, step.number + 1 or None), node.serialise())
        return
    holder = _holder(parent, step)
    if holder is None:
        raise Nowhere(f"{path}: the message at hand has no {step}")
    holder.fields[str(step)] = node


def _set(parent: Node, step: Step, node: Node, value: Value | None, path: Path) -> None:
    if isinstance(value, list):
        items = items_of(node)
        if items is None:
            raise TypeError(f"{path} is no list")
        items.nodes[:] = [items.element.build(each) for each in value]
    elif isinstance(value, bytes) and (isinstance(node, Vector) or wrapper(node) is not None):
        _fill(node, Blob(value))
    elif isinstance(value, int) and isinstance(step, Key) and isinstance(node, Blob):
        _put(parent, step, Blob(value.to_bytes(1)), path)  # one byte of a stretch of bytes
    elif isinstance(value, int) and isinstance(node, Number):
        _put(parent, step, Number(node.width, value), path)
    elif isinstance(value, bytes):
        _put(parent, step, Blob(value), path)
    else:
        raise TypeError(f"{path} takes bytes, not a number")


def _append(parent: Node, step: Step, node: Node, value: Value | None, path: Path) -> None:
    items = items_of(node)
    if items is not None and isinstance(value, list):
        items.nodes += [items.element.build(each) for each in value]
        return
    extra = _bytes_of(value)
    vector = node if isinstance(node, Vector) else wrapper(node)
    if vector is None:
        _put(parent, step, Blob(node.serialise() + extra), path)
    elif isinstance(vector.inner, Items):
        vector.inner.nodes.append(Blob(extra))
    elif isinstance(vector.inner, Struct):
        vector.inner.tail += extra
    else:
        vector.inner = Blob(vector.inner.serialise() + extra)


def _reckoned(node: Node, make: str, value: Value | None) -> Node:
    if not isinstance(value, int):
        raise TypeError(f"{make} takes a number")
    if isinstance(node, Number):
        number = {"+=": node.number + value, "-=": node.number - value, "^=": node.number ^ value}[make]
        return Number(node.width, number)
    data = content_of(node)
    if make != "^=":
        raise TypeError(f"{make} suits numbers only")
    flipped = Blob((int.from_bytes(data) ^ value).to_bytes(len(data)))
    return Vector(node.width, flipped, node.length) if isinstance(node, Vector) else flipped


def _set_length(parent: Node, make: str, value: Value | None, path: Path) -> None:
    vector = parent if isinstance(parent, Vector) else wrapper(parent)
    if vector is None or not isinstance(value, int):
        raise TypeError(f"{path} takes a number")
    now = vector.length if vector.length is not None else len(vector.inner.serialise())
    vector.length = {"=": value, "+=": now + value, "-=": now - value, "^=": now ^ value}[make]


def _bytes_of(value: Value | None) -> bytes:
    if isinstance(value, list) and not value:
        return b""
    if not isinstance(value, bytes):
        raise TypeError("it takes bytes")
    return value
