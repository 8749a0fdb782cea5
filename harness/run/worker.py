"""What a worker process does: run cells one at a time and say what became of each.

It keeps what is dear: the catalogue, implementations, contexts, and the undisturbed runs that benign
schedules are compared with. A cell that needs a context of its own (sessions, noted names) gets one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.collection import Catalogue, acts_in, lint
from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.drivers.things import forget
from harness.endpoint import Endpoint
from harness.errors import Unsupported, UsageError, words_of
from harness.events import CellResult
from harness.implementation import Implementation, load
from harness.names import FINDINGS, Role, Side, Tls, Verdict
from harness.oracle import Ending, Judgement, ending_of, judge
from harness.outcomes import came_to
from harness.pki import Pki
from harness.remote import Lost, Remote
from harness.run.cell import Cell
from harness.run.claims import refuse_unclaimed
from harness.run.execute import execute
from harness.run.groups import USUAL_GROUP, Groups, with_a_share
from harness.run.layout import layout_of
from harness.run.preview import behind, needs_own_contexts
from harness.run.setting import Connect, Setting
from harness.scenario import Scenario, Step
from harness.schedule import STRAIGHT, parse
from harness.schedule.families import Layout
from harness.setup import Setup
from harness.transcript import Transcript
from harness.written import SUFFIX, read_written

_STRAIGHT_RUNS_KEPT = 32
_UNDISTURBED = str(STRAIGHT)


#: Hears of an end: whose it is, how it is set up, and the endpoint.
Listener = Callable[[Side, Setup, Endpoint], None]


@dataclass(frozen=True)
class Outcome:
    """What a cell came to: its result, what was developed; where it leads to a sweep, what that starts from.

    layout: that of its first connection. ending: what benign schedules are held to.
    """

    result: CellResult
    layout: Layout | None = None
    developed: object = None
    ending: Ending | None = None


#: Makes of a run, while its transcript is there, something that can travel.
Develop = Callable[[Cell, Judgement, Transcript], object]


@dataclass
class Bench:
    """A place to run cells in, with everything that outlives one cell.

    implementations: those at hand, by the name a cell calls them; others are loaded. reveals: transcripts
    hold what the peer can tell of protected records. develop: applied to every run that leaves a transcript.
    listener: hears of every end that is made: whose, how it is set up, and the endpoint. moves: as a
    `Setting` has it.
    """

    catalogue: Catalogue
    pki: Pki
    implementations: dict[str, Implementation] = field(default_factory=dict)
    reveals: bool = False
    develop: Develop | None = None
    listener: Listener | None = None
    moves: Callable[[], None] | None = None
    _contexts: Contexts = field(default_factory=Contexts)
    _scripts: dict[tuple[str, Role], tuple[list[Step], bool]] = field(default_factory=dict)
    _files: dict[str, Scenario] = field(default_factory=dict)
    _groups: Groups = field(init=False)
    _share: str | None = None
    _endings: OrderedDict[Cell, Ending] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._groups = Groups(self.pki)

    def run(self, cell: Cell) -> Outcome:
        """Run one cell. Never raises but for `KeyboardInterrupt`: our own faults become `error`."""
        started = time.perf_counter()
        others: list[Judgement] = []
        developed: object = None
        try:
            judgement, transcript = self.try_cell(cell)
            if self.develop is not None:
                developed = self.develop(cell, judgement, transcript)
            behind = [each for each, *_ in self.behind(cell, judgement, transcript)]
            others = [each for each in behind if each.verdict in (*FINDINGS, Verdict.ERROR)]
            if others and judgement.verdict is Verdict.UNSUPPORTED:
                judgement, *others = others
            judgement = next((each for each in others if each.verdict is Verdict.ERROR), judgement)
        except Unsupported as why:
            judgement, transcript = Judgement(Verdict.UNSUPPORTED, told=str(why)), None
        except Lost as lost:
            verdict, origin = Verdict(lost.how), f"any: {lost.how}: {lost}"
            judgement, transcript = Judgement(verdict, "harness:bounded", str(lost), origin), None
        except MemoryError:
            told = "the subject ran out of the memory a cell may have"
            judgement, transcript = Judgement(Verdict.CRASH, "harness:bounded", told, "any: memory"), None
        except (UsageError, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is ours and costs one cell
            told = f"{type(error).__name__}: {words_of(error)} ({_where(error)})"
            judgement, transcript = Judgement(Verdict.ERROR, told=told, origin=f"harness: {told}"), None
        except BaseException as error:  # noqa: BLE001 -- SystemExit and its like: nobody but the subject raises them
            told = f"{type(error).__name__} came out of the subject: {words_of(error)}"
            origin = f"any: {type(error).__name__}"
            judgement, transcript = Judgement(Verdict.CRASH, "python:ssl:exceptions", told, origin), None
        result = self._result(cell, judgement, transcript, time.perf_counter() - started)
        if others:
            result = replace(result, others=tuple((o.requirement, o.origin, o.told) for o in others))
        if transcript is None or not self._leads_to_a_sweep(cell, judgement):
            return Outcome(result, None, developed)
        return Outcome(result, layout_of(transcript), developed, self._endings.get(cell))

    def _leads_to_a_sweep(self, cell: Cell, judgement: Judgement) -> bool:
        passed = cell.schedule == _UNDISTURBED and judgement.verdict is Verdict.PASS
        scenario = self.scenario(cell)
        return passed and (scenario.sweep != "none" or bool(scenario.schedules))

    def try_cell(self, cell: Cell) -> tuple[Judgement, Transcript]:
        """Run and judge one cell, beside its undisturbed run where that is the measure.

        A server that asks for another share is tried once more by a client that brings it: what is about
        flights may count those of a HelloRetryRequest for a failure.
        """
        scenario, implementation = self.scenario(cell), self._implementation(cell.implementation)
        refuse_unclaimed(scenario, self.catalogue.requirements, implementation)
        self._share = None
        tried = self._try(cell, scenario)
        serves = cell.role is Role.SERVER and cell.tls is Tls.V13 and not isinstance(implementation, Remote)
        if not serves or tried[0].verdict not in (Verdict.FAIL, Verdict.STALLED):
            return tried
        self._share = self._groups.instead(implementation, USUAL_GROUP)
        return tried if self._share is None else self._try(cell, scenario)

    def _try(self, cell: Cell, scenario: Scenario) -> tuple[Judgement, Transcript]:
        transcript = self.transcribe(cell)
        straight = None
        if cell.schedule != _UNDISTURBED and not transcript.damaged:
            straight = self._undisturbed(cell.straight)
        return judge(scenario, transcript, straight), transcript

    def behind(
        self, cell: Cell, judgement: Judgement, transcript: Transcript
    ) -> Iterator[tuple[Judgement, Transcript, list[Step]]]:
        """What a peer that lies on several connections comes to behind a failure, or a lie not told.

        Each time what was acted out is given too, for `act_out`.
        """
        steps, _ = self._steps_of(cell)
        while judgement.verdict in (Verdict.FAIL, Verdict.STALLED) or transcript.spared:
            steps = behind(steps, transcript.steps)
            if not any(act.verb == "forge" for act in acts_in(steps)):
                break
            try:
                transcript = self.act_out(cell, steps)
            except Unsupported:
                break  # the rest is; what was found stands
            judgement = judge(self.scenario(cell), transcript)
            yield judgement, transcript, steps

    def try_written(self, scenario: Scenario, cell: Cell) -> tuple[Judgement, Transcript]:
        """As `try_cell`, for a scenario of no catalogue and no file; the cell is called after it.

        Raises `ScenarioError` where it has a fault that would let it test nothing.
        """
        lint(scenario, self.catalogue.requirements)
        self._files[cell.scenario] = scenario
        try:
            return self.try_cell(cell)
        finally:
            del self._files[cell.scenario]
            self._scripts.pop((cell.scenario, cell.role), None)

    def transcribe(self, cell: Cell) -> Transcript:
        """Act out one cell."""
        transcript = self.act_out(cell, self._steps_of(cell)[0])
        if cell.schedule == _UNDISTURBED:
            self.remember(cell, ending_of(transcript))
        return transcript

    def remember(self, straight: Cell, ending: Ending) -> None:
        """How an undisturbed cell ended, here or in another process: its sweep need not act it out again."""
        self._endings[straight] = ending
        if len(self._endings) > _STRAIGHT_RUNS_KEPT:
            self._endings.popitem(last=False)

    def act_out(self, cell: Cell, steps: list[Step]) -> Transcript:
        """Act out some of a cell's steps."""
        contexts = Contexts() if self._steps_of(cell)[1] else self._contexts
        try:
            return execute(steps, self.setting(cell, contexts))
        finally:
            self._forget(cell, contexts)

    def setting(self, cell: Cell, contexts: Contexts) -> Setting:
        """What a conversation of this cell needs. Raises `Unsupported`; `UsageError` for an unknown name."""
        connect = {Side.SUBJECT: self._subject(cell, contexts), Side.PEER: self._peer_of(cell)}
        if self.listener is not None:
            connect = {side: _heard(self.listener, side, each) for side, each in connect.items()}
        return Setting(cell.role, cell.tls, parse(cell.schedule), self.pki, connect, self.reveals, self.moves)

    def _forget(self, cell: Cell, contexts: Contexts) -> None:
        """Let go of what a scenario has kept, wherever it is."""
        implementation = self.implementations.get(cell.implementation)
        if isinstance(implementation, Remote):
            implementation.forget(contexts)
        forget(contexts.things)

    def scenario(self, cell: Cell) -> Scenario:
        """The cell's scenario. Raises `UsageError` when the catalogue has none of that name."""
        if cell.scenario.endswith(SUFFIX):
            return self._written_in(cell.scenario)
        if cell.scenario not in self.catalogue.scenarios:
            raise UsageError(f"there is no scenario {cell.scenario!r}")
        return self.catalogue.scenarios[cell.scenario]

    def _written_in(self, file: str) -> Scenario:
        if file not in self._files:
            scenario = read_written(Path(file)).scenario(file, file)
            lint(scenario, self.catalogue.requirements)
            self._files[file] = scenario
        return self._files[file]

    def _steps_of(self, cell: Cell) -> tuple[list[Step], bool]:
        """The steps of the cell's scenario for its role, and whether they need contexts of their own."""
        scenario = self.scenario(cell)
        if scenario.throws:
            steps = scenario.steps(cell.role, cell.seed)
            return steps, needs_own_contexts(steps)
        key = cell.scenario, cell.role
        if key not in self._scripts:
            steps = scenario.steps(cell.role)
            self._scripts[key] = steps, needs_own_contexts(steps)
        return self._scripts[key]

    def _undisturbed(self, straight: Cell) -> Ending:
        if self._share is not None:  # what is remembered may have been without
            return ending_of(self.act_out(straight, self._steps_of(straight)[0]))
        if straight not in self._endings:
            self.transcribe(straight)
        return self._endings[straight]

    def _implementation(self, name: str) -> Implementation:
        if name not in self.implementations:
            self.implementations[name] = load(name)
        return self.implementations[name]

    def _subject(self, cell: Cell, contexts: Contexts) -> Connect:
        implementation = self._implementation(cell.implementation)
        if cell.driver not in registry.NAMES:
            raise UsageError(f"there is no driver {cell.driver!r}")
        driver = registry.driver(cell.driver)
        if isinstance(implementation, Remote):
            return lambda setup: implementation.connect(driver.name, setup, contexts)
        if missing := driver.missing(implementation):
            raise Unsupported(f"{cell.implementation} has no {', '.join(missing)}")

        def connect(setup: Setup) -> Endpoint:
            if setup.options.entrance not in driver.entrances:
                raise Unsupported(f"the {driver.name} driver has no entrance {setup.options.entrance!r}")
            return driver.connect(implementation, setup, contexts)

        return connect

    def _peer_of(self, cell: Cell) -> Connect:
        """As the peer is connected; it may not be held to groups that the subject does not have.

        Its contexts outlive every cell, as a server's do: a subject with contexts of its own brings no
        session that it was not given in this cell.
        """
        connect = _peer(cell, self._contexts)
        implementation = self._implementation(cell.implementation)
        if isinstance(implementation, Remote):
            return connect

        def connect_with_a_group(setup: Setup) -> Endpoint:
            self._groups.refuse(implementation, cell.role, setup.options.groups)
            return connect(setup if self._share is None else with_a_share(setup, self._share))

        return connect_with_a_group

    def _result(
        self, cell: Cell, judgement: Judgement, transcript: Transcript | None, duration: float
    ) -> CellResult:
        scenario = self.catalogue.scenarios.get(cell.scenario)
        return CellResult(
            cell=cell.name,
            scenario=cell.scenario,
            requirements=scenario.requires if scenario else (),
            implementation=cell.implementation,
            driver=cell.driver,
            role=cell.role,
            tls=cell.tls,
            peer=cell.peer,
            schedule=cell.schedule,
            seed=cell.seed,
            verdict=judgement.verdict,
            grade=judgement.grade,
            requirement=judgement.requirement,
            reason=judgement.told,
            origin=judgement.origin,
            details=judgement.details,
            steps=(transcript.steps, transcript.of) if transcript is not None else (0, 0),
            duration=round(duration, 6),
            came=_class_of(judgement, transcript),
        )


def _class_of(judgement: Judgement, transcript: Transcript | None) -> str:
    """What a cell came to, to be held against other implementations."""
    if transcript is not None:
        return came_to(transcript)
    return str(judgement.verdict) if judgement.verdict in FINDINGS else ""


def _heard(listener: Listener, side: Side, connect: Connect) -> Connect:
    """The same way to make an end, told to a listener each time."""

    def connect_and_tell(setup: Setup) -> Endpoint:
        endpoint = connect(setup)
        listener(side, setup, endpoint)
        return endpoint

    return connect_and_tell


def _peer(cell: Cell, contexts: Contexts) -> Connect:
    connect = _PEERS.get(cell.peer)
    if connect is None:
        raise UsageError(f"there is no peer {cell.peer!r}")
    return connect(contexts)


def _honest(contexts: Contexts) -> Connect:
    from harness.peers import honest

    return lambda setup: honest.connect(setup, contexts)


def _tlslite(_contexts: Contexts) -> Connect:
    from harness.peers import forging

    return forging.connect


_PEERS: dict[str, Callable[[Contexts], Connect]] = {"honest": _honest, "tlslite": _tlslite}


def _where(error: BaseException) -> str:
    """File and line of the innermost frame, without the path of this machine."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "nowhere"
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
