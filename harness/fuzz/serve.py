"""A target as libFuzzer's own tools and OSS-Fuzz want it: a program whose arguments are libFuzzer's flags.

    from harness.fuzz.serve import serve

    serve("client_hello")

A find is an exception that leaves the program, as those tools expect; what is known of the implementation
(`known/*.toml`) is none. `TLS_HARNESS_IMPLEMENTATION` names another implementation than `stdlib`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from harness.fuzz.bench import Bench, Order, guarded
from harness.fuzz.child import fuzz
from harness.fuzz.recorder import Recorder
from harness.pki import mint

_IMPLEMENTATION = "TLS_HARNESS_IMPLEMENTATION"


class Found(Exception):
    """The target's invariant is broken; the message says how."""


def serve(name: str) -> None:
    """Fuzz one target as the command line says; returns only where libFuzzer does."""
    scratch = Path(tempfile.mkdtemp(prefix="tls-harness-"))
    keys = scratch / "keys"
    keys.mkdir()
    order = Order(
        target=name,
        implementation=os.environ.get(_IMPLEMENTATION, "stdlib"),
        pki=mint(str(keys)).folder,
        finds=str(scratch),
        recorder=str(scratch / "recorder"),
        diary=str(scratch / "diary"),
    )
    with Recorder(Path(order.recorder), create=True):
        fuzz(order, sys.argv[1:], _raise_finding)


def _raise_finding(bench: Bench, data: bytes) -> None:
    finding = guarded(bench.judge, data)
    if finding is not None and not _reason_for(bench, finding.key, finding.cell):
        raise Found("\n".join([f"{finding.key}: {finding.told}", *finding.details]))


def _reason_for(bench: Bench, key: str, cell: str) -> str:
    """Why a find is no news. What says so parses the wire, so it is not loaded before the target is."""
    from harness.fuzz.excuses import akin
    from harness.fuzz.terms import Terms
    from harness.run.known import known_files, read_known

    name = bench.order.implementation
    names = dict.fromkeys(
        [name, "asyncio", *(["stdlib"] if bench.trial.implementation.built_on_stdlib else [])]
    )
    entries = [entry for each in names for file in known_files(each) for entry in read_known(file)]
    return Terms(name, known=akin(entries)).reason_for(bench.target.name, key, cell)
