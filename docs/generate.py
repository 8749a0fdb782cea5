"""Writes what is generated from code and data: docs/findings.md and the state diagram in ARCHITECTURE.md.

    python docs/generate.py

`tests/test_generated.py` fails when they are out of date.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from harness.collection import Catalogue, collect
from harness.run.cell import read_name
from harness.run.known import KnownFailure, read_all_known
from harness.states import diagram

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- generated: states -->\n```mermaid\n", "```\n<!-- end -->"

#: The first Python the harness runs on.
_OLDEST = (3, 11)
_TITLES = {
    "stdlib": "CPython's ssl",
    "asyncio": "CPython's asyncio over TLS",
    "mbedtls": "python-mbedtls",
    "pypy": "PyPy's ssl",
    "program": "Programs: those of OpenSSL and GnuTLS",
    "tlslite": "tlslite-ng",
}
_HEAD = """\
# Findings

What released implementations do against their documents or the RFCs, as the harness found it. Made from
`known/*.toml` by `docs/generate.py`; the tests replay every entry's evidence on the Pythons the harness runs
on. What matters to security comes first. Replay one with the command under it; `tls-harness explain CELL`
shows what it does step by step.
"""


def findings(entries: list[KnownFailure], catalogue: Catalogue) -> str:
    """The page, from every entry of every file; entries of one reason are one finding."""
    sections = [_HEAD]
    for who, group in groupby(sorted(entries, key=_who), key=_who):
        found: dict[str, list[KnownFailure]] = {}
        for entry in group:
            found.setdefault(entry.reason, []).append(entry)
        ordered = sorted(found.values(), key=lambda each: not any(entry.security for entry in each))
        grave = sum(any(entry.security for entry in each) for each in ordered)
        sections.append(f"## {_TITLES.get(who, who)}\n\n{len(found)} findings; security: {grave}.\n")
        sections += [_finding(number, each, catalogue) for number, each in enumerate(ordered, 1)]
    return "\n".join(sections)


def _who(entry: KnownFailure) -> str:
    return Path(entry.source).name.partition(".")[0].partition("_")[0]


def _finding(number: int, entries: list[KnownFailure], catalogue: Catalogue) -> str:
    reason = entries[0].reason
    lines = [f"### {number}. {reason[0].upper()}{reason[1:]}", ""]
    for told in dict.fromkeys(entry.security for entry in entries if entry.security):
        lines += [f"**Security:** {told}", ""]
    for name in dict.fromkeys(entry.clause for entry in entries):
        clause = catalogue.requirements[name]
        lines.append(f"- Clause: {clause.text} ({clause.source}; {clause.level}; `{clause.id}`)")
    pythons = sorted({each for entry in entries for each in entry.python.split()}, key=_version)
    lines.append(f"- Python: {', '.join(pythons) or 'every version tried'}")
    lines += [f"- Upstream: <{told}>" for told in dict.fromkeys(e.upstream for e in entries if e.upstream)]
    shown = [_where_it_holds(entry) for entry in entries if entry.evidence]
    for name in dict.fromkeys(read_name(each).scenario for each in shown):
        if name in catalogue.scenarios:
            lines.append(f"- Scenario: {' '.join(catalogue.scenarios[name].page.split())} (`{name}`)")
    return "\n".join([*lines, "", *(f"      tls-harness replay '{each}'" for each in shown)]) + "\n"


def _where_it_holds(entry: KnownFailure) -> str:
    """The cell that shows it, on the interpreter of an entry about those the harness itself cannot run on."""
    if _who(entry) == "pypy":
        return entry.evidence.replace("[stdlib:", "[stdlib@pypy3:", 1)
    pythons = entry.python.split()
    if not pythons or _version(pythons[-1]) >= _OLDEST:
        return entry.evidence
    return entry.evidence.replace("[stdlib:", f"[stdlib@python{pythons[-1]}:", 1)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def findings_page() -> str:
    """docs/findings.md as it should be."""
    files = sorted((ROOT / "known").glob("*.toml"))
    entries = [entry for file in files for entry in read_all_known(file)]
    return findings(entries, collect(ROOT / "scenarios"))


def architecture_page() -> str:
    """ARCHITECTURE.md with the diagram as it should be."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + diagram() + END + after


if __name__ == "__main__":
    (ROOT / "docs" / "findings.md").write_text(findings_page(), encoding="utf-8")
    (ROOT / "ARCHITECTURE.md").write_text(architecture_page(), encoding="utf-8")
