"""Conversations a second of a tlsfuzzer checkout with `openssl s_server`, and of ours with the same library.

Each script of theirs stands beside the scenarios of ours that tell the same kind of lie. Theirs is run as its
authors mean it to be, as a program of its own against a server that stays; ours in one process, the subject
first the `ssl` of this Python, then `openssl s_server` behind the `program` driver, which starts one for each
conversation. The checkout is the user's own: nothing of it is part of this project.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.collection import Catalogue
from harness.endpoint import Endpoint
from harness.errors import UsageError
from harness.names import Role, Side
from harness.pki import Pki
from harness.run import plan
from harness.run.plan import Request
from harness.run.worker import Bench
from harness.setup import Setup
from tests.bench.figures import Row, Table

#: Scripts of theirs, and scenarios of ours that say the same to a server.
_SAME_LIES = {
    "test-tls13-conversation.py": ("handshake/*",),
    "test-tls13-finished.py": ("wire_finished/*",),
    "test-tls13-keyupdate.py": ("wire_key_update/*",),
    "test-invalid-compression-methods.py": ("wire_client_hello/*compression*",),
    "test-fuzzed-MAC.py": ("wire_records_tls12/*",),
}
_TOTAL = re.compile(r"^(?:TOTAL|successful|failed): (\d+)$", re.MULTILINE)
_LISTENS = re.compile(r"ACCEPT .*:(\d+)")


def table(checkout: Path, catalogue: Catalogue, pki: Pki) -> Table:
    """A row for each script. Raises `UsageError` when `checkout` holds none of them."""
    scripts = {name: path for name in _SAME_LIES if (path := script_in(checkout, name)) is not None}
    if not scripts:
        raise UsageError(f"{checkout}: this is no checkout of tlsfuzzer: it has none of the scripts compared")
    columns = ("theirs /s", "ours /s", "times", "program /s")
    return Table("conversations with OpenSSL", columns, _rows(checkout, scripts, catalogue, pki))


def script_in(checkout: Path, name: str) -> Path | None:
    """Where a checkout has the script of that name: in `scripts`, or in the package, where they moved."""
    places = checkout / "scripts" / name, checkout / "tlsfuzzer" / "_apps" / name.replace("-", "_")
    return next((path for path in places if path.is_file()), None)


def _rows(checkout: Path, scripts: dict[str, Path], catalogue: Catalogue, pki: Pki) -> Iterator[Row]:
    for script, path in scripts.items():
        theirs = _rate_of_theirs(checkout, path, pki)
        ours, program = (
            _rate_of_ours(catalogue, pki, _SAME_LIES[script], subject)
            for subject in ("stdlib", "program:openssl")
        )
        yield Row(script, (theirs, ours, ours / theirs, program))


def _rate_of_theirs(checkout: Path, script: Path, pki: Pki) -> float:
    with _server(pki) as port:
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(script), "-h", "127.0.0.1", "-p", str(port)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(checkout)},
        )
        seconds = time.perf_counter() - started
    return conversations_told(done.stdout, script.name) / seconds


def conversations_told(said: str, script: str) -> int:
    """How many conversations a script says it had. Raises `UsageError` when it does not say."""
    totals = [int(count) for count in _TOTAL.findall(said)]
    if not sum(totals):
        raise UsageError(
            f"{script} does not tell how many conversations it had; it ends with {said[-200:]!r}"
        )
    return totals[0] if said.count("TOTAL:") else sum(totals)


@contextmanager
def _server(pki: Pki) -> Iterator[int]:
    """`openssl s_server` as their README starts it, at a port of its own choice."""
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www"]
    command += ["-cert", pki.chain_file("rsa"), "-key", pki.key_file("rsa")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            told = next((found for line in process.stdout if (found := _LISTENS.search(line))), None)
            if told is None:
                raise UsageError("openssl s_server ended before it listened")
            yield int(told.group(1))
        finally:
            process.kill()


def _rate_of_ours(catalogue: Catalogue, pki: Pki, scenarios: tuple[str, ...], subject: str) -> float | None:
    """Connections a second of the undisturbed cells, by the clock; None where the subject has none."""
    connections = 0

    def count(side: Side, _setup: Setup, _endpoint: Endpoint) -> None:
        nonlocal connections
        connections += side is Side.SUBJECT

    request = Request((subject,), roles=(Role.SERVER,), peers=("tlslite",), scenarios=scenarios)
    if subject == "stdlib":
        request = Request((subject,), ("bio",), (Role.SERVER,), peers=("tlslite",), scenarios=scenarios)
    bench = Bench(catalogue, pki, listener=count)
    cells = list(plan.straight_cells(catalogue, request))
    started = time.perf_counter()
    for cell in cells:
        bench.run(cell)
    seconds = time.perf_counter() - started
    return connections / seconds if connections else None
