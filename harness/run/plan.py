"""What to try: the matrix of a scenario, and the schedules its undisturbed run leads to.

The plan is a pure function of the catalogue, the request and, for sweeps, the layout of the
undisturbed run; the seed decides every sample.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harness.collection import Catalogue, acts_of, matches, objects_of
from harness.drivers import registry
from harness.errors import UsageError
from harness.expectation import Raises
from harness.names import Profile, Role, Tls
from harness.run.cell import Cell
from harness.run.shard import Shard
from harness.scenario import DRIVER_GROUPS, Act, Scenario
from harness.schedule import Schedule, parse
from harness.schedule.actions import Every
from harness.schedule.families import Layout, sweep
from harness.steps import Reconnect
from harness.written import Written

#: Drivers that differ from a sibling only in how plaintext is handed over: quick leaves their sweeps to it.
_LIKE_ANOTHER = ("asyncio-buffered",)

#: Drivers to which every delivery is dear: in how many pieces a cell is cut for them at the most.
_MOST_PIECES = {"program": 1500}
#: For how many cells one of theirs counts in a batch.
_WEIGHTS = {"program": 8}

# The loops of the language, and the call each one makes.
_CALL_OF = {
    "write_all": "write",
    "write_all_from_buffer": "write_from_buffer",
    "read_exactly": "read",
    "read_to_end": "read",
}


@dataclass(frozen=True)
class Request:
    """What a user asked for. An empty tuple means everything; `scenarios` are globs.

    schedule: tried instead of the sweeps when given. layers: implementations that are tried under a driver of
    a layer besides, which nobody gets who does not ask for it. shard: only the settings that are there.
    """

    implementations: tuple[str, ...] = ("stdlib",)
    drivers: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    tls: tuple[Tls, ...] = ()
    peers: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    schedule: Schedule | None = None
    profile: Profile = Profile.STANDARD
    seed: int = 0
    layers: tuple[tuple[str, str], ...] = ()
    shard: Shard | None = None

    def narrowed(self) -> dict[str, object]:
        """What it was narrowed to, for the results: what two runs of one plan have in common."""
        names = ("implementations", "layers", "drivers", "roles", "tls", "peers", "scenarios")
        told: dict[str, object] = {name: json.loads(json.dumps(getattr(self, name))) for name in names}
        return {**told, "schedule": None if self.schedule is None else str(self.schedule)}


def chosen(catalogue: Catalogue, request: Request) -> list[Scenario]:
    """The scenarios the request's globs name. Raises `UsageError` for a glob that names none."""
    for pattern in request.scenarios:
        if not any(matches(pattern, name) for name in catalogue.scenarios):
            raise UsageError(f"no scenario is called {pattern!r}; `tls-harness list scenarios` shows them")
    return [
        scenario
        for name, scenario in sorted(catalogue.scenarios.items())
        if not request.scenarios or any(matches(pattern, name) for pattern in request.scenarios)
    ]


def straight_cells(catalogue: Catalogue, request: Request) -> Iterator[Cell]:
    """The undisturbed cells of the request, in the order of their names within each implementation."""
    cells = _all_straight(catalogue, request)
    return cells if request.shard is None else filter(request.shard.has, cells)


def _all_straight(catalogue: Catalogue, request: Request) -> Iterator[Cell]:
    for implementation in request.implementations:
        for scenario in chosen(catalogue, request):
            yield from _matrix(scenario, implementation, request)
    for implementation, driver in request.layers:
        for scenario in chosen(catalogue, request):
            yield from _matrix(scenario, implementation, replace(request, drivers=(driver,)))


def written_cells(written: Written, file: str, request: Request) -> Iterator[Cell]:
    """The cells of a scenario in a file of its own, under its schedule and seed.

    Neither scenarios nor seed of the request have a say; a layer is asked for where the file names nothing
    else. Raises `ScenarioError`.
    """
    scenario = written.scenario(file, file)
    names = drivers_of(scenario)
    if not request.drivers and registry.ON_REQUEST.issuperset(names):
        request = replace(request, drivers=tuple(names))
    for implementation in request.implementations:
        for cell in _matrix(scenario, implementation, request):
            yield replace(cell, schedule=str(parse(written.schedule)), seed=written.seed)


