"""Writes what is generated from code and data: findings.md, promise.txt, and a diagram in ARCHITECTURE.md.

    python docs/generate.py               # the pages
    python docs/generate.py --scripts     # docs/findings/ anew first, one script for each finding
    python docs/generate.py --scripts NAME  # of these implementations alone: stdlib, asyncio, ...
    python docs/generate.py --missing-scripts [NAME]  # of those findings alone that have none yet

`tests/test_generated.py` fails when the pages are out of date. Scripts are made where the implementation
and its interpreter are at hand; of others those that are there stay. Their keys are new each time.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from docs import promised
from harness.collection import Catalogue, collect
from harness.errors import Unsupported, UsageError
from harness.pki import mint
from harness.run.cell import read_name
from harness.run.known import KnownFailure, read_all_known
from harness.run.worker import Bench
from harness.script.trying import script_for
from harness.states import diagram

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- generated: states -->\n```mermaid\n", "```\n<!-- end -->"

#: The first Python the harness runs on.
_OLDEST = (3, 11)
#: Lines of a script that is kept: a longer one is nothing to read.
_LONGEST = 400
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
}
_HEAD = """\
# Findings

What released implementations do against their documents or the RFCs, as the harness found it. Made from
`known/*.toml` by `docs/generate.py`; the tests replay every entry's evidence on the Pythons the harness runs
on. What matters to security comes first. Replay one with the command under it; `tls-harness explain CELL`
shows what it does step by step. Where there is a script it needs the library alone, many tlslite-ng too, and
exits with 1 when the finding shows: `tls-harness replay CELL --script` made it, and tried it.
"""
#: Where the scripts lie, beside the page.
_SCRIPTS = ROOT / "docs" / "findings"


def findings(entries: list[KnownFailure], catalogue: Catalogue) -> str:
    """The page, from every entry of every file; entries of one reason are one finding."""
    sections = [_HEAD]
    for who, group in groupby(sorted(entries, key=_who), key=_who):
        found = _by_reason(group)
        ordered = sorted(found.values(), key=lambda each: not any(entry.security for entry in each))
        grave = sum(any(entry.security for entry in each) for each in ordered)
        sections.append(f"## {_TITLES.get(who, who)}\n\n{len(found)} findings; security: {grave}.\n")
        sections += [_finding(number, each, catalogue) for number, each in enumerate(ordered, 1)]
    return "\n".join(sections)


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
    here = [script for script in map(script_of, shown) if script.is_file()]
    lines += [f"- Script: [{script.name}](findings/{script.name})" for script in dict.fromkeys(here)]
    return "\n".join([*lines, "", *(f"      tls-harness replay '{each}'" for each in shown)]) + "\n"


def script_of(cell: str) -> Path:
    """Where the script of a cell lies, if it has one."""
    return _SCRIPTS / (re.sub(r"[^A-Za-z0-9_.@]+", "-", cell.partition("#")[0]).strip("-") + ".py")


def write_scripts(entries: list[KnownFailure], *, missing: bool) -> Iterator[tuple[str, str]]:
    """The shortest script of each finding, written. Gives cells and why there is no script of theirs.

    missing: of those findings alone that have no script yet.
    """
    with tempfile.TemporaryDirectory(prefix="tls-harness-keys-") as keys:
        bench = Bench(collect(ROOT / "scenarios"), mint(keys))
        for _, group in groupby(sorted(entries, key=_who), key=_who):
            for each in _by_reason(group).values():
                cells = [_where_it_holds(entry) for entry in each if entry.evidence]
                if not (missing and any(script_of(cell).is_file() for cell in cells)):
                    yield from _write_script(bench, cells)


def _write_script(bench: Bench, cells: list[str]) -> Iterator[tuple[str, str]]:
    made: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        try:
            text = script_for(bench, read_name(cell)).text
        except (Unsupported, UsageError) as why:
            yield cell, str(why)
            continue
        if (count := text.count("\n")) > _LONGEST:
            yield cell, f"its script has {count} lines; `tls-harness replay CELL --script` writes it"
        else:
            made[cell] = text
    if made:
        for cell in cells:
            script_of(cell).unlink(missing_ok=True)
        shortest = min(made, key=lambda cell: (len(made[cell]), cell))
        script_of(shortest).write_text(made[shortest], encoding="utf-8")


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
        _SCRIPTS.mkdir(exist_ok=True)
        asked = sys.argv[2:]
        chosen = [each for each in entries() if not asked or _who(each) in asked]
        for name, reason in write_scripts(chosen, missing=sys.argv[1] == "--missing-scripts"):
            print(f"{name}: {reason}")
    (ROOT / "docs" / "findings.md").write_text(findings_page(), encoding="utf-8")
    (ROOT / "ARCHITECTURE.md").write_text(architecture_page(), encoding="utf-8")
