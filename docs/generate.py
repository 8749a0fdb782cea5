"""Writes what is generated from code and data: findings.md, promise.txt, and a diagram in ARCHITECTURE.md.

    python docs/generate.py               # the pages
    python docs/generate.py --scripts     # docs/findings/ anew first, one script for each finding
    python docs/generate.py --scripts NAME  # of these implementations alone: stdlib, asyncio, ...
    python docs/generate.py --missing-scripts [NAME]  # of those findings alone that have none yet

`tests/test_generated.py` fails when the pages are out of date. Scripts are made where the implementation
and its interpreter are at hand; of others those that are there stay. Their keys are new each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from docs import promised
from docs.scripted import SCRIPTS, Shown, reasons, scripts_of, why_none, write_scripts
from harness.collection import Catalogue, collect
from harness.run.cell import read_name
from harness.run.known import KnownFailure, read_all_known
from harness.script.recording import ANY
from harness.states import diagram

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- generated: states -->\n```mermaid\n", "```\n<!-- end -->"

#: How the security of an entry ends whose finding is not public.
_UNTOLD = ": not told further here"
#: The first Python the harness runs on.
_OLDEST = (3, 11)
_TITLES = {
    "stdlib": "CPython's ssl",
    "anyio": "AnyIO",
    "asyncio": "CPython's asyncio over TLS",
    "eventlet": "Eventlet",
    "mbedtls": "python-mbedtls",
    "pyopenssl": "pyOpenSSL",
    "pypy": "PyPy's ssl",
    "rustls": "rustls through pyrtls",
    "program_gnutls": "GnuTLS, through gnutls-cli and gnutls-serv",
    "program_jsse": "Java's JSSE",
    "program_nss": "NSS, through tstclnt and selfserv",
    "program_openssl": "OpenSSL's s_client and s_server",
    "tlslite": "tlslite-ng",
    "tornado": "Tornado",
    "trio": "Trio",
    "truststore": "truststore's SSLContext",
    "twisted": "Twisted",
}
_HEAD = """\
# Findings

