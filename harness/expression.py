"""Expressions: what a scenario does to any object of the implementation, as plain values.

The verbs of `harness.endpoint` are what every face of TLS has. The API contract is about more: MemoryBIO,
SSLContext, sessions, exceptions, the methods a socket has besides. An expression names an object, an
attribute, a call; it is data, so it travels to the interpreter the subject lives in, is shown in the
transcript, and can be printed as the Python it means. `harness.drivers.things` evaluates it there.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Tuple, Union

#: Objects a driver offers without anybody having kept them; which ones, its `Driver.things` says.
#:   ssl          the implementation's module
#:   context      the SSLContext of the connection, as the options have it
#:   connection   the SSLObject, the SSLSocket, asyncio's TLS transport or pyOpenSSL's Connection
#:   incoming, outgoing              the MemoryBIOs under an SSLObject
#:   loop, protocol, ssl_object, wire  asyncio: the loop, the application's protocol, the SSLObject, the
#:                                   transport under TLS
#:   reader, writer                  asyncio's streams
#:   layer                           trio and its like: the module that holds the layer over ssl
#:   listener                        trio: the SSLListener that the stream comes of
#:   tasks                           trio and its like: the way to what an application does at the same time
#:   tls, tls_context, buffer        PEP 543 and PEP 748: the module, the context, the TLS buffer
GIVEN = (
    "ssl", "context", "connection", "incoming", "outgoing", "loop", "protocol", "ssl_object", "wire",
    "reader", "writer", "tls", "tls_context", "buffer", "layer", "listener", "tasks",
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """An object by name: one of GIVEN, or one that was kept."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Python:
    """A builtin or something of the standard library by its dotted name, such as "array.array"."""

    dotted: str

    def __str__(self) -> str:
        return self.dotted


@dataclass(frozen=True)
class File:
    """The path of a file of the trial's keys: kind is "chain", "key" or "trust"."""

    kind: str
    name: str

    def __str__(self) -> str:
        return "{}_file({!r})".format(self.kind, self.name)


@dataclass(frozen=True)
class Attribute:
    """An attribute of an object."""

    of: Expression
    name: str

    def __str__(self) -> str:
        return "{}.{}".format(self.of, self.name)


@dataclass(frozen=True)
class Called:
    """A call; arguments are plain values or expressions."""

    function: Expression
    args: Tuple[object, ...] = ()
    kwargs: Tuple[Tuple[str, object], ...] = ()

    def __str__(self) -> str:
        named = ["{}={}".format(name, show(value)) for name, value in self.kwargs]
        return "{}({})".format(self.function, ", ".join([*map(show, self.args), *named]))


@dataclass(frozen=True)
class Assigned:
    """An attribute that is set; its value is None."""

    of: Expression
    name: str
    value: object

    def __str__(self) -> str:
        return "{}.{} = {}".format(self.of, self.name, show(self.value))


@dataclass(frozen=True)
class Caught:
    """The exception an expression raises, as an object; None when it raises none."""

    expression: Expression

    def __str__(self) -> str:
        return "caught({})".format(self.expression)


@dataclass(frozen=True)
class Compared:
    """True when two values are equal, else a sentence with both."""

    one: Expression
    other: object

    def __str__(self) -> str:
        return "{} == {}".format(self.one, show(self.other))


@dataclass(frozen=True)
class Callback:
    """A function to hand in. It notes each call, then does, raises or returns what it is told to.

    `does` is evaluated in the call, its names include `arguments`, the tuple of the call's own.
    `raises` names a builtin exception. The notes are the function's attribute `calls`: a list of tuples.
    """

    returns: object = None
    raises: Optional[str] = None
    does: Tuple[Expression, ...] = ()

    def __str__(self) -> str:
        told = ["does {}".format(each) for each in self.does]
        told.append("raises " + self.raises if self.raises else "returns {}".format(show(self.returns)))
        return "callback({})".format("; ".join(told))


Expression = Union[Name, Python, File, Attribute, Called, Assigned, Caught, Compared, Callback]
EXPRESSIONS = (Name, Python, File, Attribute, Called, Assigned, Caught, Compared, Callback)


@dataclass(frozen=True)
class Portrait:
    """What stands in an outcome for a value that is no plain data: the name of its class, and its text."""

    kind: str
    text: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Portrait) and self.kind == other.kind

    def __hash__(self) -> int:
        return hash(self.kind)

    def __repr__(self) -> str:
        return "<{}{}>".format(self.kind, " " + self.text if self.text else "")


def show(value: object, limit: int = 24) -> str:
    """An argument as a reader wants to see it: long byte strings show their head and length."""
    if isinstance(value, EXPRESSIONS):
        return str(value)
    if isinstance(value, (bytes, bytearray)) and len(value) > limit:
        return "{!r}...[{} bytes]".format(bytes(value[:limit]), len(value))
    if isinstance(value, (tuple, list)) and any(isinstance(each, EXPRESSIONS) for each in value):
        return ("[{}]" if isinstance(value, list) else "({})").format(", ".join(map(show, value)))
    return repr(value)


def parts(value: object) -> Iterator[Expression]:
    """The expression and every expression in it; nothing for a plain value."""
    if isinstance(value, (tuple, list)):
        for each in value:
            yield from parts(each)
    if not isinstance(value, EXPRESSIONS):
        return
    yield value
    inside: Tuple[object, ...] = ()
    if isinstance(value, Attribute):
        inside = (value.of,)
    elif isinstance(value, Called):
        inside = (value.function, *value.args, *(each for _, each in value.kwargs))
    elif isinstance(value, Assigned):
        inside = (value.of, value.value)
    elif isinstance(value, Caught):
        inside = (value.expression,)
    elif isinstance(value, Compared):
        inside = (value.one, value.other)
    elif isinstance(value, Callback):
        inside = (value.returns, *value.does)
    for each in inside:
        yield from parts(each)


def names_in(value: object) -> Iterator[str]:
    """Every object an expression names."""
    return (each.name for each in parts(value) if isinstance(each, Name))


#: Objects whose methods move no bytes of a connection.
_STILL = frozenset({"ssl", "context", "tls", "tls_context", "arguments"})


def handles(value: object) -> bool:
    """Whether an expression calls a method that may move bytes of a connection behind the harness's back."""
    return any(
        isinstance(each, Called)
        and isinstance(each.function, Attribute)
        and not _STILL.issuperset(names_in(each.function))
        for each in parts(value)
    )
