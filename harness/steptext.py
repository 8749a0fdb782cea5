"""Steps as text: the scenario language, read one expression at a time.

    peer.forges("server_hello.cipher_suite = 0xfefe")
    together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything())
    subject.reads(100).raises(RAGGED_EOF)

It is the very language of `harness.scenario`, in Python's syntax, read with `ast` and evaluated here. So
a file that holds steps can say nothing but steps: names are those of the language, and attributes are the
verbs of actors, acts and things.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harness import scenario as language
from harness.actors import Actor
from harness.errors import ScenarioError
from harness.names import Role, Side, Tls
from harness.steps import Act, Step
from harness.things import Thing

#: What steps may name besides the four actors.
NAMES: Mapping[str, Any] = {
    **{name: getattr(language, name) for name in language.__all__ if name[0].islower() or name.isupper()},
    "bytes": bytes, "bytearray": bytearray, "int": int, "str": str, "tuple": tuple, "Tls": Tls,
}  # fmt: skip
#: What would make a scenario of it, not a step.
_NO_STEPS = ("scenario", "wire_scenario", "module_scenario")
#: The longest bytes that a product may make.
_LONGEST = 1 << 20
_OPERATIONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.BitOr: operator.or_,
}  # fmt: skip


def read_steps(texts: tuple[str, ...], role: Role) -> list[Step]:
    """The steps these texts say when the subject plays `role`. Raises `ScenarioError` naming the step."""
    mine = Side.SUBJECT if role is Role.CLIENT else Side.PEER
    actors = {
        "subject": Actor(Side.SUBJECT),
        "peer": Actor(Side.PEER),
        "client": Actor(mine),
        "server": Actor(mine.other),
    }
    return [step for number, text in enumerate(texts, 1) for step in _read(number, text, actors)]


def _read(number: int, text: str, actors: Mapping[str, Actor]) -> Iterator[Step]:
    """The step of one text, or the steps, since `refused(...)` gives several."""
    try:
        found = _evaluate(ast.parse(text.strip(), mode="eval").body, actors)
    except (SyntaxError, ScenarioError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        told = error.msg if isinstance(error, SyntaxError) else error
        raise ScenarioError(f"step {number}, {text[:120]!r}: {told}") from None
    for step in found if isinstance(found, list) else [found]:
        if not isinstance(step, Step):
            raise ScenarioError(f"step {number}, {text[:120]!r}: this is no step")
        yield step


def _evaluate(node: ast.expr, actors: Mapping[str, Actor]) -> Any:
    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=found):
                return found
            case ast.Name(id=name) if name in actors:
                return actors[name]
            case ast.Name(id=name) if name in NAMES and name not in _NO_STEPS:
                return NAMES[name]
            case ast.List(elts=parts):
                return [value(part) for part in parts]
            case ast.Tuple(elts=parts):
                return tuple(value(part) for part in parts)
            case ast.Attribute(value=of, attr=name):
                return _attribute(value(of), name)
            case ast.Call(func=function, args=args, keywords=words) if all(word.arg for word in words):
                arguments = [value(arg) for arg in args]
                return value(function)(*arguments, **{str(w.arg): value(w.value) for w in words})
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                return _operated(type(op), value(left), value(right))
        raise ScenarioError(f"{ast.unparse(node)!r} cannot be said in a step")

    return value(node)


def _attribute(of: object, name: str) -> Any:
    """A verb of the language; of bytes only `fromhex`, of Tls its versions."""
    of_an_actor = isinstance(of, (Actor, Act, Thing)) and name[0] != "_" and hasattr(of, name)
    if of_an_actor or (of is bytes and name == "fromhex") or (of is Tls and name in Tls.__members__):
        return getattr(of, name)
    raise ScenarioError(f"{type(of).__name__} has no {name!r} in the language")


def _operated(op: type, left: Any, right: Any) -> Any:
    sizes = [len(part) if isinstance(part, (bytes, str, list, tuple)) else part for part in (left, right)]
    if op is ast.Mult and all(isinstance(size, int) for size in sizes) and sizes[0] * sizes[1] > _LONGEST:
        raise ScenarioError(f"{sizes[0]} times {sizes[1]} is too much")
    return _OPERATIONS[op](left, right)
