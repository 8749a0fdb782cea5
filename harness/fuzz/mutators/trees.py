"""One field of a handshake message changed, by the layouts of `harness.wire.layouts`.

Every length around the change is made anew, so that the message keeps its form; now and then the length
itself is the lie.
"""

from __future__ import annotations

import random

from harness.errors import ParseError
from harness.fuzz.target import Mutate
from harness.names import Tls
from harness.wire.handshake import HandshakeMessage
from harness.wire.layouts import Extension, extensions_in, tree_of
from harness.wire.numbers import EXTENSIONS
from harness.wire.tree import Blob, Items, Node, Number, Struct, Value, Vector, read

_NUMBERS = (0, 1, 2, 3, 4, 16, 29, 255, 256, 0x0300, 0x0301, 0x0303, 0x0304, 0x0A0A, 0x7FFF, 0xFFFF)
#: How much longer the content of a field may become in one change, in bytes.
_GROWTH = 64


def change_message(
    message: HandshakeMessage, tls: Tls, choose: random.Random, mutate: Mutate, times: int = 1
) -> HandshakeMessage | None:
    """The message with so many changes, read as of that version; None where nothing came of it.

    What cannot be understood by its layout is changed as plain bytes.
    """
    try:
        root = tree_of(message, tls)
    except ParseError:
        return None
    body = root.fields["body"]
    assert isinstance(body, Vector)
    if isinstance(body.inner, Struct) and not body.inner.fields:
        return HandshakeMessage(message.type, mutate(b"", _GROWTH))
    try:
        for _ in range(times):
            _change(_place(body.inner, choose), choose, mutate)
        return HandshakeMessage(message.type, body.inner.serialise())
    except OverflowError:  # it became longer than the length around it can say
        return None


def _place(body: Node, choose: random.Random) -> Node:
    """A node at or inside the body: in two cases of three in one of its extensions.

    It is looked for from above, so that a long list of numbers is as likely as a field beside it.
    """
    node = body
    extensions = body.fields.get("extensions") if isinstance(body, Struct) else None
    if isinstance(extensions, Vector) and isinstance(extensions.inner, Items) and choose.random() < 0.66:
        node = extensions.inner
    while inside := _inside(node):
        if choose.random() < (0.03 if isinstance(node, Struct) else 0.3):
            break
        node = inside[-1] if len(inside) == 2 and choose.random() < 0.5 else choose.choice(inside)
    return node


def _inside(node: Node) -> list[Node]:
    """What a node is made of; nothing where that is for itself to change."""
    if isinstance(node, Vector):
        return [node.inner]
    if isinstance(node, Items):
        return node.nodes
    return list(node.fields.values()) if isinstance(node, Struct) else []


def _change(node: Node, choose: random.Random, mutate: Mutate) -> None:
    match node:
        case Number():
            node.number = _number(node.number, choose) % (1 << 8 * node.width)
        case Blob():
            node.data = _bytes(node.data, choose, mutate)
        case Vector():
            _change_vector(node, choose, mutate)
        case Items():
            _change_items(node, choose, mutate)
        case Struct() if node.fields and choose.randrange(2):
            del node.fields[choose.choice(list(node.fields))]
        case Struct():
            node.tail = mutate(b"", 8)


def _number(number: int, choose: random.Random) -> int:
    match choose.randrange(4):
        case 0:
            return choose.choice(_NUMBERS)
        case 1:
            return number + choose.choice((1, -1, 2, -2))
        case 2:
            return number ^ (1 << choose.randrange(16))
    return choose.randrange(1 << 16)


def _bytes(data: bytes, choose: random.Random, mutate: Mutate) -> bytes:
    match choose.randrange(6):
        case 0:
            return b""
        case 1:
            return data[: choose.randrange(len(data) + 1)]
        case 2:
            return data + bytes([choose.randrange(256)]) * choose.choice((1, 2, 16, 255))
    return mutate(data, len(data) + _GROWTH)


def _change_vector(node: Vector, choose: random.Random, mutate: Mutate) -> None:
    content = node.inner.serialise()
    if choose.randrange(6) == 0:
        lie = len(content) + choose.choice((1, -1, 2, -2, 255, len(content), -len(content)))
        node.length = lie % (1 << 8 * node.width)
    else:
        node.inner = Blob(_bytes(content, choose, mutate))


def _change_items(node: Items, choose: random.Random, mutate: Mutate) -> None:
    """Another order or number of items; pre_shared_key is often wanted last, so ends are touched less."""
    nodes = node.nodes
    at = choose.randrange(len(nodes)) if nodes else 0
    what = choose.randrange(7)
    if not nodes or what == 0:
        nodes.insert(at, _new(node, choose, mutate))
    elif what == 1:
        del nodes[at]
    elif what == 2:
        nodes.insert(choose.randrange(len(nodes) + 1), nodes[at])
    elif what == 3:
        nodes.insert(choose.randrange(len(nodes)), nodes.pop(at))
    elif what == 4:
        nodes[:] = nodes[:at]
    elif what == 5:
        nodes.clear()
    else:
        nodes[at:at] = [nodes[at]] * choose.choice((2, 17, 40))


def _new(node: Items, choose: random.Random, mutate: Mutate) -> Node:
    """An item that was not there: a known extension, a number, or a few bytes."""
    if isinstance(node.element, Extension):
        names = [name for name, _ in extensions_in(node.element.message)]
        kind = EXTENSIONS[choose.choice(names)] if choose.randrange(4) else choose.randrange(1 << 16)
        data = choose.choice((b"", b"\0", b"\0\0", b"\0\1\0", b"\1\0", mutate(b"", 8)))
        return read(node.element, kind.to_bytes(2) + len(data).to_bytes(2) + data)
    values: tuple[Value, ...] = (choose.randrange(256), mutate(b"", 8))
    try:
        return node.element.build(values[choose.randrange(2)])
    except TypeError:
        return Blob(mutate(b"", 8))
