"""What a stack can do, found out by trying: versions, roles, features, groups, and whether its word is good.

A stack is an implementation, or one under a layer that is a driver of its own (`stdlib+trio`). Each feature
is a short conversation with the reference peer, run in worker processes as any cell. "Unsupported" is
believed only of a driver that says so of something that does not exist, and of some things only: one that
takes what nobody ever heard of, or supports nothing at all, is told of.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.drivers import registry
from harness.errors import UsageError
from harness.events import CellResult
from harness.implementation import load
from harness.names import Role, Tls, Verdict
from harness.pki import mint
from harness.run.cell import Cell
from harness.run.executor import Batches
from harness.run.isolate import WATCHDOG, Isolation
from harness.scenario import DRIVER_GROUPS
from harness.written import Written

#: What stands between an implementation and the layer it is tried under.
UNDER = "+"
#: The groups that are asked for, by RFC 8446's names.
GROUPS = ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448", "ffdhe2048")
_SHAKES = "handshake(subject, peer)"
_SHAKE = "shakes hands"
_MADE_UP, _MADE_UP_EARLY = "levitates", "levitates before the handshake"
_HONESTY = (_MADE_UP, _MADE_UP_EARLY)
#: What is tried before everything else.
_FIRST = (_SHAKE, *_HONESTY)
# What a write returns is another question.
_TALK = ("client.writes(b'there').anything()", "server.reads_exactly(b'there')")
_BACK = ("server.writes(b'back').anything()", "client.reads_exactly(b'back')")

#: The steps that show a feature, by its name.
FEATURES: Mapping[str, tuple[str, ...]] = {
    _SHAKE: (_SHAKES,),
    "ALPN": (
        "client.configured(alpn=('h2',))",
        "server.configured(alpn=('h2',))",
        _SHAKES,
        "subject.tells('alpn').gives('h2')",
    ),
    "client certificates": (
        "client.configured(certificate='client')",
        "server.configured(verify='required')",
        _SHAKES,
        *_TALK,
    ),
    "resumption": (
        _SHAKES,
        *_TALK,
        *_BACK,
        "reconnect(resume=True)",
        _SHAKES,
        "peer.tells('session_reused').gives(True)",
    ),
    "KeyUpdate": (
        _SHAKES,
        "peer.updates_keys(request=True)",
        "peer.writes(b'new')",
        "subject.reads_exactly(b'new')",
    ),
    "later authentication": (
        "client.configured(certificate='client', post_handshake_auth=True)",
        "server.configured(verify='required', post_handshake_auth=True)",
        _SHAKES,
        "server.requests_certificate()",
        *_BACK,
        *_TALK,
    ),
    **{group: (f"peer.configured(groups=({group!r},))", _SHAKES) for group in GROUPS},
    _MADE_UP: (_SHAKES, f"subject.asks({_MADE_UP!r})"),
    _MADE_UP_EARLY: (f"subject.asks({_MADE_UP!r})",),
}
#: Features of TLS 1.3 alone.
_NEW = frozenset({"KeyUpdate", "later authentication"})
_REQUIREMENT = """\
[[requirement]]
id = "probe:capability"
source = "the harness"
level = "MAY"
text = "The implementation has the feature."
"""


@dataclass(frozen=True)
class Stack:
    """An implementation as the user names it, and the layer (a driver) it is tried under, if any."""

    implementation: str
    layer: str | None = None

    @property
    def name(self) -> str:
        """How the user calls it."""
        return self.implementation if self.layer is None else f"{self.implementation}{UNDER}{self.layer}"


def stack_named(name: str) -> Stack:
    """The stack of that name, such as "stdlib" or "stdlib+trio"."""
    implementation, under, layer = name.rpartition(UNDER)
    return Stack(implementation, layer) if under and layer in registry.ON_REQUEST else Stack(name)


@dataclass
class Capabilities:
    """What came of the trial of one stack.

    missing: why it cannot be tried at all, in a sentence; None when it can. answers: by feature, what came
    in each role and version, with the reason.
    """

    stack: Stack
    missing: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[tuple[Role, Tls], CellResult]] = field(default_factory=dict)

    def where(self, feature: str) -> list[tuple[Role, Tls]]:
        """The roles and versions it has a feature in."""
        found = self.answers.get(feature, {})
        return [where for where, result in found.items() if result.verdict is Verdict.PASS]

    @property
    def doubt(self) -> str | None:
        """Why its word is not believed, in a sentence; None when it is."""
        made_up = [each for name in _HONESTY for each in self.answers.get(name, {}).values()]
        taken = [
            each
            for each in made_up
            if each.verdict is Verdict.PASS or (each.verdict is Verdict.FAIL and _MADE_UP in each.reason)
        ]
        if taken:
            told = taken[0].reason or "it returns"
            return f"a made-up call is not rejected as unsupported ({told}), so its word is not believed"
        results = [each for found in self.answers.values() for each in found.values()]
        if results and all(each.verdict is Verdict.UNSUPPORTED for each in results):
            return f"it says unsupported to everything, which nobody believes (such as {results[0].reason})"
        return None

    def supports(self) -> str:
        """All that it has, in a line."""
        open_in = self.where(_SHAKE)
        if not open_in:
            return "no handshake"
        told = [
            "TLS " + " ".join(tls for tls in Tls if any(tls is each for _, each in open_in)),
            " ".join(role for role in Role if any(role is each for each, _ in open_in)),
        ]
        features = [each for each in FEATURES if each not in (_SHAKE, *_HONESTY, *GROUPS)]
        told += [self._shown(feature) for feature in features if self.where(feature)]
        groups = [self._shown(group) for group in GROUPS if self.where(group)]
        return "; ".join([*told, "groups " + " ".join(groups)] if groups else told)

    def lacks(self) -> list[tuple[str, str]]:
        """Each feature it has nowhere, with its own word for why, or what came."""
        able = self.where(_SHAKE)
        missing = [name for name in self.answers if name not in _HONESTY and not self.where(name)]
        return [(name, self._why(name, able)) for name in missing]

    def _why(self, feature: str, able: list[tuple[Role, Tls]]) -> str:
        """What came where a handshake comes off; elsewhere the reason is another one."""
        found = self.answers[feature]
        return next(
            (found[where].reason for where in able if where in found), next(iter(found.values())).reason
        )

    def _shown(self, feature: str) -> str:
        """A feature, and the role it is had in where that is not every one with a handshake."""
        roles = {role for role, _ in self.where(feature)}
        able = {role for role, _ in self.where(_SHAKE)}
        return feature if roles >= able else f"{feature} ({' '.join(sorted(roles))})"


def probe(stacks: Sequence[Stack], jobs: int, watchdog: float = WATCHDOG) -> list[Capabilities]:
    """Try every feature with every stack. One that cannot be loaded, or not even started, is `missing`.

    Of one that never completes a handshake nothing is asked that needs one. watchdog: seconds for each try.
    """
    found = {stack: _loaded(stack) for stack in stacks}
    with tempfile.TemporaryDirectory(prefix="tls-harness-probe-") as folder:
        files = _write(Path(folder))
        with Isolation(Path(folder), mint(folder), jobs, watchdog) as isolation:
            here = [each for each in found.values() if each.missing is None]
            _try(here, {name: files[name] for name in _FIRST}, isolation)
            able = [each for each in here if each.where(_SHAKE)]
            _try(able, {name: file for name, file in files.items() if name not in _FIRST}, isolation)
    for each in found.values():
        each.answers = {name: each.answers[name] for name in FEATURES if name in each.answers}
        each.missing = each.missing or _not_installed(each)
    return list(found.values())


def _try(stacks: Sequence[Capabilities], files: Mapping[str, str], isolation: Isolation) -> None:
    """Have every stack try every feature that has a file, and keep the answers."""
    batches = Batches(isolation)
    cells: dict[str, tuple[Capabilities, str]] = {}
    for each in stacks:
        batch = dict(_cells(each.stack, files))
        cells |= {cell.name: (each, feature) for cell, feature in batch.items()}
        batches.submit(list(batch))
    while batches.waiting:
        for report in batches.reports():
            asked, feature = cells[report.result.cell]
            answers = asked.answers.setdefault(feature, {})
            answers[report.result.role, report.result.tls] = report.result


def _loaded(stack: Stack) -> Capabilities:
    try:
        return Capabilities(stack, facts=load(stack.implementation).facts())
    except UsageError as error:
        return Capabilities(stack, str(error))


def _not_installed(capabilities: Capabilities) -> str | None:
    """What a layer says that is not here, for which every handshake is unsupported."""
    reasons = {each.reason for each in capabilities.answers.get(_SHAKE, {}).values()}
    if len(reasons) == 1 and "is not installed" in (reason := reasons.pop()):
        return reason
    return None


def _write(folder: Path) -> dict[str, str]:
    """A file for each feature, in a folder that is a catalogue with nothing else in it."""
    (folder / "requirements").mkdir()
    (folder / "requirements" / "probe.toml").write_text(_REQUIREMENT, encoding="utf-8")
    files = {}
    for number, (feature, steps) in enumerate(FEATURES.items()):
        path = folder / f"feature-{number}.toml"
        written = Written(
            f"It has {feature}.", ("probe:capability",), steps, drivers="any", tls=_versions(feature)
        )
        path.write_text(written.as_text(), encoding="utf-8")
        files[feature] = str(path)
    return files


def _cells(stack: Stack, files: Mapping[str, str]) -> Iterator[tuple[Cell, str]]:
    driver = stack.layer or _first_face(stack.implementation)
    for feature, file in files.items():
        for role in Role:
            for tls in _versions(feature).split():
                yield Cell(file, stack.implementation, driver, role, Tls(tls), "tlslite"), feature


def _versions(feature: str) -> str:
    return "1.3" if feature in _NEW else "1.2 1.3"


def _first_face(implementation: str) -> str:
    """The driver for any scenario that suits an implementation."""
    faces: Iterable[str] = DRIVER_GROUPS["any"]
    return next((name for name in faces if registry.suits(name, implementation)), "bio")
