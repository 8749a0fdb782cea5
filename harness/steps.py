"""Steps: what a scenario's function returns, as plain data, and what the executor performs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.expectation import (
    Anything,
    Ends,
    Environment,
    Expectation,
    Gives,
    Raises,
    Returns,
    Symbol,
    Waits,
)
from harness.expression import Portrait, show
from harness.names import Kind, Side, Want
from harness.options import Options


@dataclass(frozen=True)
class Act:
    """One end does one thing. `expect` holds the strict expectation, then those that are tolerated.

    verb is a call of `endpoint.CALLS` or one of the loops over them: `write_all`,
    `write_all_from_buffer`, `read_exactly`, `read_to_end`. patience: seconds of its end's time that may
    pass once nothing moves any more, for calls that end by a timeout.
    """

    side: Side
    verb: str
    args: tuple[object, ...] = ()
    expect: tuple[Expectation, ...] = (Returns(),)
    patience: float = 0

    def gives(self, value: object) -> Act:
        """It returns exactly this value (bytes, int, str, None, or a symbol such as NEGOTIATED)."""
        return replace(self, expect=(Gives(value),))

    def gives_a(self, kind: str) -> Act:
        """It returns an object whose class has this name."""
        return self.gives(Portrait(kind))

    def returns(self, *types: type, filled: bool = False) -> Act:
        """It returns something of these types; `filled` asks for a value that is not empty."""
        return replace(self, expect=(Returns(types or (object,), filled),))

    def ends(self) -> Act:
        """The stream ends cleanly: b"", or SSLZeroReturnError."""
        return replace(self, expect=(Ends(),))

    def wants(self, want: Want) -> Act:
        """It cannot finish, and says so."""
        return replace(self, expect=(Waits(want),))

    def raises(
        self,
        *kinds: Kind,
        alert: str | None = None,
        exception: str | None = None,
        errno: int | None = None,
        **says: object,
    ) -> Act:
        """It raises one of these kinds, with this alert, exact class and errno if given.

        says: library, reason, verify_code or verify_message as CPython with OpenSSL has them. Another
        stack has words of its own, so they decide the grade and never the verdict.
        """
        return replace(self, expect=(Raises(kinds, alert, exception, errno, tuple(sorted(says.items()))),))

    def keeps(self, name: str) -> Act:
        """What it returns is an object from now on, called `name`; the outcome shows its class."""
        return replace(self, args=(self.args[0], name))

    def after(self, seconds: float) -> Act:
        """Once nothing moves any more, this much time passes before it counts as waiting for ever."""
        return replace(self, patience=seconds)

    def or_gives(self, value: object) -> Act:
        """Tolerated besides: it returns this value."""
        return replace(self, expect=(*self.expect, Gives(value)))

    def or_ends(self) -> Act:
        """Tolerated besides: the stream ends cleanly."""
        return replace(self, expect=(*self.expect, Ends()))

    def or_wants(self, want: Want) -> Act:
        """Tolerated besides: it waits for this."""
        return replace(self, expect=(*self.expect, Waits(want)))

    def or_raises(self, *kinds: Kind, alert: str | None = None, exception: str | None = None) -> Act:
        """Tolerated besides: it raises this."""
        return replace(self, expect=(*self.expect, Raises(kinds, alert, exception)))

    def anything(self) -> Act:
        """Whatever comes is left to the rules."""
        return replace(self, expect=(Anything(),))

    def resolve(self, environment: Environment) -> Act:
        """The same, with symbols made concrete for one setting."""
        if not any(isinstance(each, Gives) and isinstance(each.value, Symbol) for each in self.expect):
            return self
        expect = tuple(e.resolve(environment) if isinstance(e, Gives) else e for e in self.expect)
        return replace(self, expect=expect)

    def __str__(self) -> str:
        expected = " or, tolerated, ".join(map(str, self.expect))
        late = f" within {self.patience:g} s" if self.patience else ""
        if self.verb == "use":
            kept = f"{self.args[1]} = " if self.args[1] else ""
            return f"{self.side}: {kept}{show(self.args[0])} {expected}{late}"
        if self.verb in _TOLD:
            return _TOLD[self.verb](self)
        shown = ", ".join(str(Gives(arg))[6:] for arg in self.args)
        return f"{self.side} {self.verb}({shown}) {expected}{late}"


@dataclass(frozen=True)
class Together:
    """Lists of acts that run at the same time, each list in order."""

    threads: tuple[tuple[Act, ...], ...]

    def __str__(self) -> str:
        return " | ".join("; ".join(map(str, thread)) for thread in self.threads)


@dataclass(frozen=True)
class Configure:
    """Options of one end, for the connections made from here on."""

    side: Side
    changes: tuple[tuple[str, object], ...]

    def apply(self, options: Options) -> Options:
        """The options with the changes made."""
        return replace(options, **dict(self.changes))  # type: ignore[arg-type]  # names checked by Actor

    def __str__(self) -> str:
        return f"{self.side} has " + ", ".join(f"{name}={value!r}" for name, value in self.changes)


@dataclass(frozen=True)
class Wire:
    """Done to the wire at one end: `cut`, `cut silently`, `reset`, `raw`, `stop taking`, `take again`."""

    side: Side
    what: str
    data: bytes = b""

    def __str__(self) -> str:
        return f"{self.side}: {self.what}{' ' + str(Gives(self.data))[6:] if self.data else ''}"


@dataclass(frozen=True)
class Agree:
    """Both ends tell the same value of a fact, and it is not None."""

    fact: str

    def __str__(self) -> str:
        return f"both ends tell the same {self.fact}"


@dataclass(frozen=True)
class Reconnect:
    """The connection is dropped and a new one made with the same options, resuming the session or not."""

    resume: bool

    def __str__(self) -> str:
        return "a new connection" + (", offering the session of the last" if self.resume else "")


def _told_of_alerts(act: Act) -> str:
    """What the subject is to send, in words; the alerts stand in the expectations."""
    wanted = [each.value for each in act.expect if isinstance(each, Gives)]
    names = [
        " and ".join(map(str, alerts)) if isinstance(alerts, tuple) else str(alerts) for alerts in wanted
    ]
    return "the subject alerts " + " or, tolerated, ".join(name or "nothing" for name in names)


#: Acts of the forging peer that read better than as calls.
_TOLD: dict[str, Callable[[Act], str]] = {
    "forge": lambda act: "the peer forges: " + "; ".join(map(str, act.args)),
    "send": lambda act: f"the peer injects: {act.args[0]}",
    "alerts": _told_of_alerts,
    "observe": lambda act: f"the subject sends: {act.args[0]}",
}

Step = Act | Together | Configure | Wire | Agree | Reconnect