def swept_cells(cell: Cell, scenario: Scenario, layout: Layout, request: Request) -> Iterator[Cell]:
    """The cells that a passing undisturbed `cell` leads to."""
    if request.schedule is not None:
        yield from [cell.under(request.schedule)] if request.schedule.actions else []
        return
    yield from (replace(cell, schedule=schedule) for schedule in scenario.schedules)
    if request.profile is Profile.QUICK and cell.driver in _LIKE_ANOTHER:
        return
    # The implementation is left out of the sampling seed: two of them are tried under the same schedules.
    seed = f"{request.seed} {cell.scenario} {cell.driver} {cell.role} {cell.tls} {cell.peer}"
    most = _MOST_PIECES[cell.driver] // _connections(scenario, cell) if cell.driver in _MOST_PIECES else None
    for schedule in sweep(scenario.sweep, layout, cell.role.other, request.profile, seed):
        if most is None or _pieces(schedule, layout) <= most:
            yield cell.under(schedule)


def weight(cell: Cell) -> int:
    """For how many ordinary cells it counts in a batch, which is to be over long before a watchdog bites."""
    return _WEIGHTS.get(cell.driver, 1)


def _pieces(schedule: Schedule, layout: Layout) -> int:
    """About how many deliveries a schedule makes of a connection that is cut throughout."""
    total = sum(map(sum, layout.values()))
    return max((total // each.size for each in schedule.actions if isinstance(each, Every)), default=0)


def _connections(scenario: Scenario, cell: Cell) -> int:
    """How many connections a scenario makes, if nothing stops it."""
    return 1 + sum(isinstance(step, Reconnect) for step in scenario.steps(cell.role, cell.seed))


def drivers_of(scenario: Scenario) -> list[str]:
    """The drivers a scenario applies to: those it names that have every call and object it uses."""
    acts = [act for act in acts_of(scenario) if act.side == "subject"]
    calls = {_CALL_OF.get(act.verb, act.verb) for act in acts}
    named = [name for word in scenario.drivers for name in DRIVER_GROUPS[word]]
    objects = objects_of(acts)
    # A scenario for such drivers alone names their exceptions, and no others.
    foreign = any(not registry.OWN_ERRORS.issuperset(DRIVER_GROUPS[word]) for word in scenario.drivers)
    # Likewise their objects.
    strange = any(not registry.OWN_OBJECTS.issuperset(DRIVER_GROUPS[word]) for word in scenario.drivers)
    return [
        name
        for name in dict.fromkeys(named)
        if calls <= registry.driver(name).calls
        and objects <= registry.driver(name).things
        and not (name in registry.PLAIN_ERRORS and _name_errors(acts, "alert exception errno"))
        and not (foreign and name in registry.OWN_ERRORS and _name_errors(acts, "exception errno"))
        and not (strange and name in registry.OWN_OBJECTS and "use" in calls)
    ]


def _faces(scenario: Scenario, implementation: str, request: Request) -> list[str]:
    """The drivers a scenario is tried with: all it applies to, or where any will do the first that suits."""
    names = drivers_of(scenario)
    if scenario.drivers != ("any",):
        return names
    wanted = [name for name in names if not request.drivers or name in request.drivers]
    fitting = [name for name in wanted if registry.suits(name, implementation)]
    return (fitting or wanted)[:1]


def _name_errors(acts: list[Act], what: str) -> bool:
    """Whether there is one among these that must raise, and `what` of the exception is named."""
    return any(
        all(
            isinstance(each, Raises) and any(getattr(each, name) for name in what.split())
            for each in act.expect
        )
        for act in acts
    )


def _matrix(scenario: Scenario, implementation: str, request: Request) -> Iterator[Cell]:
    peers = [peer for peer in scenario.peers if not request.peers or peer in request.peers]
    if not peers:
        return
    for name in _faces(scenario, implementation, request):
        if request.drivers and name not in request.drivers:
            continue
        if not request.drivers and (name in registry.ON_REQUEST or not registry.suits(name, implementation)):
            continue  # of another shape, say; whoever asks for the driver by name is told
        for role in scenario.roles:
            for tls in scenario.tls:
                if (request.roles and role not in request.roles) or (request.tls and tls not in request.tls):
                    continue
                for seed in range(request.seed, request.seed + _seeds(scenario, request.profile)):
                    yield Cell(scenario.name, implementation, name, role, tls, peers[0], seed=seed)


def _seeds(scenario: Scenario, profile: Profile) -> int:
    """How many seeds a profile tries a scenario with."""
    if not scenario.throws:
        return 1
    seeds = scenario.seeds
    return {Profile.QUICK: min(2, seeds), Profile.STANDARD: seeds, Profile.EXHAUSTIVE: 10 * seeds}[profile]
