"""Collecting the catalogue: every scenario and requirement, read and linted before anything runs.

A scenario file is imported like any module; every `@scenario` function in it is one scenario. A fault
is a `ScenarioError` that names file and line, so that no scenario silently tests nothing.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import re
import sys
import traceback
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate as translate_glob
from functools import cache
from itertools import chain
from pathlib import Path
from types import FunctionType, ModuleType

from harness.edits import parse_check, parse_edit, parse_items
from harness.endpoint import FACTS
from harness.errors import HarnessError, ScenarioError
from harness.expectation import Anything
from harness.expression import GIVEN, names_in
from harness.names import Role, Side, Tls
from harness.options import Options
from harness.requirement import Requirement, load_requirements
from harness.scenario import (
    DRIVER_GROUPS,
    PEERS,
    SWEEPS,
    Act,
    Agree,
    Configure,
    Reconnect,
    Scenario,
    Step,
    Together,
    Wire,
)
from harness.written import read_written

_PACKAGE = "tls_harness_scenarios"
#: The folder of the catalogue that holds scenarios written by a search (`harness.written`).
REGRESSIONS = "regressions"
#: The calls only the forging peer has.
_FORGING = ("forge", "send", "alerts", "observe")
#: The calls that belong to one version.
_ONE_VERSION = {"key_update": Tls.V13, "request_certificate": Tls.V13, "renegotiate": Tls.V12}
#: The names of functions of a file, and perhaps a few more.
_DEFINED = re.compile(rb"^def (\w+)", re.MULTILINE)
_PINS = {"tls12": (Tls.V12,), "tls13": (Tls.V13,)}


@dataclass(frozen=True)
class Catalogue:
    """All scenarios by name and all requirements by id; `digest` tells two catalogues apart."""

    scenarios: dict[str, Scenario]
    requirements: dict[str, Requirement]
    digest: str

    def coverage(self) -> dict[str, list[str]]:
        """For each requirement, the names of the scenarios that prove it."""
        covered: dict[str, list[str]] = {name: [] for name in self.requirements}
        for scenario in self.scenarios.values():
            for requirement in scenario.requires:
                covered[requirement].append(scenario.name)
        return covered


def collect(folder: Path, *, linted: bool = False) -> Catalogue:
    """The catalogue in `folder`. Raises `ScenarioError` naming file and line of the first fault.

    linted: another process has looked for faults already, which takes most of the time.
    """
    if not folder.is_dir():
        raise ScenarioError(f"there is no folder of scenarios at {folder}")
    requirements = load_requirements(folder / "requirements")
    scenarios: dict[str, Scenario] = {}
    for path in sorted(folder.glob("[!_]*.py")):
        for scenario in _declared_in(_import(path)) if linted else _sound_in(path, requirements):
            scenarios[scenario.name] = scenario
    for path in sorted((folder / REGRESSIONS).glob("*.toml")):
        scenario = read_written(path).scenario(f"{REGRESSIONS}/{path.stem}", str(path))
        if not linted:
            lint(scenario, requirements)
        scenarios[scenario.name] = scenario
    return Catalogue(scenarios, requirements, digest_of(folder))


def matches(pattern: str, name: str) -> bool:
    """Whether a glob matches a whole name; only `*` and `?` are special, brackets are ordinary."""
    return _compiled(pattern).fullmatch(name) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate_glob(pattern.replace("[", "[[]")))


def _import(path: Path) -> ModuleType:
    name = f"{_PACKAGE}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
        line = frames[-1].lineno if frames else getattr(error, "lineno", 1)
        raise ScenarioError(f"{path}:{line}: {type(error).__name__}: {error}") from error
    return module


def _declared_in(module: ModuleType) -> Iterator[Scenario]:
    return (value for value in vars(module).values() if isinstance(value, Scenario))


def _sound_in(path: Path, requirements: dict[str, Requirement]) -> Iterator[Scenario]:
    """The scenarios of a file, each of them linted; there is nothing else in it by mistake."""
    module = _import(path)
    _refuse_twins(path)
    for name, value in vars(module).items():
        if isinstance(value, Scenario):
            lint(value, requirements)
            yield value
        elif isinstance(value, FunctionType) and value.__module__ == module.__name__ and name[0] != "_":
            line = value.__code__.co_firstlineno
            raise ScenarioError(f"{path}:{line}: {name} is no scenario: it lacks @scenario (or a leading _)")


def _refuse_twins(path: Path) -> None:
    """The second of two functions of one name would silently replace the first."""
    source = path.read_bytes()
    names = _DEFINED.findall(source)
    if len(set(names)) == len(names):
        return
    lines: dict[str, int] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in lines:
                raise ScenarioError(
                    f"{path}:{node.lineno}: {node.name} stands in line {lines[node.name]} too"
                )
            lines[node.name] = node.lineno


def lint(scenario: Scenario, requirements: dict[str, Requirement]) -> None:
    """Raise `ScenarioError`, with the scenario's place, for a fault that would let it test nothing."""
    for fault in _faults(scenario, requirements):
        raise ScenarioError(f"{scenario.place}: scenario {scenario.name}: {fault}")


def _faults(scenario: Scenario, requirements: dict[str, Requirement]) -> Iterator[str]:
    if not scenario.page:
        yield "it has no docstring, which is its published page"
    if not scenario.requires:
        yield "it names no requirement"
    for what in ("drivers", "roles", "tls", "peers"):
        if not getattr(scenario, what):
            yield f"its {what} are none, so it is never tried"
    yield from _strange("requirement", scenario.requires, requirements)
    yield from _strange("driver", scenario.drivers, DRIVER_GROUPS)
    yield from _strange("peer", scenario.peers, PEERS)
    yield from _strange("sweep", [scenario.sweep], SWEEPS)
    if scenario.seeds > 1 and not scenario.throws:
        yield "it has several seeds, but asks for no dice"
    for word, pinned in _PINS.items():
        if word in scenario.name and scenario.tls != pinned:
            yield f"its name says {word}, but it does not pin that version"
    for role in scenario.roles:
        yield from _step_faults(scenario, role)


