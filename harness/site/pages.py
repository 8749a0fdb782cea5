"""The pages of a site, rendered: file names and their bytes, nothing written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.collection import Catalogue
from harness.events import CellResult
from harness.report.badge import badge
from harness.report.compare import Comparison
from harness.report.results import Results
from harness.report.sarif import sarif
from harness.report.summary import headline, summary
from harness.report.tally import FATES, Tally
from harness.site.clauses import STATES, documents
from harness.site.data import catalogue_script, cells_script, key, place_of, script
from harness.site.development import Print
from harness.site.overview import overview, shares

_WORDS = {
    "failed": "failed",
    "error": "harness fault",
    "known": "known failures",
    "unsupported": "unsupported",
    "passed": "passed",
}
_ASSETS = ("site.css", "site.js", "table.js", "cells.js", "cell.js")


@dataclass
class Site:
    """What a site is made of.

    runs: the results, with the name of the file each came from; tally: of all of them. root: the catalogue's
    folder. prints: by cell, what was developed of it, or why nothing was. against: an earlier run, its name
    and what changed. notices: what a reader has to know before believing the rest. scripts: of cells that
    can be shown so, by cell.
    """

    runs: Sequence[tuple[str, Results]]
    tally: Tally
    catalogue: Catalogue
    root: Path
    version: str
    replay: str
    prints: Mapping[str, Print | str] = field(default_factory=dict)
    against: tuple[str, Comparison] | None = None
    notices: Sequence[str] = ()
    scripts: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> Iterable[CellResult]:
        """Of all runs, in order."""
        return chain.from_iterable(results.cells for _, results in self.runs)

    def files(self) -> dict[str, bytes]:
        """Every file of the site, by its path."""
        texts = dict(self._texts())
        files = {name: text.encode("utf-8", "backslashreplace") for name, text in texts.items()}
        files |= {f"pictures/{name}.pcapng": print_.capture for name, print_ in self._captures()}
        return files

    # -- pages

    def _texts(self) -> Iterator[tuple[str, str]]:
        for name in _ASSETS:
            yield (
                f"assets/{name}",
                resources.files("harness.site").joinpath("assets", name).read_text("utf-8"),
            )
        yield "data/cells.js", cells_script(self.cells, self._pictures())
        yield "data/catalogue.js", catalogue_script(self.catalogue, self.cells, self.root, self.replay)
        recorded = self._recorded()
        for cell, print_ in self.prints.items():
            yield (
                f"pictures/{key(cell)}.js",
                _picture_script(cell, print_, recorded[cell], self.scripts.get(cell)),
            )
        environment = self._environment()
        for page, told in self._told().items():
            yield page, environment.get_template(f"{page}.j2").render(here=page, **told)
        yield "badge.svg", badge(self.tally)
        yield "summary.md", summary(self.tally, self.against, self.notices)
        places = {name: place_of(each, self.root) for name, each in self.catalogue.scenarios.items()}
        yield (
            "findings.sarif",
            sarif(self.tally, self.catalogue.requirements, places, self.version, self.replay),
        )

    def _told(self) -> dict[str, dict[str, object]]:
        facts: dict[str, dict[str, str]] = {}
        for _, results in self.runs:
            facts |= results.header.get("facts", {})
        found = documents(self.catalogue, self.cells)
        pages: dict[str, dict[str, object]] = {
            "index.html": {
                "front": overview(self.tally),
                "facts": facts,
                "runs": [_told_run(name, results) for name, results in self.runs],
                "headline": headline(self.tally),
                "requirements": self.catalogue.requirements,
            },
            "cells.html": {},
            "cell.html": {},
            "requirements.html": {
                "documents": found,
                "states": STATES,
                "totals": sum((each.states for each in found), Counter()),
                "implementations": list(self.tally.boxes),
            },
        }
        if self.against is not None:
            pages["compare.html"] = _comparison(*self.against, [name for name, _ in self.runs])
            shown = {cause.example.cell for cause in self.against[1].causes}
            pages["compare.html"]["cells"] = {result.cell for result in self.cells if result.cell in shown}
        return pages

    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("harness.site"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        environment.filters |= {
            "address": lambda text: quote(str(text), safe="", errors="backslashreplace"),
            "query": lambda table: urlencode(table, errors="backslashreplace"),
        }
        pages = [("index.html", "Overview"), ("cells.html", "Cells"), ("requirements.html", "Requirements")]
        pages += [("compare.html", "Comparison")] if self.against is not None else []
        environment.globals |= {
            "pages": pages, "version": self.version, "fates": FATES, "words": _WORDS, "shares": shares,
            "notices": list(self.notices),
        }  # fmt: skip
        return environment

    # -- pictures

    def _captures(self) -> Iterator[tuple[str, Print]]:
        return ((key(cell), each) for cell, each in self.prints.items() if isinstance(each, Print))

    def _recorded(self) -> dict[str, CellResult]:
        """The cells that were to be developed."""
        return {result.cell: result for result in self.cells if result.cell in self.prints}

    def _pictures(self) -> Callable[[CellResult], str]:
        """Tells of a cell the key of its picture, or of one of the same finding; "" where there is none."""
        origins: dict[tuple[str, str], str] = {}
        for result in self._recorded().values():
            if result.origin and isinstance(self.prints[result.cell], Print):
                origins.setdefault((result.implementation, result.origin), result.cell)

        def picture(result: CellResult) -> str:
            shared = origins.get((result.implementation, result.origin))
            cell = result.cell if result.cell in self.prints else shared
            return "" if cell is None else key(cell)

        return picture


def _picture_script(cell: str, print_: Print | str, recorded: CellResult, alone: str | None) -> str:
    """The script of one picture: it calls what waits for it. alone: the cell as a script without harness."""
    if isinstance(print_, str):
        told: dict[str, object] = {"cell": cell, "why": print_, "agrees": True}
    else:
        told = {name: value for name, value in vars(print_).items() if name not in ("capture", "origin")}
        agrees = print_.verdict == recorded.verdict and print_.origin == recorded.origin
        told |= {"cell": cell, "agrees": agrees, "capture": f"pictures/{key(cell)}.pcapng"}
    told |= {"script": alone} if alone else {}
    return script("shown", told) + "harness.picture(harness.shown);\n"


def _told_run(name: str, results: Results) -> str:
    header = results.header
    return (
        f"{name}: profile {header.get('profile')}, seed {header.get('seed')}, "
        f"catalogue {header.get('digest')}, tls-harness {header.get('version')}"
    )


def _comparison(before: str, found: Comparison, after: Sequence[str]) -> dict[str, object]:
    return {
        "verdict": "Something got worse" if found.got_worse else "Nothing got worse",
        "before": before,
        "after": ", ".join(after),
        "tallies": [(found.same, "as before"), (found.new, "new"), (found.gone, "gone")],
        "groups": [
            ("Worse", "failed", found.worse.found + found.worse.faults),
            ("Fails otherwise", "failed", found.other.found + found.other.faults),
            ("Mended", "passed", found.mended.found + found.mended.faults),
        ],
        "lost": [(reason, found.lost[reason]) for reason in sorted(found.lost)],
    }
