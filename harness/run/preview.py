"""What a scenario's steps tell of themselves before they are acted out."""

from __future__ import annotations

from harness.collection import acts_in
from harness.expression import names_in
from harness.scenario import Configure, Reconnect, Step

#: Objects from which every context can be reached.
_AWAY = frozenset(("ssl", "tls", "layer"))


def needs_own_contexts(steps: list[Step]) -> bool:
    """Whether a scenario leaves traces in its contexts that another one might meet."""
    return any(
        (isinstance(step, Reconnect) and step.resume)
        or (isinstance(step, Configure) and ("notes_name", True) in step.changes)
        for step in steps
    ) or any(act.verb == "use" and _reaches_contexts(act.args[0]) for act in acts_in(steps))


def _reaches_contexts(expression: object) -> bool:
    """Whether what is evaluated may come to a context, by name or through what has one, or to a session."""
    told = str(expression)
    return "context" in told or "session" in told or not _AWAY.isdisjoint(names_in(expression))


def behind(steps: list[Step], reached: int) -> list[Step]:
    """The steps from the next connection on that owes nothing to those before; the options stay."""
    for at in range(reached, len(steps)):
        step = steps[at]
        if isinstance(step, Reconnect) and not step.resume:
            return [step for step in steps[:at] if isinstance(step, Configure)] + steps[at + 1 :]
    return []