def _strange(what: str, words: Iterable[str], known: Container[str]) -> Iterator[str]:
    return (f"there is no {what} {word!r}" for word in words if word not in known)


def _step_faults(scenario: Scenario, role: Role) -> Iterator[str]:
    try:
        steps: object = scenario.steps(role)  # whatever the author's function returns
    except HarnessError as error:
        yield str(error)
        return
    except Exception as error:  # noqa: BLE001 -- the author's function, whatever it raises
        yield f"{type(error).__name__} while its steps are made: {error}"
        return
    if not isinstance(steps, list):
        yield f"it does not return a list of steps, but {steps!r}"
        return
    for step in steps:
        if not isinstance(step, Step):
            yield f"it does not return a list of steps: {step!r} is none"
            return
        if isinstance(step, Together) and not all(isinstance(act, Act) for act in chain(*step.threads)):
            yield f"only acts run together, not as in: {step}"
            return
    yield from _sequence_faults(scenario, steps)
    for act in acts_in(steps):
        if act.verb == "tell" and act.args[0] not in FACTS:
            yield f"nobody can tell {act.args[0]!r}"
        if not act.expect:
            yield f"{act} expects nothing"
    yield from _object_faults(acts_in(steps))
    yield from _lie_faults(scenario, role, acts_in(steps))
    yield from _version_faults(scenario, role, acts_in(steps))


def _version_faults(scenario: Scenario, role: Role, acts: list[Act]) -> Iterator[str]:
    """What one version alone has is done in that version alone, by the role that may."""
    for act in acts:
        tls = _ONE_VERSION.get(act.verb)
        if tls is not None and scenario.tls != (tls,):
            yield f"{act}: only TLS {tls} has that"
        if act.verb == "request_certificate" and (role is Role.SERVER) is not (act.side is Side.SUBJECT):
            yield f"{act}: only a server asks for a certificate"


def _lie_faults(scenario: Scenario, role: Role, acts: list[Act]) -> Iterator[str]:
    """Every edit must be able to reach what it names, in every version the scenario applies to."""
    for act in acts:
        if act.verb not in _FORGING:
            continue
        if scenario.peers != ("tlslite",):
            yield f"{act}: only the reference peer can, so its peers are 'tlslite'"
        if scenario.sweep == "hostile":
            yield f"{act}: what arrives under hostile schedules is no test of a lie"
        for tls in scenario.tls:
            try:
                for text in act.args:
                    _check_lie(act.verb, str(text), tls, role)
            except ScenarioError as error:
                yield f"{act}: {error}"


def _check_lie(verb: str, text: str, tls: Tls, role: Role) -> None:
    if verb == "forge":
        parse_edit(text).check(tls, role.other)
    elif verb == "send":
        for item in parse_items(text):
            item.check(tls, role.other)
    elif verb == "observe":
        parse_check(text).check(tls, role)


def _object_faults(acts: list[Act]) -> Iterator[str]:
    """Every object an expression names must be there: given by a driver, or kept by an earlier act."""
    kept: set[object] = {"arguments"}
    for act in acts:
        if act.verb != "use":
            continue
        if act.side is not Side.SUBJECT:
            yield f"{act}: only the subject's objects can be used"
        for name in names_in(act.args[0]):
            if name not in kept and name not in GIVEN:
                yield f"{act}: nothing was kept as {name!r}"
        kept.add(act.args[1])


def objects_of(acts: Iterable[Act]) -> set[str]:
    """The objects that acts need from their driver."""
    uses = [act for act in acts if act.verb == "use"]
    kept = {act.args[1] for act in uses}
    return {name for act in uses for name in names_in(act.args[0]) if name not in kept} - {"arguments"}


def _sequence_faults(scenario: Scenario, steps: list[Step]) -> Iterator[str]:
    fresh = True
    for step in steps:
        if isinstance(step, Configure):
            if not fresh:
                yield f"{step}: options stand before the first call of a connection"
            step.apply(Options())
        elif isinstance(step, Reconnect):
            fresh = True
            if scenario.sweep == "hostile":
                yield "a scenario under hostile schedules has one connection"
        else:
            fresh = False
        if isinstance(step, Agree) and step.fact not in FACTS:
            yield f"nobody can tell {step.fact!r}"
    acts = acts_in(steps)
    if not acts and not any(isinstance(step, Wire | Agree) for step in steps):
        yield "it has no steps"
    agrees = any(isinstance(step, Agree) for step in steps)
    if not (agrees or scenario.by_rules) and all(
        isinstance(act.expect[0], Anything) for act in acts if act.expect
    ):
        yield "it expects nothing of anybody"


def acts_in(steps: list[Step]) -> list[Act]:
    """Every act among steps, those that run together too."""
    found: list[Act] = []
    for step in steps:
        if isinstance(step, Act):
            found.append(step)
        elif isinstance(step, Together):
            found.extend(act for thread in step.threads for act in thread)
    return found


def acts_of(scenario: Scenario) -> list[Act]:
    """Every act of a scenario, for the roles it applies to."""
    return [act for role in scenario.roles for act in acts_in(scenario.steps(role))]


def digest_of(folder: Path) -> str:
    """Over the bytes of every scenario and requirement file: the same digest, the same catalogue."""
    whole = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/*.toml")]):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
