"""The programs that can be put on trial, by name: `tls-harness run program:openssl`.

A program has a face for each role: how it is started for a setup, and by what words it tells what happens.
Each has a module of its own. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import importlib
import subprocess
from dataclasses import dataclass, field
from shutil import which
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from harness.errors import Unsupported, UsageError
from harness.implementation import PROGRAM as PREFIX
from harness.names import Kind, Role
from harness.setup import Setup

#: The module of each program, what its commands are, and what brings them.
_MODULES: Dict[str, Tuple[str, Tuple[str, ...], str]] = {
    "openssl": ("harness.drivers.program_openssl", ("openssl",), "apt-get install openssl"),
    "nss": (
        "harness.drivers.program_nss",
        ("tstclnt", "selfserv", "certutil", "pk12util", "openssl"),
        "apt-get install libnss3-tools openssl",
    ),
    "gnutls": ("harness.drivers.program_gnutls", ("gnutls-cli", "gnutls-serv"), "apt-get install gnutls-bin"),
    "jsse": ("harness.drivers.program_jsse", ("java", "javac"), "apt-get install openjdk-17-jdk-headless"),
}

NAMES: Tuple[str, ...] = tuple(PREFIX + name for name in _MODULES)


def commands_of(name: str) -> Tuple[str, ...]:
    """The commands of the program called `name` (with the prefix), those that prepare things among them."""
    return _MODULES[name[len(PREFIX) :]][1]


@dataclass(frozen=True)
class Place:
    """Where a program is started: the port it calls or listens at, a folder, perhaps a terminal."""

    port: int
    folder: str
    terminal: str = ""


@dataclass(frozen=True)
class Face:
    """A program in one role. Words are regular expressions, matched in what it says, line by line.

    name: what it is called in messages. command: what starts it, given the setup and a place; raises
    `Unsupported` for what it cannot be told. shaken: words that say that its handshake is done, None for one
    that does not say so. endings: words that say how a connection has ended, the first that are found
    decide. facts: words whose group 1 is a fact of `endpoint.FACTS`. talks: whether plaintext goes over its
    standard input and output; one that does not talk is seen in handshakes alone. terminal: whether it says
    things in a file, which it writes line by line only where that is a terminal. ends_in_silence: whether it
    tells an orderly end by not a word, and an exit status of 0 once it exits. picks: whether a server takes
    the port 0 for its own choice.
    """

    name: str
    command: Callable[[Setup, Place], List[str]]
    shaken: Optional[str]
    endings: Tuple[Tuple[str, Kind], ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    talks: bool = True
    terminal: bool = False
    ends_in_silence: bool = True
    picks: bool = True


@dataclass(frozen=True)
class Program:
    """A program, its faces by role."""

    name: str
    faces: Mapping[Role, Face]


def found(name: str) -> Any:
    """The module of the program called `name` (with the prefix), which has `PROGRAM` and `__version__`.

    Raises `UsageError` with one sentence for one that nobody knows, or that is not installed.
    """
    entry = _MODULES.get(name[len(PREFIX) :])
    if entry is None:
        known = ", ".join(NAMES)
        raise UsageError("there is no implementation {!r}: the programs are {}".format(name, known))
    module, commands, install = entry
    missing = [each for each in commands if which(each) is None]
    if missing:
        raise UsageError(
            "implementation {}: there is no command {} here; {}".format(name, missing[0], install)
        )
    return importlib.import_module(module)


def told_by(*command: str) -> str:
    """What a command says of its version; "" where it is not here, which whoever asks for it is told."""
    if which(command[0]) is None:
        return ""
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return ran.stdout.decode("utf-8", "replace").strip()


def face_of(program: Program, setup: Setup) -> Face:
    """The program's face for the setup's role. Raises `Unsupported` for what no program can be told."""
    options = setup.options
    for asked, told in (
        (setup.session is not None, "resume a session"),
        (options.notes_name or options.name_callback is not None, "tell the name it is asked for"),
        (options.post_handshake_auth, "authenticate after the handshake"),
        (bool(options.groups) or options.shares is not None, "choose its groups and key shares"),
        (options.trust == "revocations", "load lists of revoked certificates"),
        (setup.certificate == "locked", "be given a password"),
    ):
        if asked:
            raise Unsupported("{} cannot be made to {} here".format(program.name, told))
    face = program.faces.get(setup.role)
    if face is None:
        raise Unsupported("{} is no {}".format(program.name, setup.role))
    return face
