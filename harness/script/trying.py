"""Which script a cell gets: candidates, the least first, and the first that shows the same when it is run."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from harness.collection import acts_in
from harness.errors import Unsupported
from harness.implementation import PROGRAM
from harness.names import Side
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.script import acting, lying, runtime
from harness.script.acting import Acted, Ends
from harness.script.face import Face
from harness.script.faces import BIO, face_of
from harness.script.recording import ANY, Recording, record
from harness.script.showing import line_that_shows
from harness.script.spelling import NoScript, Spelling
from harness.script.writing import Parts, Script, library_of, write

#: How often a script whose peer lies is run: its lies are told as places, and something else may lie there
#: when randoms and keys are others.
_TRIES = 3
#: Seconds a script may take.
_PATIENCE = 30.0
_VARYING = re.compile("0x[0-9a-f]+|[0-9]+")
_BYTES = re.compile("b'[^'].*|b\"[^\"].*")
#: Calls that may give anything.
_GIVES_OBJECTS = frozenset(("use", "ask"))
#: Libraries whose exceptions say all in their text; programs do so as well.
_IN_WORDS = frozenset(("rustls", "siotls", "tlslite"))
#: What is done to a wire.
_WIRED = ("PIECE = ", "cut.", "held.", "end_of_wire(")
#: What only the reference peer does.
_OWN_CALLS = ("forge", "send", "alerts", "observe", "key_update", "renegotiate")


class NoneShows(NoScript):
    """No candidate shows it: `unwritten`, why some were not written; `different`, how others differed."""

    def __init__(self, unwritten: Mapping[str, str], different: Mapping[str, str]) -> None:
        faults = {**unwritten, **different}
        super().__init__("; ".join(f"{name}: {faults[name]}" for name in _CANDIDATES if name in faults))
        self.unwritten, self.different = unwritten, different


def script_for(bench: Bench, cell: Cell, origin: str = ANY) -> Script:
    """The least script that shows what the cell shows, tried in a process of its own.

    origin: a glob; of a cell that finds several things, the one whose origin is like that.
    Raises `NoneShows`, with the reasons in one sentence, when there is none; `NoScript` for a driver that has
    none; `Unsupported` where there is nothing to show; and as `Bench.try_cell` does.
    """
    face_of(cell)
    recording = record(bench, cell, origin)
    unwritten: dict[str, str] = {}
    different: dict[str, str] = {}
    for name, candidate in _CANDIDATES.items():
        try:
            script = candidate(bench, recording)
            times = _TRIES if "tlslite" in name else 1
            fault = _fault(script, times)
        except Unsupported as why:
            unwritten[name] = str(why)
            continue
        if fault is None:
            plain = _plainly(script)
            return script if plain == script or _fault(plain, times) else plain
        different[name] = fault
    raise NoneShows(unwritten, different)


def _fault(script: Script, times: int) -> str | None:
    """The first difference in so many runs."""
    return next(filter(None, (difference(script) for _ in range(times))), None)


def _plainly(script: Script) -> Script:
    """The same with fewer words: values told as they are, as if all of them were plain data."""
    return replace(script, text=script.text.replace(runtime.PORTRAYING, runtime.PLAIN))


def difference(script: Script) -> str | None:
    """In what way a script, run in a process of its own, does not do as the run did; None when it does."""
    python = shutil.which(script.python)
    if python is None:
        raise NoScript(f"there is no interpreter {script.python!r}")
    with tempfile.TemporaryDirectory(prefix="tls-harness-script-") as folder:
        file = Path(folder) / "script.py"
        file.write_text(script.text, encoding="utf-8")
        command = [python, "-I", "-W", "ignore", str(file)]
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, timeout=_PATIENCE, cwd=folder, check=False
            )
        except subprocess.TimeoutExpired:
            return "it does not end"
    printed, wanted = (_shapes(lines, script.compared) for lines in (run.stdout.splitlines(), script.lines))
    for due, said in zip(wanted, [*printed, *["nothing"] * len(wanted)], strict=False):
        if due != said:
            last = "".join(run.stderr.strip().splitlines()[-1:])
            ended = f" ({last})" if said == "nothing" else ""
            return f"where {due!r} is due, it says {said!r}{ended}"
    if len(printed) > len(wanted):
        return f"it goes on with {printed[len(wanted)]!r}"
    return None if run.returncode == 1 else f"its exit code is {run.returncode}"


def _shapes(lines: Sequence[str], compared: tuple[str, ...]) -> list[str]:
    """The lines that begin so, without what differs from run to run; each end's in its own order."""
    found = []
    for line in lines:
        head, arrow, came = line.partition(" -> ")
        if head.endswith("tell('session')") and came.startswith("<"):
            came = "<a session>"  # of which an agent keeps a token
        if line.startswith(compared):
            found.append(head + arrow + _BYTES.sub("bytes", _VARYING.sub("N", came)))
    return sorted(found, key=lambda line: line.startswith("peer"))


# -- the candidates


