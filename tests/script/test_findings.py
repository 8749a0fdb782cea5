"""The scripts beside docs/findings.md: a sample of them still shows what the page says, on this Python."""

from __future__ import annotations

import runpy
import ssl
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from harness.drivers.programs import found
from harness.run.cell import read_name

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "docs" / "findings"
PAGE = runpy.run_path(str(ROOT / "docs" / "generate.py"))
#: What the scripts of an implementation, or of a layer over it, need besides Python.
NEEDS = {
    "stdlib": "ssl",
    "mbedtls": "mbedtls",
    "pyopenssl": "OpenSSL",
    "rustls": "pyrtls",
    "siotls": "siotls",
    "tlslite": "tlslite",
    "truststore": "truststore",
    "gevent": "gevent",
    "eventlet": "eventlet",
    "tornado": "tornado",
    "twisted": "twisted",
    "urllib3": "urllib3",
    "uvloop-streams": "uvloop",
}
#: The same of programs.
COMMANDS = {
    "program:gnutls": "gnutls-serv",
    "program:jsse": "javac",
    "program:nss": "selfserv",
    "program:openssl": "openssl",
}
#: So many scripts there are of each at least, where there are fewer findings than five.
LEAST = {"tornado": 3, "urllib3": 2, "uvloop-streams": 2}
#: One in so many is tried.
STRIDE = 12


def whose(name: str) -> str:
    """What a cell's script needs, by the names above."""
    cell = read_name(name)
    return cell.driver if cell.driver in NEEDS else cell.implementation


def scripts() -> dict[Path, str]:
    """Each script there is with its cell, if it speaks of this Python."""
    found = {}
    for finding in PAGE["all_entries"]():
        cells = {entry.evidence for entry in finding if entry.evidence and speaks_of_here(entry)}
        for shown in PAGE["shown_by"](finding):
            if shown.cell in cells:
                found |= dict.fromkeys(PAGE["scripts_of"]([shown]), shown.cell)
    return dict(sorted(found.items()))


def speaks_of_here(entry) -> bool:
    return bool(entry.holds_on(sys.version_info[:3], library_of(entry.evidence)))


def library_of(cell: str) -> str | None:
    """What a cell's library says of its version, where entries name such."""
    name = read_name(cell).implementation
    if name in COMMANDS and which(COMMANDS[name]):
        return str(found(name).__version__)
    return ssl.OPENSSL_VERSION if name == "stdlib" else None


def sample() -> list[Path]:
    """Of each implementation that is here one in so many, the first among them."""
    chosen = []
    here = {name: find_spec(module) is not None for name, module in NEEDS.items()}
    here |= {name: which(command) is not None for name, command in COMMANDS.items()}
    for name, present in here.items():
        mine = [file for file, cell in scripts().items() if whose(cell) == name]
        chosen += mine[::STRIDE] if present else []
    return chosen


@pytest.mark.parametrize("script", sample(), ids=lambda file: file.stem)
def test_a_script_still_shows_what_was_found(script, tmp_path):
    command = [sys.executable, "-I", "-W", "ignore", script]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stderr.partition(":")[0]) == (1, "it shows"), run.stdout + run.stderr


def test_a_finding_has_a_script_or_a_reason_why_it_has_none():
    """Of a cell that finds several things a script shows one, and counts for no other."""
    reasons, findings = PAGE["reasons"](), [shown for _, shown in PAGE["all_findings"]()]
    without = [each for each in findings if not PAGE["scripts_of"](each)]
    assert [each for each in without if not PAGE["why_none"](each, reasons)] == []
    assert set(reasons) - {shown for each in without for shown in each} == set()  # each is about one of those


def test_there_are_scripts_of_several_implementations_and_every_one_is_linked():
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    files = sorted(FOLDER.glob("*.py"))
    assert [file.name for file in files if f"(findings/{file.name})" not in page] == []
    shown = [whose(cell) for cell in scripts().values()]
    everybody = dict.fromkeys((*NEEDS, *COMMANDS), True)
    assert {name: shown.count(name) >= LEAST.get(name, 5) for name in everybody} == everybody


def test_what_is_listed_by_class_only_is_shown_by_no_cell_no_script_and_no_line_of_the_page():
    entries = [each for each in PAGE["entries"]() if PAGE["untold"]([each]) is not None]
    assert entries
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    for entry in entries:
        scenario, _, setting = entry.cells.partition("[")
        cells = f"{scenario}[{setting.partition(':')[0]}:"
        assert not entry.evidence
        assert cells not in page
        assert not [file.name for file in FOLDER.glob("*.py") if cells in file.read_text(encoding="utf-8")]
