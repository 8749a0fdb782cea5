"""Values and conditions: small expressions over numbers, bytes, lists and what was sent before.

Python's own syntax, read with `ast` and evaluated here, so that nothing but this can be said: literals,
the names of `harness.wire.numbers`, arithmetic, comparisons, and the functions of `FUNCTIONS`. In an
edit `subject.client_hello.random` is what the subject sent, `peer.server_hello.random` what the peer
itself did; in a condition a bare path is the subject's.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness.edits.path import EVERY, RECORDS, Path, read_path
from harness.errors import ScenarioError
from harness.names import Role, Tls
from harness.wire.layouts import SENDERS
from harness.wire.numbers import NUMBERS

_ENDS = ("subject", "peer")
#: What a bare name means in a condition before it means a number.
_SENT = frozenset((*SENDERS, *RECORDS, EVERY))
_ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Mod: operator.mod,
    ast.BitXor: operator.xor, ast.BitOr: operator.or_, ast.BitAnd: operator.and_,
    ast.LShift: operator.lshift, ast.RShift: operator.rshift,
}  # fmt: skip
_COMPARISONS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip


def _vector(width: int, data: bytes) -> bytes:
    return len(data).to_bytes(width) + data


def _extension(kind: int, data: bytes = b"") -> bytes:
    return kind.to_bytes(2) + _vector(2, data)


#: What a value may call: numbers as bytes, vectors, whole extensions, key shares, and counting.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "u8": lambda number: number.to_bytes(1),
    "u16": lambda number: number.to_bytes(2),
    "u24": lambda number: number.to_bytes(3),
    "u32": lambda number: number.to_bytes(4),
    "vector": _vector,
    "extension": _extension,
    "share": lambda group, key: group.to_bytes(2) + _vector(2, key),
    "message": lambda kind, body=b"": kind.to_bytes(1) + _vector(3, body),
    "number": int.from_bytes,
    "len": len,
    "lengths": lambda values: [len(value) for value in values],
    "set": lambda values: sorted(set(values)),
    "max": max,
    "min": min,
    "sorted": sorted,
}
#: Functions of keys, which whoever sends the value knows. `signed(key, scheme, salt, context)`: the message's
#: signature with the key of a certificate of that name, a salt of so many bytes and the context of "client"
#: or "server". `signed_short(key, scheme)`: one that begins with a zero byte. `signed_loosely(key, scheme,
#: padding)`: one of PKCS #1 v1.5 with so many bytes of padding, and others behind the digest.
#: `rsa(certificate, block, secret)`: a whole block encrypted to a DER certificate, and the premaster secret
#: to go on with, if any.
KEYED = ("signed", "signed_short", "signed_loosely", "rsa")


class Missing(ScenarioError):
    """A value names something that was not sent."""


class Surroundings:
    """What paths in a value mean: nothing, until something was sent."""

    names: Mapping[str, object] = {}

    def at(self, end: str, path: Path) -> object:
        """The value at a path of what `end` ("subject" or "peer") sent. Raises `Missing`."""
        raise Missing(f"{end}.{path} cannot be known here")

    def call(self, name: str, arguments: list[Any]) -> object:
        """What a function of KEYED gives. Raises `Missing`, or ValueError for what no key can do."""
        raise Missing(f"{name} cannot be reckoned here")


def evaluate(node: ast.expr, around: Surroundings, *, bare: bool = False) -> Any:
    """The value of an expression. bare: paths without an end before them are the subject's.

    Raises `ScenarioError` for what cannot be said, `Missing` for what was not sent; what Python raises
    for a wrong operand passes through.
    """

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | bytes() | str()):
                return node.value
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return [value(part) for part in parts]
            case ast.Name(id=name) if name in around.names:
                return around.names[name]
            case ast.Name(id=name) if name in NUMBERS and not (bare and name in _SENT):
                return NUMBERS[name]
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
                return FUNCTIONS[name](*(value(arg) for arg in args))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in KEYED:
                return around.call(name, [value(arg) for arg in args])
            case ast.Call(func=ast.Name(id="absent"), args=[argument], keywords=[]):
                return _is_absent(argument)
            case ast.Attribute() | ast.Subscript() | ast.Name():
                return around.at(*split_end(node, bare=bare))
        return _operation(node, value)

    def _is_absent(node: ast.expr) -> bool:
        try:
            value(node)
        except Missing:
            return True
        return False

    return value(node)


def _operation(node: ast.expr, value: Callable[[ast.expr], Any]) -> Any:
    """The value of what joins other values."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -value(operand)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _ARITHMETIC[type(op)](value(left), value(right))
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(value(part) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(value(part) for part in parts)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compared(value(left), ops, [value(other) for other in others])
    raise ScenarioError(f"{ast.unparse(node)!r} is no value")


def written(source: str, node: ast.expr) -> str:
    """An expression as it stands in `source`, so that a number keeps the base it was written in."""
    if source.isascii() and "\n" not in source and node.end_col_offset is not None:
        # What `ast` does splits the whole source for each of the thousand items it may hold.
        return source[node.col_offset : node.end_col_offset]
    return ast.get_source_segment(source, node) or ast.unparse(node)


def _compared(left: Any, ops: list[ast.cmpop], others: list[Any]) -> bool:
    for op, right in zip(ops, others, strict=True):
        if not _COMPARISONS[type(op)](left, right):
            return False
        left = right
    return True


def split_end(node: ast.expr, *, bare: bool) -> tuple[str, Path]:
    """Whose path an expression is, and the path. Raises `ScenarioError`."""
    at: ast.expr = node
    while isinstance(at, (ast.Attribute, ast.Subscript)):
        inner = at.value
        if isinstance(at, ast.Attribute) and isinstance(inner, ast.Name) and inner.id in _ENDS:
            rest = _without_end(node)
            return inner.id, read_path(rest)
        at = inner
    if not bare:
        raise ScenarioError(f"{ast.unparse(node)!r} is no value; what was sent is subject.… or peer.…")
    return "subject", read_path(node)


def _without_end(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id in _ENDS:
            return ast.Name(node.attr)
        return ast.Attribute(_without_end(node.value), node.attr)
    assert isinstance(node, ast.Subscript)
    return ast.Subscript(_without_end(node.value), node.slice)


def paths_in(node: ast.AST, *, bare: bool) -> Iterator[tuple[str, Path]]:
    """Every path an expression names, with its end. Raises `ScenarioError` for what is no path."""
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        yield split_end(node, bare=bare)
        return
    if isinstance(node, ast.Name):
        if bare and (node.id in _SENT or node.id not in {**NUMBERS, **FUNCTIONS}):
            yield "subject", read_path(node)
        elif node.id not in {**NUMBERS, **FUNCTIONS, "original": 0}:
            raise ScenarioError(f"there is nothing called {node.id!r}")
        return
    called = node.func if isinstance(node, ast.Call) else None
    if isinstance(called, ast.Name) and called.id not in {*FUNCTIONS, *KEYED, "absent"}:
        raise ScenarioError(f"there is no function {called.id!r}")
    for part in node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node):
        yield from paths_in(part, bare=bare)


@dataclass(frozen=True)
class Check:
    """A condition on what the subject sent; `text` is its canonical form."""

    text: str

    @property
    def tree(self) -> ast.expr:
        """The parsed expression."""
        return read_expression(self.text)

    def __str__(self) -> str:
        return self.text

    def check(self, tls: Tls, sender: Role) -> None:
        """Raises `ScenarioError` when it names a message or field that cannot be."""
        for end, path in paths_in(self.tree, bare=True):
            path.check(tls, sender if end == "subject" else sender.other)


def parse_check(text: str) -> Check:
    """Read a condition, or a bare path that says something is there. Raises `ScenarioError`."""
    read_expression(text)
    return Check(text.strip())


@lru_cache(maxsize=1024)  # the same few are told in every cell of a sweep; nobody changes a tree
def read_expression(text: str) -> ast.expr:
    """The expression a text is. Raises `ScenarioError` naming what does not read."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ScenarioError(f"{text!r} does not read: {error}") from None
