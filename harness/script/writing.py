"""The whole text of a script: a head that says what it shows, what it brings along, what it does, its end."""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from harness.collection import Catalogue
from harness.drivers.programs import NAMES, commands_of
from harness.implementation import BUILT_IN, PROGRAM
from harness.remote import AT
from harness.run.cell import Cell
from harness.script import (
    anyio_face,
    green_face,
    mbedtls_face,
    runtime,
    rustls_face,
    siotls_face,
    tlslite_face,
    tornado_face,
    trio_face,
    twisted_face,
    urllib3_face,
)
from harness.script.acting import Acted
from harness.script.pruning import names_in, pruned
from harness.script.recording import Recording
from harness.script.showing import line_that_shows
from harness.script.spelling import NoScript, Spelling

#: truststore has a context alone.
_TRUSTSTORE = """\
import truststore

tls = types.SimpleNamespace(**{**vars(ssl), "SSLContext": truststore.SSLContext})
"""
#: How libraries that are no module of their own are imported, and what they are called then.
_LIBRARIES = {
    "stdlib": ("", "ssl"),
    "pyopenssl": ("from OpenSSL import SSL\n", "SSL"),
    "mbedtls": (mbedtls_face.IMPORTS, "tls"),
    "rustls": (rustls_face.IMPORTS, "pyrtls"),
    "siotls": (siotls_face.IMPORTS, "siotls"),
    "tlslite": (tlslite_face.IMPORTS, "tlslite"),
    "truststore": (_TRUSTSTORE, "tls"),
}
#: The same of layers, by driver: over CPython's ssl, Twisted's over pyOpenSSL.
_LAYERS = {
    **{name: (imports, "tls") for name, imports in green_face.IMPORTS.items()},
    "anyio-asyncio": (anyio_face.IMPORTS, "ssl"),
    "trio": (trio_face.IMPORTS, "ssl"),
    "tornado": (tornado_face.IMPORTS, "ssl"),
    "twisted": (twisted_face.IMPORTS, "tls"),
    "uvloop-protocol": ("import uvloop\n", "ssl"),
    "uvloop-streams": ("import uvloop\n", "ssl"),
    "urllib3": (urllib3_face.IMPORTS, "ssl"),
}
#: What their users call them, where that is something else.
_CALLED = {
    "stdlib": "ssl",
    "pyopenssl": "pyOpenSSL",
    "mbedtls": "python-mbedtls",
    "rustls": "pyrtls",
    "tlslite": "tlslite-ng",
    "anyio-asyncio": "anyio",
    "uvloop-protocol": "uvloop",
    "uvloop-streams": "uvloop",
    **{name: ", ".join(commands_of(name)) for name in NAMES},
}
#: What the text may use of the standard library.
_USED = (
    "asyncio", "errno", "hashlib", "inspect", "logging", "os", "queue", "re", "socket", "ssl", "sys",
    "tempfile", "threading", "types",
)  # fmt: skip
_WIDTH = 100
#: Of keys, which nobody reads; OpenSSL takes no more than 254.
_WIDE = 200


@dataclass(frozen=True)
class Script:
    """A script, not tried yet. needs: what it takes besides Python. python: the interpreter it is for.

    lines: what it prints when all goes as in the run. compared: how the lines begin that must be so.
    """

    text: str
    needs: str
    python: str
    lines: tuple[str, ...]
    compared: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """What a script is made of: classes and helpers, the exceptions of calls that wait, more imports."""

    texts: tuple[str, ...]
    wants: tuple[str, ...]
    imports: str = ""
    needs: str = ""
    compared: tuple[str, ...] = ("subject", "peer:")


def library_of(cell: Cell) -> tuple[str, str]:
    """How the library of a cell's implementation is imported, and what it is called then."""
    name = cell.implementation.partition(AT)[0]
    if cell.driver in _LAYERS:
        if name != ("pyopenssl" if cell.driver == "twisted" else "stdlib"):
            raise NoScript(f"{cell.driver} over {name} is not written into a script")
        return _LAYERS[cell.driver]
    if name in _LIBRARIES:
        return _LIBRARIES[name]
    if name.startswith(PROGRAM):
        return "", ""
    if name in BUILT_IN:
        raise NoScript(f"{name} is not written into a script")
    if name.endswith(".py"):
        path = Path(name).resolve()
        return f"sys.path.insert(0, {str(path.parent)!r})\nimport {path.stem} as tls\n", "tls"
    return f"import {name} as tls\n", "tls"


