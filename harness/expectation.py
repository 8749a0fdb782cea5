"""What must be seen of a call: small frozen values that an outcome meets or does not.

They are checked by the executor (to know when to go on) and by the oracle (to judge), and printed in
the scenario's page, so each says in words what it asks.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass, replace
from typing import Protocol

from harness.endpoint import Done, Outcome, Raised, Wants
from harness.names import Kind, Want

#: Classes that Python's documents tell apart: its own, and those of library/ssl, "Exceptions".
_DOCUMENTED = frozenset(
    (
        *(name for name, each in vars(builtins).items() if isinstance(each, type)),
        "SSLError", "SSLZeroReturnError", "SSLWantReadError", "SSLWantWriteError",
        "SSLSyscallError", "SSLEOFError", "SSLCertVerificationError",
    )
)  # fmt: skip


class Environment(Protocol):
    """What a symbolic value is resolved against: the cell's setting."""

    @property
    def version(self) -> str:
        """The version both ends speak, as `version()` spells it."""

    def certificate(self, name: str) -> bytes:
        """DER of the certificate called `name`."""


@dataclass(frozen=True)
class Symbol:
    """A value only the setting knows: the version spoken, or a certificate by name."""

    what: str
    name: str = ""

    def resolve(self, environment: Environment) -> object:
        """The concrete value in this setting."""
        return environment.version if self.what == "version" else environment.certificate(self.name)

    def __str__(self) -> str:
        return "the version spoken" if self.what == "version" else f"the certificate {self.name!r}"


@dataclass(frozen=True)
class Gives:
    """The call returns this value; its type counts, so that b"" is not None and 0 is not False.

    A class derived from that of bytes, texts or numbers is as good: what is one is promised, and no more.
    """

    value: object

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the outcome is this one."""
        return (
            isinstance(outcome, Done)
            and (type(outcome.value) is type(self.value) or _derives(outcome.value, self.value))
            and outcome.value == self.value
        )

    def resolve(self, environment: Environment) -> Gives:
        """The same, with symbols made concrete."""
        if isinstance(self.value, Symbol):
            return replace(self, value=self.value.resolve(environment))
        return self

    def __str__(self) -> str:
        if isinstance(self.value, Symbol):
            return f"gives {self.value}"
        return f"gives {Done(self.value)}"


def _derives(value: object, wanted: object) -> bool:
    """Whether the class of a value is derived from that of plain data, and is no other of that."""
    return type(wanted) in (bytes, str, int) and isinstance(value, type(wanted)) and type(value) is not bool


@dataclass(frozen=True)
class Returns:
    """The call returns, and the value is an instance of one of these types, not empty if so asked."""

    types: tuple[type, ...] = (object,)
    filled: bool = False

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the outcome is such a return."""
        if not isinstance(outcome, Done) or not isinstance(outcome.value, self.types):
            return False
        return bool(outcome.value) or not self.filled

    def __str__(self) -> str:
        kinds = " or ".join(kind.__name__ for kind in self.types)
        return "returns" if self.types == (object,) else f"returns {'a filled ' * self.filled}{kinds}"


@dataclass(frozen=True)
class Ends:
    """The stream ends cleanly: b"" (0 in buffer mode) or the exception that says so."""

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the outcome is a clean end."""
        if isinstance(outcome, Raised):
            return outcome.kind is Kind.CLEAN_CLOSE
        return isinstance(outcome, Done) and outcome.value in (b"", (0, b""))

    def __str__(self) -> str:
        return "ends cleanly"


@dataclass(frozen=True)
class Waits:
    """The call cannot finish, and says what it waits for; nothing else moves any more."""

    want: Want

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the outcome waits for just that."""
        return isinstance(outcome, Wants) and outcome.want is self.want

    def __str__(self) -> str:
        return f"wants {self.want}"


@dataclass(frozen=True)
class Raises:
    """The call raises an exception of one of these kinds.

    alert: the alert the stack must name; exception: the class's name, of which an implementation may have
    subclasses that no document names; errno: its number. says:
    attributes with the words of CPython and OpenSSL (reason, library, verify_code, verify_message),
    which other stacks need not share: they count for the grade alone.
    """

    kinds: tuple[Kind, ...]
    alert: str | None = None
    exception: str | None = None
    errno: int | None = None
    says: tuple[tuple[str, object], ...] = ()

    def met_by(self, outcome: Outcome) -> bool:
        """Whether the outcome is such an exception, whatever it says."""
        return (
            isinstance(outcome, Raised)
            and outcome.kind in self.kinds
            and self.alert in (None, outcome.alert)
            and (self.exception is None or _is_named(outcome, self.exception))
            and self.errno in (None, outcome.errno)
        )

    def echoed_by(self, outcome: Outcome) -> bool:
        """Whether an outcome that meets this says it in the same words."""
        return all(getattr(outcome, name) == value for name, value in self.says)

    def __str__(self) -> str:
        told = " or ".join(map(str, self.kinds))
        told += f" with alert {self.alert}" if self.alert else ""
        told += f" as exactly {self.exception}" if self.exception else ""
        told += f" with errno {self.errno}" if self.errno is not None else ""
        return f"raises {told}" + "".join(f" ({name} {value!r})" for name, value in self.says)


def _is_named(raised: Raised, name: str) -> bool:
    """Whether that is the exception, or the first documented one that its class derives from."""
    if raised.exception == name:
        return True
    own = raised.mro[: raised.mro.index(name)] if name in raised.mro else (name,)
    return _DOCUMENTED.isdisjoint(own) and name not in own


@dataclass(frozen=True)
class Anything:
    """Whatever happens is for the rules to judge."""

    def met_by(self, outcome: Outcome) -> bool:
        """Always."""
        return isinstance(outcome, (Done, Wants, Raised))

    def __str__(self) -> str:
        return "may do anything the rules allow"


Expectation = Gives | Returns | Ends | Waits | Raises | Anything
