"""A script without what it does not use: functions, methods and classes of its text that nobody names."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

#: Methods that a library calls, besides those whose names begin with an underscore: a socket's, and those of
#: protocols and transports, asyncio's and Twisted's.
_CALLED_BY_OTHERS = frozenset(
    (
        "recv", "send", "sendall", "close",
        "connection_made", "data_received", "get_buffer", "buffer_updated", "eof_received",
        "connection_lost", "pause_writing", "resume_writing",
        "makeConnection", "handshakeCompleted", "dataReceived", "connectionLost", "buildProtocol",
        "loseConnection", "abortConnection", "pauseProducing", "resumeProducing", "registerProducer",
        "unregisterProducer",
    )
)  # fmt: skip

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def pruned(text: str) -> str:
    """Python source without definitions that are named nowhere else, again and again until none is left."""
    while True:
        tree = ast.parse(text)
        named = Counter(_names(tree))
        idle = next((each for name, each in _definitions(tree) if not _is_named(name, each, named)), None)
        if idle is None:
            return text
        lines = text.splitlines()
        first = idle.lineno - 1
        while not lines[first - 1].strip():  # the blank lines before it go with it
            first -= 1
        text = "\n".join([*lines[:first], *lines[idle.end_lineno :]]) + "\n"


def names_in(text: str) -> set[str]:
    """Every name that Python source names."""
    return set(_names(ast.parse(text)))


def _definitions(tree: ast.Module) -> Iterator[tuple[str, _Definition]]:
    """Those at the top, and the methods of classes there, whose names begin with a dot."""
    for each in tree.body:
        if isinstance(each, _Definition):
            yield each.name, each
        if isinstance(each, ast.ClassDef):
            yield from (
                ("." + method.name, method) for method in each.body if isinstance(method, _Definition)
            )


def _is_named(name: str, definition: _Definition, named: Counter[str]) -> bool:
    """Whether anything but itself names it; what a library may call counts as named."""
    if name.startswith("._") or name[1:] in _CALLED_BY_OTHERS:
        return True
    return named[name] > Counter(_names(definition))[name]


def _names(tree: ast.AST) -> Iterator[str]:
    """Every name in it, and with a dot before it every attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield "." + node.attr