def _called(cell: Cell) -> str:
    """What its user calls a cell's library."""
    name = cell.driver if cell.driver in _LAYERS else cell.implementation.partition(AT)[0]
    return _CALLED.get(name, name)


def write(
    catalogue: Catalogue, recording: Recording, spelling: Spelling, acted: Acted, parts: Parts
) -> Script:
    """The script that acts so."""
    imported, _ = library_of(recording.cell)
    body = [*parts.texts, *(runtime.HELPERS[name] for name in sorted(spelling.helpers))]
    ending = ["\n" + "\n".join(acted.statements) + "\n", _conclusion(recording, acted)]
    raised = names_in(pruned("\n".join([*body, *ending])))
    wants = [each for each in dict.fromkeys(parts.wants) if "." in each or each in raised]
    body.append(f"\nWANTS = ({', '.join(wants)},)\n")
    text = pruned("\n".join([*body, *ending]))
    if spelling.files:
        text = runtime.FILES.format(table=_table(spelling, text)) + "\n" + text
    used = names_in(text) | names_in(imported)
    modules = {name for name in {*_USED, *spelling.modules} if name.partition(".")[0] in used}
    imports = "".join(f"import {name}\n" for name in sorted(modules))
    others = "\n".join(filter(None, (imports, _once(parts.imports, imported))))
    python = recording.cell.implementation.partition(AT)[2] or sys.executable
    needs = ", ".join(dict.fromkeys(filter(None, (_called(recording.cell), parts.needs))))
    text = f"{_head(catalogue, recording, needs)}\n\n{others}\n{text}"
    return Script(text, needs, python, tuple(acted.lines), parts.compared)


def _once(*imports: str) -> str:
    """The lines of imports, each once."""
    return "".join(dict.fromkeys(line for each in imports for line in each.splitlines(keepends=True)))


def _table(spelling: Spelling, script: str) -> str:
    rows = []
    for name in sorted(spelling.files):
        text = spelling.texts.get(name) or (Path(spelling.pki.folder) / name).read_text(encoding="ascii")
        text = text(script) if callable(text) else text
        rows.append(f'    {name!r}: """\\\n{_wide(text)}""",\n')
    return "{\n" + "".join(rows) + "}"


def _wide(pem: str) -> str:
    """A file of keys in longer lines: fewer of what nobody reads."""
    return re.sub(
        r"(?<=-----\n)[A-Za-z0-9+/=\n]+(?=\n-----END)",
        lambda found: "\n".join(textwrap.wrap(found[0].replace("\n", ""), _WIDE)),
        pem,
    )


def _head(catalogue: Catalogue, recording: Recording, needs: str) -> str:
    judgement = recording.judgement
    requirement = catalogue.requirements.get(judgement.requirement)
    told = [" ".join(recording.scenario.page.split())]
    if requirement is not None:
        told.append(f"Clause: {requirement.text} ({requirement.source}; {requirement.level})")
    told.append(f"Came: {judgement.told}")
    told.append(f"Origin: {judgement.origin}")
    told.append(f"It needs {needs} and nothing of tls-harness; its exit code is 1 when it shows. The cell:")
    wrapped = [textwrap.wrap(each, _WIDTH, break_long_words=False, break_on_hyphens=False) for each in told]
    lines = [line for each in wrapped for line in (*each, "")][:-1]
    return "\n".join(f"# {line}".rstrip() for line in (*lines, recording.cell.name))


def _conclusion(recording: Recording, acted: Acted) -> str:
    number = line_that_shows(recording, acted)
    line = acted.lines[number]
    before = [each for each in acted.lines[:number] if each.split()[0] == line.split()[0]]
    return runtime.CONCLUSION.format(found=repr(line), at=len(before))