def _recorded(bench: Bench, recording: Recording) -> Script:
    """The peer is what it said in the run: bytes."""
    face, library, spelling = _subject(bench, recording)
    ends = Ends(spelling, {Side.SUBJECT: face}, {Side.SUBJECT: library}, recording.setups)
    acted = acting.recorded(recording, ends)
    acted = acted.until(line_that_shows(recording, acted))
    parts = Parts((*face.texts, *_calling(recording.cell, acted), runtime.RECORDED), face.waits(library))
    return write(bench.catalogue, recording, spelling, acted, parts)


def _honest(bench: Bench, recording: Recording) -> Script:
    """The peer is Python's own ssl."""
    if beyond := next(_beyond_ssl(recording), None):
        raise NoScript(f"its peer does what ssl cannot: {beyond}")
    if recording.cell.peer != "honest":
        origin = recording.judgement.origin
        recording = record(bench, replace(recording.cell, peer="honest"), recording.sought)
        if recording.judgement.origin != origin:
            raise NoScript("it does not show with an honest peer")
    face, library, spelling = _subject(bench, recording)
    faces, libraries = {Side.SUBJECT: face, Side.PEER: BIO}, {Side.SUBJECT: library, Side.PEER: "ssl"}
    acted = acting.living(recording, Ends(spelling, faces, libraries, recording.setups))
    line = line_that_shows(recording, acted)
    acted = acted.until(line)
    compared = ("subject", "peer:") if acted.lines[line].startswith("peer:") else ("subject",)
    texts = dict.fromkeys((*face.texts, *BIO.texts))
    wants = (*face.waits(library), *BIO.waits("ssl"))
    calling = _calling(recording.cell, acted, beside_ssl=True)
    parts = Parts((*texts, *calling, *_moving(face, acted)), wants, compared=compared)
    return write(bench.catalogue, recording, spelling, acted, parts)


def _lying(bench: Bench, recording: Recording, *, adopts: bool = False) -> Script:
    """The peer is tlslite-ng, and lies; adopts: it reckons with its hellos as it has sent them."""
    if recording.cell.peer == "honest":
        raise NoScript("its peer does not lie")
    face, library, spelling = _subject(bench, recording)
    lies = lying.Lies([each.connection.forger for each in recording.endpoints[Side.PEER]])
    faces, libraries = {Side.SUBJECT: face, Side.PEER: lying.FACE}, {Side.SUBJECT: library, Side.PEER: ""}
    acted = acting.living(recording, Ends(spelling, faces, libraries, recording.setups), lies)
    acted = acted.until(line_that_shows(recording, acted))
    peer = lies.peer(acted.does, adopts=adopts)
    texts = dict.fromkeys((*face.texts, *lying.FACE.texts[:-1], peer.text()))
    parts = Parts(
        (*texts, *_calling(recording.cell, acted), *_moving(face, acted)),
        (*face.waits(library), *lying.FACE.waits("")),
        peer.imports(),
        "tlslite-ng",
        ("subject", "peer: alerts"),
    )
    return write(bench.catalogue, recording, spelling, acted, parts)


_CANDIDATES: dict[str, Callable[[Bench, Recording], Script]] = {
    "against recorded bytes": _recorded,
    "against ssl": _honest,
    "against tlslite-ng": _lying,
    "against tlslite-ng that believes itself": partial(_lying, adopts=True),
}


def _calling(cell: Cell, acted: Acted, *, beside_ssl: bool = False) -> tuple[str, ...]:
    """How calls are made and told, where the subject's library, or the peer's, may be OpenSSL."""
    name = cell.implementation
    plain = (name in _IN_WORDS or name.startswith(PROGRAM)) and not beside_ssl
    reasons = runtime.WORDS if plain else runtime.REASONS
    calls = {event.call.name for event in acted.events if event is not None}
    if calls & _GIVES_OBJECTS:
        return runtime.PORTRAYING, reasons, runtime.CALLING
    return runtime.NAMING if "tell" in calls else runtime.PLAIN, reasons, runtime.CALLING


def _moving(face: Face, acted: Acted) -> tuple[str, ...]:
    """How bytes move between two living ends."""
    if acted.does("FLIPPED = "):
        wire = runtime.WIRE.replace("+= data", "+= damaged(name, data)")
        return runtime.FLIPPING, wire, runtime.GOING
    if acted.does(*_WIRED):
        return runtime.WIRE, runtime.GOING
    closes = any("hung_up" in each for each in face.texts)
    return runtime.CLOSING if closes else runtime.WHOLE, runtime.GOING


def _subject(bench: Bench, recording: Recording) -> tuple[Face, str, Spelling]:
    """The subject's face, what its library is called, and a spelling for what is done to it."""
    face = face_of(recording.cell)
    _, library = library_of(recording.cell)
    return face, library, Spelling(bench.pki, {**face.names, "ssl": library})


def _beyond_ssl(recording: Recording) -> Iterator[str]:
    """The calls of the peer's that only the reference peer has."""
    steps = recording.scenario.steps(recording.cell.role, recording.cell.seed)
    return (act.verb for act in acts_in(steps) if act.side is Side.PEER and act.verb in _OWN_CALLS)