What released implementations do against their documents or the RFCs, as the harness found it. Made from
`known/*.toml` by `docs/generate.py`; the tests replay every entry's evidence on the Pythons the harness runs
on. What matters to security comes first. Replay one with the command under it; `tls-harness explain CELL`
shows what it does step by step. Each was reproduced by its script, which needs the library alone, many
tlslite-ng too, and exits with 1 when the finding shows: `tls-harness replay CELL --script` made it, and tried
it. A cell may show several findings, where its peer lies on several connections: a script says in its head
which origin it is about, and `--origin` chooses it. What only the harness has shown stands
[by itself](#shown-by-the-harness-alone), at the end.
"""
_ALONE = """\
## Shown by the harness alone

These replay as the others do, but no script shows them without the harness yet, and so they are not counted
as findings. Each says why.
"""


def findings(entries: list[KnownFailure], catalogue: Catalogue) -> str:
    """The page, from every entry of every file; entries of one reason are one finding."""
    sections, why = [], reasons()
    alone: list[tuple[str, list[KnownFailure]]] = []
    rows: list[tuple[str, int, int, int]] = []
    for who, found in _found(entries):
        ordered = sorted(found.values(), key=lambda each: not any(entry.security for entry in each))
        shown = [each for each in ordered if untold(each) is not None or scripts_of(shown_by(each))]
        grave = sum(any(entry.security for entry in each) for each in shown)
        title = _TITLES.get(who, who)
        rows.append((title, len(shown), grave, len(ordered) - len(shown)))
        sections.append(f"## {title}\n")
        sections += [_finding(f"{number}.", each, catalogue, why) for number, each in enumerate(shown, 1)]
        alone += [(title, each) for each in ordered if each not in shown]
    sections.append(_ALONE)
    sections += [_finding(f"{title}:", each, catalogue, why) for title, each in alone]
    return "\n".join([_HEAD, _table(rows), *sections])


def _table(rows: list[tuple[str, int, int, int]]) -> str:
    """How many findings there are of whom, how many matter to security, and what has no script."""
    total = ("all", *(sum(row[at] for row in rows) for at in (1, 2, 3)))
    lines = [f"| {who} | {found} | {grave} | {alone} |" for who, found, grave, alone in (*rows, total)]
    head = ["| of | findings | security | shown by the harness alone |", "|---|---|---|---|"]
    return "\n".join([*head, *lines, ""])


def _found(entries: Iterable[KnownFailure]) -> Iterator[tuple[str, dict[str, list[KnownFailure]]]]:
    """The findings of each implementation, by reason."""
    for who, group in groupby(sorted(entries, key=_who), key=_who):
        yield who, _by_reason(group)


def untold(entries: Iterable[KnownFailure]) -> str | None:
    """The class of a finding that is listed by that alone, None of one that may be told."""
    classes = (entry.security.removesuffix(_UNTOLD) for entry in entries if entry.security.endswith(_UNTOLD))
    return next(classes, None)


def shown_by(entries: Iterable[KnownFailure]) -> list[Shown]:
    """The cells that show a finding, and its origin in each.

    What a search has found has the origin that its input gave it, and a cell that shows the same another:
    whatever such a cell finds counts, where no entry of the finding speaks of the cell itself.
    """
    told = [each for each in entries if each.evidence]
    speaking = [each for each in told if each.covers([each.evidence])]
    found = [Shown(_where_it_holds(each), each.origin) for each in speaking]
    return list(dict.fromkeys(found or [Shown(_where_it_holds(each), ANY) for each in told]))


def all_entries() -> list[list[KnownFailure]]:
    """The entries of each finding that may be told."""
    return [each for _, found in _found(entries()) for each in found.values() if untold(each) is None]


def all_findings() -> list[tuple[str, list[Shown]]]:
    """Each finding that may be told: of whom, and what shows it."""
    return [(_who(each[0]), shown_by(each)) for each in all_entries()]


def _by_reason(entries: Iterable[KnownFailure]) -> dict[str, list[KnownFailure]]:
    """The entries of each finding."""
    found: dict[str, list[KnownFailure]] = {}
    for entry in entries:
        found.setdefault(entry.reason, []).append(entry)
    return found


def _who(entry: KnownFailure) -> str:
    """The implementation by its file's name: its first word, of a program the word behind that as well."""
    words = Path(entry.source).name.partition(".")[0].split("_")
    return "_".join(words[: 2 if words[0] == "program" else 1])


def _finding(mark: str, entries: list[KnownFailure], catalogue: Catalogue, why: dict[Shown, str]) -> str:
    if (kind := untold(entries)) is not None:
        title = f"### {mark} {kind[0].upper()}{kind[1:]}"
        return f"{title}\n\nListed by class only: [disclosure.md](disclosure.md).\n"
    reason = entries[0].reason
    lines = [f"### {mark} {reason[0].upper()}{reason[1:]}", ""]
    for told in dict.fromkeys(entry.security for entry in entries if entry.security):
        lines += [f"**Security:** {told}", ""]
    for name in dict.fromkeys(entry.clause for entry in entries):
        clause = catalogue.requirements[name]
        lines.append(f"- Clause: {clause.text} ({clause.source}; {clause.level}; `{clause.id}`)")
    lines.append(f"- Python: {', '.join(_pythons(entries)) or 'every version tried'}")
    if all(entry.library for entry in entries):
        lines.append(f"- Library: {', '.join(sorted({entry.library for entry in entries}))} alone")
    lines += [f"- Upstream: <{told}>" for told in dict.fromkeys(e.upstream for e in entries if e.upstream)]
    shown = shown_by(entries)
    cells = dict.fromkeys(each.cell for each in shown)
    for name in dict.fromkeys(read_name(cell).scenario for cell in cells):
        if name in catalogue.scenarios:
            lines.append(f"- Scenario: {' '.join(catalogue.scenarios[name].page.split())} (`{name}`)")
    here = scripts_of(shown)
    lines += [f"- Script: [{script.name}](findings/{script.name})" for script in here]
    lines += [] if here else [f"- Script: none; {why_none(shown, why)}"]
    return "\n".join([*lines, "", *(f"      tls-harness replay '{cell}'" for cell in cells)]) + "\n"


def _pythons(entries: Iterable[KnownFailure]) -> list[str]:
    """The versions that are named one by one, and the ranges."""
    ranges = {entry.python for entry in entries if set(entry.python) & set("<>")}
    named = {word for entry in entries if entry.python not in ranges for word in entry.python.split()}
    return [*sorted(named, key=_version), *sorted(ranges)]


def _where_it_holds(entry: KnownFailure) -> str:
    """The cell that shows it, on the interpreter of an entry about those the harness itself cannot run on."""
    if _who(entry) == "pypy":
        return entry.evidence.replace("[stdlib:", "[stdlib@pypy3:", 1)
    pythons = _pythons([entry])
    if not pythons or set(pythons[0]) & set("<>") or _version(pythons[-1]) >= _OLDEST:
        return entry.evidence
    return entry.evidence.replace("[stdlib:", f"[stdlib@python{pythons[-1]}:", 1)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def entries() -> list[KnownFailure]:
    """Every entry of every file."""
    return [entry for file in sorted((ROOT / "known").glob("*.toml")) for entry in read_all_known(file)]


def findings_page() -> str:
    """docs/findings.md as it should be."""
    return findings(entries(), collect(ROOT / "scenarios"))


def architecture_page() -> str:
    """ARCHITECTURE.md with the diagram as it should be."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + diagram() + END + after


def promise_page() -> str:
    """docs/promise.txt as it should be."""
    return promised.page()


if __name__ == "__main__":
    (ROOT / "docs" / "promise.txt").write_text(promise_page(), encoding="utf-8")
    if sys.argv[1:2] in (["--scripts"], ["--missing-scripts"]):
        SCRIPTS.mkdir(exist_ok=True)
        chosen = [shown for who, shown in all_findings() if not sys.argv[2:] or who in sys.argv[2:]]
        fatal = {entry.evidence for entry in entries() if entry.origin.startswith("any: crash")}
        for name, reason in write_scripts(chosen, fatal, missing=sys.argv[1] == "--missing-scripts"):
            print(f"{name}: {reason}")
    (ROOT / "docs" / "findings.md").write_text(findings_page(), encoding="utf-8")
    (ROOT / "ARCHITECTURE.md").write_text(architecture_page(), encoding="utf-8")
