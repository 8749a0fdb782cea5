"""One pytest session with a subject: what it collects, how it runs ahead, and what it says at the end.

Under xdist every worker has a gate of its own with one worker process; what was seen of known failures
travels with the reports to the gate of the controller, which alone can tell that an entry is stale.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import pytest

from harness.cli.shared import default_jobs, known_of, load_all
from harness.collection import collect
from harness.errors import HarnessError
from harness.gate.items import Setting, Told, themes, without_dot
from harness.gate.trial import Trial
from harness.names import Profile
from harness.places import place
from harness.run.plan import Request
from harness.run.unused import unused


def gate(config: pytest.Config) -> Gate:
    """The gate that a session's options ask for. Raises `pytest.UsageError` in one sentence."""
    names = tuple(dict.fromkeys(config.getoption("tls_subject")))
    request = Request(
        implementations=names,
        scenarios=tuple(config.getoption("tls_scenario")),
        profile=Profile(config.getoption("tls_profile")),
        seed=config.getoption("tls_seed"),
    )
    folder = config.getoption("tls_catalogue") or place("scenarios")
    in_worker = hasattr(config, "workerinput")
    jobs = config.getoption("tls_jobs") or (1 if in_worker else default_jobs())
    try:
        loaded = load_all(names)
        known = {name: known_of(each, config.getoption("tls_known")) for name, each in loaded.items()}
        trial = Trial(collect(folder), folder, request, known, jobs, config.getoption("tls_watchdog"))
    except HarnessError as error:
        raise pytest.UsageError(f"tls-harness: {error}") from None
    facts = [f"{name}: {each.facts()['library']}" for name, each in loaded.items()]
    return Gate(trial, facts, _taken_from(config.args, names), in_worker=in_worker)


def _taken_from(arguments: list[str], names: tuple[str, ...]) -> list[str]:
    """The arguments that name items of ours, which are no files, so pytest is not to look for them."""
    beginnings = tuple(f"{without_dot(name)}/" for name in names)
    ours = [each for each in arguments if without_dot(each).startswith(beginnings)]
    arguments[:] = [each for each in arguments if each not in ours]
    return [without_dot(each) for each in ours]


@dataclass(eq=False)  # pytest keeps plugins in sets
class Gate:
    """The plugin of one session. `chosen`: ids of items or themes, or the beginning of one; all if empty."""

    trial: Trial
    facts: list[str]
    chosen: list[str]
    in_worker: bool

    def pytest_report_header(self) -> list[str]:
        """What is on trial, and how."""
        request = self.trial.request
        how = f"profile {request.profile}, seed {request.seed}, catalogue {self.trial.catalogue.digest}"
        return [f"tls-harness: {', '.join(self.facts)}; {how}"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Our items behind the project's own, before anybody deselects."""
        hook = session.config.hook
        try:
            for theme in themes(session, self.trial):
                report = hook.pytest_make_collect_report(collector=theme)
                hook.pytest_collectreport(report=report)
                wanted = [item for item in report.result if self._is_chosen(item.nodeid)]
                if len(wanted) < len(report.result):
                    hook.pytest_deselected(items=[item for item in report.result if item not in wanted])
                items += wanted
        except HarnessError as error:
            raise pytest.UsageError(f"tls-harness: {error}") from None

    def _is_chosen(self, nodeid: str) -> bool:
        return not self.chosen or any(
            nodeid == each or (nodeid.startswith(each) and (each[-1] == "/" or nodeid[len(each)] in ":["))
            for each in self.chosen
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Run ahead of the items; behind them, say which known failures are stale."""
        if not self.in_worker and not session.config.getoption("collectonly"):
            mine = [item for item in getattr(session, "items", ()) if isinstance(item, Setting)]
            if mine:
                self.trial.prepare(cell for item in mine for cell in item.cells)
        try:
            return (yield)
        finally:
            if not self.in_worker and not (session.shouldstop or session.shouldfail):
                self._tell_stale(session)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """Under xdist only the next item is known."""
        if self.in_worker:
            for each in (item, nextitem):
                if isinstance(each, Setting):
                    self.trial.prepare(each.cells)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """What is told in words stays so, in whatever phase; a skip stands where its scenario does."""
        report = yield
        if not isinstance(item, Setting):
            return report
        error = call.excinfo.value if call.excinfo else None
        path, line, _ = item.location
        if isinstance(error, Told):
            vars(report)["longrepr"] = error.shown(path, line)  # which pytest has no type for
        elif report.skipped and isinstance(report.longrepr, tuple):
            report.longrepr = (path, (line or 0) + 1, report.longrepr[2])
        if report.when == "teardown":
            vars(report)["tls_sightings"] = {item.cells[0].implementation: dict(item.sightings)}
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Remember what was seen of known failures, wherever."""
        for name, sightings in getattr(report, "tls_sightings", {}).items():
            self.trial.known[name].recall(sightings)

    def pytest_unconfigure(self) -> None:
        """Stop the workers."""
        self.trial.close()

    def _tell_stale(self, session: pytest.Session) -> None:
        """A failed report for each stale or unused entry that no single item could tell of."""
        for name, known in self.trial.known.items():
            stale = known.stale(with_evidence=False)
            for sentence in (*stale, *unused(known.entries, self.trial.catalogue, name)):
                source = sentence.partition(": ")[0]
                where = f"{without_dot(name)}/known-failures::{source}"
                report = pytest.TestReport(
                    where, (source, None, where), {}, "failed", f"stale: {sentence}", "call"
                )
                session.config.hook.pytest_runtest_logreport(report=report)
