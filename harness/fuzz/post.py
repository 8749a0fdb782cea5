"""Where the children of a campaign are sent to work, watched, and buried.

Atheris takes its process over and a native stack may take it down, so a child is expendable. When it
dies or stands still, the input it was at is the find, and another child goes on with what is left. The
watchdog counts the time a child had its chance (`vigil`), and is the only clock here with a say.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, Self

from harness.errors import HarnessError, Unsupported, UsageError
from harness.fuzz.bench import OUR_FAULT, REFUSED, UNSUITED, Entry, Order
from harness.fuzz.child import FINAL_STATS
from harness.fuzz.finds import Cabinet
from harness.fuzz.guides import is_guided
from harness.fuzz.recorder import Recorder
from harness.fuzz.target import Finding, target
from harness.fuzz.terms import Find, Summary, Terms
from harness.fuzz.vigil import Vigil
from harness.pki import mint

#: Seconds of its own a child may take to get to its first input.
START_UP = 60.0
_GLANCE = 0.25
_LAST_WISH = 2.0  # seconds a hung child has to say where
_WORDS = 20  # how many lines of a child's last words are kept
_PULSE = re.compile(r"#\d+\s.*")  # what libFuzzer says now and then
_COVERAGE = re.compile(r"\bcov: (\d+)")


#: How faulthandler names the innermost function of a thread.
_FRAME = re.compile(r'^  File "[^"]*", line \d+ in ([\w<>.]+)')
#: How a sanitizer sums up: what happened, where, and in which function.
_SANITIZER = re.compile(r"SUMMARY: (\w+Sanitizer: [\w-]+)(?: .*?)?( in [\w:~]+|$)")


class Fault(HarnessError):
    """The harness itself failed in a child; the message ends with what the child said."""


class Stopped(HarnessError):
    """Another thread asked the post to stop; its child is gone."""


@dataclass(frozen=True)
class Death:
    """How a child died. key, told: as in a finding. data: the input it was at. words: its last ones."""

    key: str
    told: str
    data: bytes
    words: tuple[str, ...]


def _nothing() -> None:
    """Nothing to do from time to time."""


class Post:
    """Where children of one target are sent to work, one at a time, and their finds are counted.

    tried, took: inputs begun, and seconds spent, by the last child. deaths: of children, so far. notes:
    what a deed had to tell besides finds. now_and_then: called while a child works.
    """

    def __init__(self, name: str, terms: Terms, stop: Event | None = None) -> None:
        self.summary = Summary(name)
        self.tried, self.took, self.deaths = 0, 0.0, 0
        self.notes: list[Any] = []
        self.now_and_then: Callable[[], None] = _nothing
        self.terms = terms
        self.cabinet = Cabinet(terms.finds, name, terms.implementation, target(name).invariant, terms.driver)
        self._stop = stop or Event()
        self._folder = tempfile.TemporaryDirectory(prefix="tls-harness-")
        self.scratch = Path(self._folder.name)

    def __enter__(self) -> Self:
        keys = self.scratch / "keys"
        keys.mkdir()
        self.order = Order(
            target=self.summary.target,
            implementation=self.terms.implementation,
            pki=mint(str(keys)).folder,
            finds=str(self.terms.finds),
            recorder=str(self.scratch / "recorder"),
            diary=str(self.scratch / "diary"),
            driver=self.terms.driver,
            seed=self.terms.seed,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

    def employ(self, order: Order) -> bytes | None:
        """Let a child carry out an order: the input it died of, None when it came to its end.

        What it did is counted, and what it died of is kept as a find.
        """
        death = self.watch(order, counted=True)
        return None if death is None else self.bury(death)

    def watch(self, order: Order, *, counted: bool = False) -> Death | None:
        """Let a child carry out an order, and see it die or come to its end.

        Raises `UsageError` for an order that cannot be carried out, `Unsupported` where the implementation
        lacks what it takes, `Fault`, and `Stopped`.
        """
        output, diary = self.scratch / "output", Path(order.diary)
        diary.write_text("", encoding="utf-8")
        known = tuple(find.key for find in self.summary.finds)
        with Recorder(Path(order.recorder), create=True) as recorder, output.open("wb") as said:
            process = _start(replace(order, known=known), said.fileno())
            started = time.monotonic()
            try:
                code = self._attend(process, recorder)
            finally:
                self.took, self.tried = time.monotonic() - started, recorder.executions
                words = output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                if counted:
                    self._count(recorder, words)
                self._read_diary(diary)
            if code == 0 and (recorder.finished or any(line.startswith(FINAL_STATS) for line in words)):
                return None
            if code in (REFUSED, UNSUITED):
                raise (UsageError if code == REFUSED else Unsupported)(
                    words[-1] if words else "no reason given"
                )
            last = _last_words(words)
            if code == OUR_FAULT or not recorder.executions:
                raise Fault(f"target {order.target}: {_manner(code)}: " + "\n".join(last))
            return self._death(code, recorder.last, last)

    def _attend(self, process: subprocess.Popen[bytes], recorder: Recorder) -> int | None:
        """Wait for a child to end: its exit code, None when it hung and was killed."""
        seen, vigil = recorder.executions, Vigil(process.pid)
        try:
            while not self._stop.is_set():
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(_GLANCE)
                self.now_and_then()
                if recorder.executions != seen:
                    seen = recorder.executions
                    vigil.begin()
                elif vigil.go_on() > (self.terms.watchdog if seen else START_UP):
                    _ask_where(process)
                    return None
        finally:
            process.kill()
            process.wait()
        raise Stopped("stopped")

    def _count(self, recorder: Recorder, words: Sequence[str]) -> None:
        """Enter what a child did until now, however it ended."""
        self.summary.executions += self.tried
        self.summary.seconds += time.monotonic() - recorder.started if recorder.started else 0.0
        self.summary.looks = max(self.summary.looks, recorder.looks)
        for line in words if is_guided(self.summary.target, self.terms.implementation) else ():
            if found := _COVERAGE.search(line):
                self.summary.coverage = max(self.summary.coverage, int(found[1]))

    def _read_diary(self, diary: Path) -> None:
        self.notes = []
        for line in diary.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if isinstance(told, dict):
                self.enter(Entry(**told))
            else:
                self.notes.append(told)

    def enter(self, entry: Entry) -> None:
        """Count a find, unless one with its key is counted already."""
        if any(find.key == entry.key for find in self.summary.finds):
            return
        known = self.terms.reason_for(self.summary.target, entry.key, entry.cell)
        data = bytes.fromhex(entry.data)
        self.summary.finds.append(
            Find(entry.key, entry.told, Path(entry.path), known, data, entry.execution, entry.fresh)
        )

    def _death(self, code: int | None, data: bytes, words: tuple[str, ...]) -> Death:
        for line in words:
            if found := _SANITIZER.search(line):
                return Death(
                    f"crash: {found[1]}{found[2]}", f"a sanitizer ended the process: {line}", data, words
                )
        told = f"the process ended: {_manner(code)}"
        if code is None:
            told = f"no sign of life for {self.terms.watchdog:g} s"
        places = (found[1] for line in words if (found := _FRAME.search(line)))
        where = next((f" in {place}" for place in places), "")
        return Death(("hang" if code is None else f"crash: {_manner(code)}") + where, told, data, words)

    def bury(self, death: Death) -> bytes:
        """Keep the input a child died of; returns it."""
        self.deaths += 1
        finding, when = Finding(death.key, death.told, death.words), self.summary.executions
        path, fresh = self.cabinet.save(finding, death.data, when)
        self.enter(Entry(death.key, death.told, str(path), "", death.data.hex(), when, fresh))
        return death.data


def _start(order: Order, output: int) -> subprocess.Popen[bytes]:
    # Sets of strings must come in the same order for the same seed to make the same inputs.
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "harness.fuzz.child", order.as_text()]
    # A group of its own: Ctrl-C is for the parent, and a child that died of it would look like a find.
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, process_group=0
    )


def _ask_where(process: subprocess.Popen[bytes]) -> None:
    """Have a child that hangs say where: its faulthandler does, also from within native code."""
    process.send_signal(signal.SIGABRT)
    try:
        process.wait(_LAST_WISH)
    except subprocess.TimeoutExpired:
        return


def _last_words(words: Sequence[str]) -> tuple[str, ...]:
    """What a dying child said: the end of it, or what a sanitizer had to say, from its beginning."""
    said = [line for line in words if not _PULSE.fullmatch(line)]
    dying = [at for at, line in enumerate(said) if line.startswith("Fatal Python error: ")]
    if dying:  # where it was stands first in what follows, however deep the stack is
        return tuple(said[dying[-1] :][:_WORDS])
    for at, line in enumerate(said):
        if "Sanitizer: " in line:
            summary = [each for each in said[at:] if each.startswith("SUMMARY: ")]
            return (*said[at : at + _WORDS], *summary[:1])
    return tuple(said[-_WORDS:])


def _manner(code: int | None) -> str:
    if code is None:
        return "hung"
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
