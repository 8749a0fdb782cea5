"""The parent's side of a search: children that try scenarios, and may die of one.

The same posts watch them as those of a campaign (`harness.fuzz.post`), and a death costs its scenario. The
finds are the same files.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.errors import Unsupported, UsageError
from harness.fuzz.bench import Order
from harness.fuzz.corpus import name_of
from harness.fuzz.excuses import write_excuses
from harness.fuzz.files import write_whole
from harness.fuzz.finds import REPEATS, REPEATS_NOT, SUFFIX, UNTRIED, read_find
from harness.fuzz.minimise import smaller_delivery
from harness.fuzz.post import Death, Post
from harness.fuzz.target import PROPERTIES, Finding
from harness.fuzz.terms import Find, Summary, Terms
from harness.written import Written, written_in

#: How many children a property may cost before it is given up.
MOST_DEATHS = 8
#: How many processes may be lost to make one crash small, or one hang.
MOST_CRASHES, MOST_HANGS = 60, 8
#: Scenarios of each property where nothing else is asked for: in a run for every change, and in a long one.
CI_EXAMPLES, LONG_EXAMPLES = 200, 20000
#: The example database of long searches.
DATABASE = Path(".hypothesis/examples")
_HANG = "hang"

Tell = Callable[[Summary], None]


@dataclass(frozen=True)
class Search:
    """What a search is told besides the terms of a campaign.

    examples: scenarios of each property. database: where Hypothesis keeps what it has met, None for a
    search that tries the same scenarios every time. disputes: gets the scenarios that two implementations
    answer differently without a clause to say who is wrong, by what they disagree on.
    """

    examples: int = CI_EXAMPLES
    database: Path | None = None
    disputes: dict[str, Written] = field(default_factory=dict)


def search(names: Sequence[str], terms: Terms, how: Search, tell: Tell) -> list[Summary]:
    """Search properties one after the other; `tell` gets the summary of each at its end.

    Of the terms `seconds`, `runs` and `keep` are of no concern here. Raises `UsageError` without
    Hypothesis or for a property there is not, `Fault` for a fault of ours.
    """
    if importlib.util.find_spec("hypothesis") is None:
        raise UsageError(
            "searching properties needs Hypothesis: python -m pip install 'tls-harness[search]' "
            "(replaying what was found works without)"
        )
    for name in names:
        if name not in PROPERTIES:
            raise UsageError(f"there is no property {name!r}: there are {', '.join(PROPERTIES)}")
    return [_search_one(name, terms, how, tell) for name in dict.fromkeys(names)]


def _search_one(name: str, terms: Terms, how: Search, tell: Tell) -> Summary:
    with Post(name, terms) as post:
        try:
            _employ(post, how)
            _tidy(post)
        except Unsupported as why:
            post.summary.unsuited = str(why)
        finally:
            how.disputes.update({key: written_in(text.encode(), key) for key, text in post.notes})
            tell(post.summary)
    return post.summary


def _employ(post: Post, how: Search) -> None:
    """One child after another, until all scenarios are tried; each death costs the scenario it died of."""
    excuses = post.scratch / "excuses"
    write_excuses(excuses, post.terms)
    if how.database is not None:
        how.database.mkdir(parents=True, exist_ok=True)
    order = replace(
        post.order,
        deed="search",
        runs=how.examples,
        excuses=str(excuses),
        corpus=str(how.database.absolute()) if how.database is not None else "",
    )
    deadly: list[str] = []
    while (died_of := post.employ(order)) is not None:
        if post.deaths == MOST_DEATHS:
            post.summary.cut_short = f"given up after {MOST_DEATHS} deaths"
            return
        deadly.append(str(_kept(post, died_of)))
        # Some of that was to make finds small, so a child that died counts for half of the work at most.
        left = max(order.runs - post.tried, order.runs // 2)
        order = replace(order, files=tuple(deadly), seed=order.seed + 1, runs=left)


def _kept(post: Post, text: bytes) -> Path:
    """The file of a scenario, for children to read."""
    path = post.scratch / (name_of(text) + SUFFIX)
    path.write_bytes(text)
    return path


def _tidy(post: Post) -> None:
    """Make small what no child has: finds whose child died before it could, and deaths themselves."""
    for find in post.summary.finds:
        if find.known or not find.fresh or read_find(find.path).found.get("repeats") != UNTRIED:
            continue
        if find.key.startswith((_HANG, "crash: ")) and find.key != "crash: SystemExit":
            _tidy_deadly(post, find)
        else:
            order = replace(post.order, deed="shrink", loose=((find.key, find.execution),))
            death = post.watch(replace(order, files=(str(_kept(post, find.data)),)))
            if death is not None:
                post.bury(death)


def _tidy_deadly(post: Post, find: Find) -> None:
    """Try a death twice more and make its scenario small, at a process for each try."""
    written = written_in(find.data, find.key)
    deaths: list[Death] = []

    def keeps(candidate: Written) -> bool:
        file = _kept(post, candidate.as_text().encode())
        death = post.watch(_order_to_try(post, file))
        if death is None or death.key != find.key:
            return False
        deaths.append(death)
        return True

    came = sum(keeps(written) for _ in range(2))
    told = REPEATS if came == 2 else f"{REPEATS_NOT}: tried twice more, it came {came} times"
    if came == 2:
        written = smaller_delivery(written, keeps, MOST_HANGS if find.key.startswith(_HANG) else MOST_CRASHES)
    words = deaths[-1].words if deaths else ()
    finding = Finding(find.key, find.told, words, replace(written, found={}))
    notes = {"executions": str(find.execution), "repeats": told}
    post.cabinet.write(post.cabinet.find(finding, written.as_text().encode(), notes), find.key)


def _order_to_try(post: Post, file: Path) -> Order:
    return replace(post.order, deed="try", files=(str(file),))


def write_disputes(disputes: dict[str, Written], folder: Path) -> list[Path]:
    """Keep what two implementations disagree on, a file each, for people to read."""
    paths = []
    for key, written in disputes.items():
        path = folder / "disputes" / (name_of(key.encode()) + SUFFIX)
        kept = replace(written, found={"dispute": key})
        write_whole(path, kept.as_text().encode("ascii"))
        paths.append(path)
    return paths
