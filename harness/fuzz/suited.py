"""Which driver a target uses for an implementation: the same question for bytes and for scenarios."""

from __future__ import annotations

from harness.drivers import registry
from harness.drivers.driver import Driver
from harness.errors import Unsupported
from harness.fuzz.target import Trial
from harness.scenario import DRIVER_GROUPS


def driver_for(trial: Trial, word: str) -> Driver:
    """The first driver that suits, of a group or the one called so; found once for each word.

    Raises `Unsupported` naming what the implementation lacks for the first of them.
    """
    suiting = trial.kept.setdefault("drivers", {})
    if word not in suiting:
        group = [registry.driver(name) for name in DRIVER_GROUPS.get(word, (word,))]
        suits = (driver for driver in group if not driver.missing(trial.implementation))
        suiting[word] = next(suits, None) or ", ".join(group[0].missing(trial.implementation))
    found = suiting[word]
    if isinstance(found, Driver):
        return found
    raise Unsupported(f"{trial.implementation.name} has no {found}")
