"""The text form of edits and items: Python statements of a few shapes, read with `ast`.

    client_hello.legacy_version = 0x0300            set a field; += -= ^= change it
    del client_hello.extensions[key_share]          take a field, an item, or a slice away
    del certificate_verify                          do not send it, nor hash it
    repeat(client_hello.extensions[alpn])           an item twice; repeat(finished): a message twice
    move(client_hello.extensions[pre_shared_key], 0)
    reverse(client_hello.extensions)
    withhold(finished)                              hash it, but do not send it
    swap(certificate)                               behind the message after it
    before(finished, record(application_data, b"early"))     items before it; after(...), instead(...)
    replace(finished, clear(handshake, original))   items instead of it, which is hashed all the same
    split(client_hello, 1)                          and the other ways of `edit.FRAMINGS`

What is read prints as it was written, so that it reads back.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from harness.edits.edit import FRAMINGS, Change, Edit, Framing, Insert, Omit, Repeat, Swap
from harness.edits.item import Item, read_item
from harness.edits.path import Path, read_path
from harness.edits.value import Surroundings, evaluate, written
from harness.errors import ScenarioError

_AUGMENTED = {ast.Add: "+=", ast.Sub: "-=", ast.BitXor: "^="}
_INSERTS = ("before", "after", "instead", "replace")


@lru_cache(maxsize=1024)  # the same few are told in every cell of a sweep
def parse_edit(text: str) -> Edit:
    """The edit a text says. Raises `ScenarioError` naming what does not read."""
    text = text.strip()
    match _statements(text):
        case [ast.Assign(targets=[target], value=value)]:
            return Change(read_path(target), text, "=", written(text, value))
        case [ast.AugAssign(target=target, op=op, value=value)] if type(op) in _AUGMENTED:
            return Change(read_path(target), text, _AUGMENTED[type(op)], written(text, value))
        case [ast.Delete(targets=[target])]:
            path = read_path(target)
            return Change(path, text, "del") if path.steps else Omit(path, text)
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=args, keywords=keywords))] if args:
            return _called(name, read_path(args[0]), args[1:], keywords, text)
    raise ScenarioError(f"{text!r} is no edit; see harness/edits/text.py for what is")


@lru_cache(maxsize=1024)
def parse_items(text: str) -> tuple[Item, ...]:
    """The items of a text, one or several separated by commas or line ends. Raises `ScenarioError`."""
    items: list[Item] = []
    text = text.strip()
    for statement in _statements(text):
        if not isinstance(statement, ast.Expr):
            raise ScenarioError(f"{text!r} is nothing that could be sent")
        value = statement.value
        items += [read_item(text, each) for each in (value.elts if isinstance(value, ast.Tuple) else [value])]
    return tuple(items)


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text.strip()).body
    except (SyntaxError, ValueError) as error:
        raise ScenarioError(f"{text!r} does not read: {error}") from None


def _called(name: str, path: Path, args: list[ast.expr], keywords: list[ast.keyword], text: str) -> Edit:
    if name in _INSERTS:
        return _whole(path, text, Insert(path, text, name, tuple(read_item(text, arg) for arg in args)))
    values = [_frozen(evaluate(arg, _KEY_NAMES)) for arg in args]
    if name in FRAMINGS:
        names = FRAMINGS[name]
        given = dict(zip(names, values, strict=False))
        given.update({str(word.arg): _frozen(evaluate(word.value, _KEY_NAMES)) for word in keywords})
        if not set(given) <= set(names) or len(values) > len(names):
            raise ScenarioError(f"{text!r}: {name} takes {', '.join(names) or 'nothing'}")
        return _whole(path, text, Framing(path, text, name, tuple(given.get(each) for each in names)))
    if keywords:
        raise ScenarioError(f"{text!r} takes nothing by name")
    match name, values:
        case "repeat", []:
            return Change(path, text, "repeat") if path.steps else Repeat(path, text)
        case "move", [int()] if path.steps:
            return Change(path, text, "move", written(text, args[0]))
        case "reverse", [] if path.steps:
            return Change(path, text, "reverse")
        case "withhold", []:
            return _whole(path, text, Omit(path, text, hashed=True))
        case "swap", []:
            return _whole(path, text, Swap(path, text))
    raise ScenarioError(f"{text!r} is no edit; see harness/edits/text.py for what is")


def _frozen(value: object) -> object:
    """A list as a tuple, since an edit is a value."""
    return tuple(value) if isinstance(value, list) else value


def _whole(path: Path, text: str, edit: Edit) -> Edit:
    if path.steps:
        raise ScenarioError(f"{text!r} is for a whole message, not for a field of it")
    return edit


class _KeyNames(Surroundings):
    names = {"old": "old", "none": "none", "current": "current"}  # noqa: RUF012 - a constant


_KEY_NAMES = _KeyNames()
