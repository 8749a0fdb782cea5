"""The child's side of a search: Hypothesis makes scenarios, and shrinks those that break the property.

Findings are told apart by their keys: for each there is an exception class of its own, which is how
Hypothesis sees that two failures are not one. A find is written down when it is met, and its file is
replaced by the smallest scenario once that is known and has been tried twice more. What is known already
is passed over.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
from hypothesis.database import DirectoryBasedExampleDatabase

from harness.fuzz.bench import Bench, Order, write_entry
from harness.fuzz.choose import Answer, Given, Noted
from harness.fuzz.corpus import name_of
from harness.fuzz.excuses import read_excuses
from harness.fuzz.finds import REPEATS, REPEATS_NOT
from harness.fuzz.minimise import fewer_answers, smaller_delivery
from harness.fuzz.properties.agreement import DISPUTES
from harness.fuzz.properties.drawn import Drawn, made_by
from harness.fuzz.properties.kinds import Property, property_called
from harness.fuzz.target import Finding
from harness.schedule import parse
from harness.written import Written, written_in

#: How many scenarios may be tried to make the finds of one round small, and one find after that.
#: What leaves out answers mostly comes to scenarios that were tried already.
MOST_TRIES, MOST_AFTER = 800, 200
#: So many rounds may end in finds, and so many finds are made small.
_MOST_ROUNDS, _MOST_FINDS = 20, 20
_REMEMBERED, _MOST_RUNS = 20000, 5000


Smaller = Callable[[Written, Callable[[Written], bool]], Written]


class _Found(Exception):
    """A scenario broke the property; each key has a class of its own."""


def hunt(bench: Bench) -> None:
    """Carry out an order to search: so many scenarios as it has runs, from its seed on.

    files: the texts of scenarios that no child has survived. corpus: the folder of the example database,
    "" for none; without one the same order tries the same scenarios. Raises `Unsupported` where the
    implementation has no driver that the property is tried through.
    """
    hunter = _Hunter(bench, property_called(bench.order.target))
    for number in range(_MOST_ROUNDS):
        if hunter.left <= 0 or not hunter.round(bench.order.seed + number):
            break
    for key, written in bench.trial.kept.get(DISPUTES, {}).items():
        write_entry(bench.order, [key, written.as_text()])


def shrink(bench: Bench, file: Path, number: int) -> None:
    """Make the find whose scenario lies in `file` small, the `number`-th of the order."""
    key, execution = bench.order.loose[number]
    conclude(bench, key, written_in(file.read_bytes(), str(file)), execution)


def conclude(
    bench: Bench,
    key: str,
    written: Written,
    execution: int,
    smaller: Smaller = lambda written, _keeps: written,
) -> None:
    """Try a find twice more, make it smaller still, and write it down as it is then.

    smaller: does that by what is known of how the scenario was made, given who says what still shows it.
    """

    def tried(candidate: Written) -> Finding | None:
        found = bench.judge(candidate.as_text().encode())
        return found if found is not None and found.key == key else None

    again = [tried(written), tried(written)]
    told = f"{REPEATS_NOT}: tried twice more, it came {sum(each is not None for each in again)} times"
    if all(again):
        written = smaller(written, lambda each: tried(each) is not None)
        written = smaller_delivery(written, lambda each: tried(each) is not None, MOST_AFTER)
        again, told = [tried(written), tried(written)], REPEATS
    finding = next((each for each in again if each is not None), None)
    if finding is None:
        finding = Finding(key, "it did not come again", written=written)
    notes = {"executions": str(execution), "repeats": told}
    bench.put(bench.cabinet.find(finding, (finding.written or written).as_text().encode(), notes), key)


@dataclass
class _Hunter:
    """A search at one property. left: how many scenarios may still be made."""

    bench: Bench
    it: Property
    left: int = 0
    _fresh: dict[str, Written] = field(default_factory=dict)
    _met: dict[str, int] = field(default_factory=dict)
    _classes: dict[str, type[_Found]] = field(default_factory=dict)
    _answers: dict[str, str] = field(default_factory=dict)
    _made: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    _shrinking: int = 0

    def __post_init__(self) -> None:
        order = self.bench.order
        self.left = order.runs
        self.faces = self.it.some_faces_of(self.bench.trial.implementation)
        self._deadly = {Path(file).read_text(encoding="utf-8") for file in order.files}
        self._is_known = read_excuses(order)

    def round(self, seed: int) -> bool:
        """Make scenarios until some break the property and are shrunk; whether there were any."""
        self._fresh.clear()
        self._made.clear()
        self._shrinking = 0
        try:
            self._test(seed)()
        except (_Found, hypothesis.errors.Flaky):  # what does not come again is written down as such
            pass
        except BaseExceptionGroup as group:
            if group.split(_Found)[1] is not None:
                raise
        for key, written in self._fresh.items():
            conclude(self.bench, key, written, self._met[key], self._with_fewer_answers)
        return bool(self._fresh)

    def _test(self, seed: int) -> Callable[[], None]:
        """The property as Hypothesis runs it."""
        order = self.bench.order
        database = DirectoryBasedExampleDatabase(order.corpus) if order.corpus else None
        how = hypothesis.settings(
            max_examples=self.left,
            database=database,
            deadline=None,
            derandomize=database is None,
            report_multiple_bugs=True,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=(hypothesis.Phase.reuse, hypothesis.Phase.generate, hypothesis.Phase.shrink),
            print_blob=False,
            verbosity=hypothesis.Verbosity.quiet,
        )

        def test(written: Written) -> None:
            self._try(written)

        # The database has a place for each property and implementation: their names are the function's.
        test.__name__ = f"{self.it.name}_{name_of(order.implementation.encode())}"
        run = hypothesis.seed(seed)(how(hypothesis.given(made_by(self._make))(test)))

        def quietly() -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", hypothesis.errors.HypothesisWarning)
                run()

        return quietly

    def _make(self, choose: Drawn) -> Written:
        noted = Noted(choose)
        written = self.it.make(noted, self.faces)
        if self._fresh or not self._made:
            self._made[written.as_text()] = tuple(noted.answers)
        else:
            self._made = {written.as_text(): tuple(noted.answers)}
        return written

    def _with_fewer_answers(self, written: Written, keeps: Callable[[Written], bool]) -> Written:
        """Hypothesis leaves out a few answers in a row; here it may be any number of them."""
        answers = self._made.get(written.as_text(), ())

        def made(some: Sequence[Answer]) -> Written:
            return self.it.make(Given(some), self.faces)

        asked: dict[str, bool] = {}

        def still(some: Sequence[Answer]) -> bool:
            text = (candidate := made(some)).as_text()
            if text not in asked:
                asked[text] = len(asked) < MOST_AFTER and keeps(candidate)
            return asked[text]

        few = fewer_answers(answers, still, _MOST_RUNS)
        return made(few) if answers else written

    def _try(self, written: Written) -> None:
        """Try a scenario; raises its key's exception where it breaks the property in a way that is news."""
        text = written.as_text()
        if text in self._deadly:
            return
        key = self._answers.get(text)
        if key is None:
            key = self._answer(written, text)
        if key in self._fresh:
            self._fresh[key] = min(self._fresh[key], written, key=_size)
            raise self._class_of(key)(key)

    def _answer(self, written: Written, text: str) -> str:
        """The key of what a scenario leads to, "" for nothing new."""
        if self._fresh:
            self._shrinking += 1
            if self._shrinking > MOST_TRIES:
                return ""
        else:
            self.left -= 1
        finding = self.bench.judge(text.encode())
        key = ""
        if finding is not None and (finding.key in self._fresh or self._is_news(finding, text)):
            key = finding.key
            self._fresh.setdefault(key, written)
        if len(self._answers) < _REMEMBERED:
            self._answers[text] = key
        return key

    def _is_news(self, finding: Finding, text: str) -> bool:
        """Whether a finding is to be made small: it is written down as it is first."""
        if finding.key in self.bench.known or len(self._met) >= _MOST_FINDS:
            return False
        self.bench.report(finding, text.encode())
        self._met[finding.key] = self.bench.executions
        return not self._is_known(self.it.name, finding)

    def _class_of(self, key: str) -> type[_Found]:
        if key not in self._classes:
            self._classes[key] = type("Found", (_Found,), {})
        return self._classes[key]


def _size(written: Written) -> tuple[int, int, int, str]:
    """How small a scenario is: actions of its schedule, then steps, then letters."""
    text = written.as_text()
    return len(parse(written.schedule).actions), len(written.steps), len(text), text


def do(order: Order, bench: Bench) -> None:
    """Carry out an order of `search.py`: its deed is `search` or `shrink`."""
    if order.deed == "search":
        hunt(bench)
    else:
        for number, file in enumerate(order.files):
            shrink(bench, Path(file), number)
