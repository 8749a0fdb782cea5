"""A campaign: Atheris tries targets until time or runs are used up; or a replay: inputs are tried once.

Several children work at once where there are jobs for them: on targets of their own, or on one target and
one corpus, where each takes up what the others have found.
"""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock
from typing import Self

from harness.errors import Unsupported, UsageError
from harness.fuzz.bench import Order
from harness.fuzz.corpus import Corpus, corpus, name_of
from harness.fuzz.post import Post, Stopped
from harness.fuzz.terms import Summary, Terms
from harness.fuzz.tidying import tidy_all

#: How many deaths of its child a target may cost before it is given up.
MOST_DEATHS = 20
_SEEDS_APART = 1000  # between the children of one target; each death costs one seed

Tell = Callable[[Summary], None]


def fuzz(names: Sequence[str], terms: Terms, tell: Tell) -> list[Summary]:
    """Have Atheris try targets within `terms`, `terms.jobs` children at a time.

    `tell` gets the summary of each target at its end, also when Ctrl-C (`KeyboardInterrupt`) makes it
    early. Raises `UsageError` without Atheris or for an order nobody can carry out, `Fault` for a fault of
    ours; then too the targets begun are told first.
    """
    if importlib.util.find_spec("atheris") is None:
        raise UsageError(
            "fuzzing needs Atheris, which this Python does not have: python -m pip install "
            "'tls-harness[fuzz]' (it exists for CPython 3.11 to 3.13; replaying works without)"
        )
    with ExitStack() as stack:
        sites = [stack.enter_context(_Site(name, terms)) for name in dict.fromkeys(names)]
        for at, site in enumerate(sites):
            share = terms.jobs // len(sites) + (at < terms.jobs % len(sites))
            site.children = max(1, min(share, terms.runs or share))
        try:
            for site in _worked(sites, terms.jobs):
                site.told = True
                tell(site.summary)
        finally:
            for site in sites:
                if site.done and not site.told:
                    tell(site.summary)
    return [site.summary for site in sites]


def _worked(sites: Sequence[_Site], jobs: int) -> Iterator[_Site]:
    """Let children work in so many threads; each site comes when the last of its children is done."""
    stop = Event()
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        waiting = {
            pool.submit(site.work, number, stop): site for site in sites for number in range(site.children)
        }
        try:
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    site = waiting.pop(future)
                    future.result()
                    if site.done == site.children and not site.told:
                        yield site
        finally:  # Ctrl-C, a fault, or nothing left to stop
            stop.set()
            for future in waiting:
                future.cancel()


@dataclass
class _Site:
    """One target of a campaign, where one child works, or several on one corpus."""

    name: str
    terms: Terms
    children: int = 1
    done: int = 0
    told: bool = False
    _lock: Lock = field(default_factory=Lock)
    _copied: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        self.summary = Summary(self.name)
        self._kept = Corpus(self.terms.keep / self.name) if self.terms.keep is not None else None
        sources = [source for source in (corpus(self.name), self._kept) if source is not None]
        inputs = [data for source in sources for _, data in source.load()]
        self._folder = tempfile.TemporaryDirectory(prefix="tls-harness-corpus-")
        self._working = Corpus(Path(self._folder.name))
        for data in inputs:
            self._working.save(data)
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

    def work(self, number: int, stop: Event) -> None:
        """Let the `number`-th child work, and others after its death, until time or runs are used up."""
        seed = self.terms.seed + number * _SEEDS_APART
        with Post(self.name, replace(self.terms, seed=seed), stop) as post:
            try:
                self._fuzz(post, number)
                if self.terms.tidy:
                    tidy_all(post)
            except Stopped:
                post.summary.cut_short = "interrupted"
            except Unsupported as why:
                post.summary.unsuited = str(why)
            finally:
                if stop.is_set():  # whatever it was at, it was not done
                    post.summary.cut_short = "interrupted"
                with self._lock:
                    post.summary.corpus = len(list(self._working.folder.iterdir()))
                    self.summary.add(post.summary)
                    self.done += 1
                self.keep_up()

    def _fuzz(self, post: Post, number: int) -> None:
        """One child after another: each death costs its input, and the bounds go down by what was used."""
        runs = self.terms.runs
        order = replace(
            post.order,
            corpus=str(self._working.folder),
            seconds=self.terms.seconds,
            runs=runs // self.children + (number < runs % self.children),
            shared=self.children > 1,
        )
        post.now_and_then = self.keep_up
        while (deadly := post.employ(order)) is not None:
            self._forget(deadly)
            left = _left(order, post)
            if left is None:
                return
            if post.deaths == MOST_DEATHS:
                post.summary.cut_short = f"given up after {MOST_DEATHS} deaths"
                return
            order = left

    def _forget(self, deadly: bytes) -> None:
        for path, data in self._inputs():
            if name_of(data) == name_of(deadly):
                path.unlink(missing_ok=True)

    def _inputs(self) -> Iterator[tuple[Path, bytes]]:
        """The working corpus as it is; a child at work may put a smaller input in the place of one."""
        for path in list(self._working.folder.iterdir()):
            try:
                yield path, path.read_bytes()
            except FileNotFoundError:
                continue

    def keep_up(self) -> None:
        """Copy what has come into the corpus since the last time to where it is kept, if anywhere."""
        if self._kept is None:
            return
        with self._lock:
            for path, data in self._inputs():
                if path.name not in self._copied and not path.name.startswith("."):
                    self._kept.save(data)
                    self._copied.add(path.name)


def _left(order: Order, post: Post) -> Order | None:
    """The order for the next child, None when nothing is left of time or runs."""
    seconds = order.seconds and int(order.seconds - post.took)
    runs = order.runs and order.runs - post.tried
    if seconds < 0 or runs < 0 or (order.seconds and not seconds) or (order.runs and not runs):
        return None
    return replace(order, seconds=seconds, runs=runs, seed=order.seed + 1)


def replay(name: str, files: Iterable[Path], terms: Terms, tell: Tell) -> Summary:
    """Try each file once, without Atheris; finds are kept and told as in a campaign.

    Raises `UsageError` when a file cannot be read, `Fault`.
    """
    left = [str(file) for file in files]
    with Post(name, terms) as post:
        post.summary.corpus = len(left)
        try:
            while left and post.employ(replace(post.order, deed="try", files=tuple(left))) is not None:
                left = left[post.tried :]
            if terms.tidy:
                tidy_all(post)
        except Unsupported as why:
            post.summary.unsuited = str(why)
        finally:
            tell(post.summary)
    return post.summary


def survey(name: str, files: Sequence[Path], terms: Terms) -> dict[Path, frozenset[int]]:
    """What each file reaches, as numbers: looks of its run, and steps through the Python that guides.

    A file whose input kills its child reaches something of its own.
    """
    reached: dict[Path, frozenset[int]] = {}
    left = list(files)
    with Post(name, terms) as post:
        while left:
            order = replace(post.order, deed="survey", files=tuple(map(str, left)))
            died = post.watch(order)
            reached |= {left[at]: frozenset(numbers) for at, numbers in post.notes}
            if died is None:
                return reached
            reached[left[post.tried - 1]] = frozenset([-1 - len(reached)])
            left = left[post.tried :]
    return reached
