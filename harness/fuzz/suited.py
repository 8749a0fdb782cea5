"""Which driver a target uses for an implementation: the same question for bytes and for scenarios."""

from __future__ import annotations

from contextlib import suppress

from harness.drivers import registry
from harness.drivers.driver import Driver
from harness.endpoint import Call, EndpointRaised
from harness.errors import Unsupported
from harness.fuzz.guides import ALONE
from harness.fuzz.target import Target, Trial
from harness.names import ROLES, Tls
from harness.options import Options
from harness.scenario import DRIVER_GROUPS
from harness.setup import Setup

_HANDSHAKE, _NO_TLS = Call("handshake"), b"\xff" * 64


def driver_for(trial: Trial, word: str) -> Driver:
    """The driver a trial asks for, else the first that suits, of a group or the one called so.

    It is found once for each word. Raises `Unsupported` naming what the implementation lacks for it, or
    for the first of them.
    """
    suiting = trial.kept.setdefault("drivers", {})
    if word not in suiting:
        names = (trial.driver,) if trial.driver else DRIVER_GROUPS.get(word, (word,))
        group = [registry.driver(name) for name in names]
        suits = (driver for driver in group if not driver.missing(trial.implementation))
        suiting[word] = next(suits, None) or ", ".join(group[0].missing(trial.implementation))
    found = suiting[word]
    if isinstance(found, Driver):
        return found
    needs = f", which driver {trial.driver} needs" if trial.driver else ""
    raise Unsupported(f"{trial.implementation.name} has no {found}{needs}")


def need_fit(target: Target, trial: Trial) -> None:
    """Raise `Unsupported` where the driver that a trial asks for is not for this target or implementation."""
    if not trial.driver:
        return
    fitting = [name for word in target.faces for name in DRIVER_GROUPS.get(word, (word,))]
    if target.name in ALONE:
        raise Unsupported(f"target {target.name} meets no implementation, and so no driver {trial.driver}")
    if fitting and trial.driver not in fitting:
        raise Unsupported(f"target {target.name} is for {', '.join(fitting)}, not for driver {trial.driver}")
    if "handshake" not in registry.driver(trial.driver).calls:
        raise Unsupported(f"driver {trial.driver} makes no connections")
    driver, reasons = driver_for(trial, trial.driver), list[str]()
    for role in ROLES:
        for tls in Tls:
            setup = Setup(role, tls, Options(), trial.pki)
            try:
                _connect(driver, setup, trial, fails=target.revisits)
            except Unsupported as why:
                reasons.append(str(why))
            else:
                return
    raise Unsupported(f"target {target.name} cannot go through driver {driver.name}: {reasons[0]}")


def _connect(driver: Driver, setup: Setup, trial: Trial, *, fails: bool) -> None:
    """Connect, if it `fails` with bytes that are no TLS, and call it again. Raises `Unsupported`."""
    with suppress(EndpointRaised):  # that is for the target to say
        endpoint = driver.connect(trial.implementation, setup, trial.contexts)
        try:
            if fails:
                endpoint.attempt(_HANDSHAKE)
                endpoint.feed(_NO_TLS)
                endpoint.attempt(_HANDSHAKE)
                endpoint.attempt(_HANDSHAKE)
        finally:
            endpoint.close()
