"""What a rule is, and the book they are all entered in.

A rule looks at one connection and yields what broke it; it never learns the implementation's name. To
add one, write a function in a module that `harness.rules` imports, and put `@rule` before it: its
docstring is its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.endpoint import Outcome
from harness.ledger import Ledger
from harness.names import Role
from harness.transcript import Attempted, Misbehaved, Transcript


@dataclass(frozen=True)
class Broken:
    """One violation: what is wrong, in one sentence; where; and the outcome that shows it."""

    rule: str
    requirement: str
    told: str
    state: str
    outcome: Outcome | None = None
    tick: int = 0

    @property
    def is_said(self) -> bool:
        """Whether it is in what the subject has sent, and not in what a call of its came to."""
        return self.outcome is None


#: What is wrong, in one sentence, and the event that shows it (None when it is the whole conversation).
Found = Iterator[tuple[str, Attempted | Misbehaved | None]]
Check = Callable[[Ledger, Transcript], Found]


@dataclass(frozen=True)
class Rule:
    """A named invariant, the requirement it stands for, its check, and the subject's role it is for."""

    name: str
    requirement: str
    page: str
    check: Check
    role: Role | None = None

    def broken(self, ledger: Ledger, told: str, event: Attempted | Misbehaved | None) -> Broken:
        """The violation that a check has found in a connection."""
        if event is None:
            return Broken(self.name, self.requirement, told, "any")
        state = ledger.state_at(event)
        return Broken(self.name, self.requirement, told, state, event.outcome, event.tick)


RULES: list[Rule] = []


def rule(requirement: str, *, role: Role | None = None) -> Callable[[Check], Check]:
    """Register a check as a rule that stands for `requirement`; `role`: only where the subject plays it."""

    def register(check: Check) -> Check:
        RULES.append(Rule(check.__name__.replace("_", "-"), requirement, check.__doc__ or "", check, role))
        return check

    return register
