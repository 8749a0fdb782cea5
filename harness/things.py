"""The words for objects: any object of the implementation, its methods and its attributes.

    bio = subject.thing("bio")
    return [
        subject.ssl.calls("MemoryBIO").keeps("bio"),
        bio.calls("write", py("array.array", "I", (1, 2))).gives(8),
        bio.has("pending").gives(8),
        bio.calls("write", "text").raises(MISUSE, exception="TypeError"),
        subject.does(caught(bio.calls("write", None))).keeps("error"),
    ]

An act on an object may stand as an argument of another: its value is used. Nothing here touches an
object; the driver does (`harness.drivers.things`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.errors import ScenarioError
from harness.expectation import Gives
from harness.expression import (
    EXPRESSIONS,
    Assigned,
    Attribute,
    Callback,
    Called,
    Caught,
    Compared,
    Expression,
    File,
    Name,
    Python,
)
from harness.names import Side
from harness.steps import Act


@dataclass(frozen=True)
class Thing:
    """One object of one end, by name; every verb returns an act."""

    side: Side
    name: str

    def calls(self, method: str, *args: object, **kwargs: object) -> Act:
        """One of its methods; the act gives what it returns. Dots lead on, as in `has`."""
        return self._use(_call(self._reach(method), args, kwargs))

    def has(self, attribute: str) -> Act:
        """One of its attributes; the act gives its value. Dots lead on: `has("context.options")`."""
        return self._use(self._reach(attribute))

    def sets(self, attribute: str, value: object) -> Act:
        """One of its attributes is set; the act gives None. Dots lead on, as in `has`."""
        owner, _, name = attribute.rpartition(".")
        of = self._reach(owner) if owner else Name(self.name)
        return self._use(Assigned(of, name, _argument(value)))

    def equals(self, value: object) -> Act:
        """Whether it equals `value`; the act gives True, or else a sentence with both."""
        return replace(self._use(Compared(Name(self.name), _argument(value))), expect=(Gives(value=True),))

    def called(self, *args: object, **kwargs: object) -> Act:
        """The object itself is called."""
        return self._use(_call(Name(self.name), args, kwargs))

    def _reach(self, path: str) -> Expression:
        reached: Expression = Name(self.name)
        for name in path.split("."):
            reached = Attribute(reached, name)
        return reached

    def _use(self, expression: Expression) -> Act:
        return Act(self.side, "use", (expression, None))


def py(dotted: str, *args: object, **kwargs: object) -> Called:
    """A call of a builtin or of the standard library, such as `py("array.array", "I", (1, 2))`."""
    return _call(Python(dotted), args, kwargs)


def constant(dotted: str) -> Python:
    """A builtin or a name of the standard library that is not called: `constant("socket.AF_INET")`."""
    return Python(dotted)


def caught(what: object) -> Caught:
    """The exception an expression raises, as an object; None when it raises none."""
    return Caught(expression_of(what))


def same(one: object, other: object) -> Compared:
    """True when two values are equal, else a sentence with both."""
    return Compared(expression_of(one), _argument(other))


def callback(returns: object = None, raises: str | None = None, does: Sequence[object] = ()) -> Callback:
    """A function for the implementation to call; kept, its attribute `calls` lists the arguments so far.

    It does `does`, in which `arguments` names the tuple of its arguments, then raises the builtin
    exception `raises`, or returns `returns`.
    """
    return Callback(_argument(returns), raises, tuple(expression_of(each) for each in does))


def chain_file(name: str) -> File:
    """The path of a certificate chain in PEM, by the certificate's name (`harness.options.CERTIFICATES`)."""
    return File("chain", name)


def key_file(name: str) -> File:
    """The path of a private key in PEM, by the certificate's name."""
    return File("key", name)


def trust_file(name: str) -> File:
    """The path of trust anchors in PEM, by name (`harness.options.TRUST`)."""
    return File("trust", name)


def expression_of(value: object) -> Expression:
    """The expression an act on an object, or an object, stands for."""
    if isinstance(value, Act) and value.verb == "use":
        value = value.args[0]
    if isinstance(value, Thing):
        return Name(value.name)
    if not isinstance(value, EXPRESSIONS):
        raise ScenarioError(f"{value} is no expression: name an object, or call something by py()")
    return value


def _call(function: Expression, args: Sequence[object], kwargs: dict[str, object]) -> Called:
    named = tuple((name, _argument(value)) for name, value in kwargs.items())
    return Called(function, tuple(map(_argument, args)), named)


def _argument(value: object) -> object:
    if isinstance(value, tuple | list):
        return type(value)(map(_argument, value))
    return expression_of(value) if isinstance(value, (Act, Thing, *EXPRESSIONS)) else value
