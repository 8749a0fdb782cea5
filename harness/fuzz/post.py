"""Where the children of a campaign are sent to work, watched, and buried.

Atheris takes its process over and a native stack may take it down, so a child is expendable. When it
dies or stands still, the input it was at is the find, and another child goes on with what is left. The
watchdog is a clock, and the only one here with a say.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from harness.collection import matches
from harness.errors import HarnessError, UsageError
from harness.fuzz.child import FINAL_STATS, OUR_FAULT, REFUSED, Order
from harness.fuzz.finds import Cabinet
from harness.fuzz.recorder import Recorder
from harness.fuzz.target import Finding, target
from harness.fuzz.terms import Find, Summary, Terms
from harness.pki import mint

#: Seconds a child may take to get to its first input.
START_UP = 60.0
_GLANCE = 0.25
_WORDS = 20  # how many lines of a child's last words are kept


class Fault(HarnessError):
    """The harness itself failed in a child; the message ends with what the child said."""


class Post:
    """Where children of one target are sent to work, one at a time, and their finds are counted.

    tried, took: inputs begun, and seconds spent, by the last child. deaths: of children, so far.
    """

    def __init__(self, name: str, terms: Terms) -> None:
        self.summary = Summary(name)
        self.tried, self.took, self.deaths = 0, 0.0, 0
        self._terms = terms
        self._cabinet = Cabinet(terms.finds, name, terms.implementation, target(name).invariant)
        self._folder = tempfile.TemporaryDirectory(prefix="tls-harness-")
        self.scratch = Path(self._folder.name)

    def __enter__(self) -> Self:
        keys = self.scratch / "keys"
        keys.mkdir()
        self.order = Order(
            target=self.summary.target,
            implementation=self._terms.implementation,
            pki=mint(str(keys)).folder,
            finds=str(self._terms.finds),
            recorder=str(self.scratch / "recorder"),
            diary=str(self.scratch / "diary"),
            seed=self._terms.seed,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

    def employ(self, order: Order) -> bytes | None:
        """Let a child carry out an order: the input it died of, None when it came to its end."""
        output, diary = self.scratch / "output", Path(order.diary)
        diary.write_text("", encoding="utf-8")
        known = tuple(find.key for find in self.summary.finds)
        with Recorder(Path(order.recorder), create=True) as recorder, output.open("wb") as said:
            process = _start(replace(order, known=known), said.fileno())
            started = time.monotonic()
            try:
                code = _attend(process, recorder, self._terms.watchdog)
            finally:
                self._settle(recorder, started, diary)
            words = output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            if code == 0 and (recorder.finished or any(line.startswith(FINAL_STATS) for line in words)):
                return None
            if code == REFUSED:
                raise UsageError(words[-1] if words else f"target {order.target} cannot be run")
            if code == OUR_FAULT or not recorder.executions:
                raise Fault(f"target {order.target}: {_manner(code)}: " + "\n".join(words[-_WORDS:]))
            return self._bury(code, recorder.last, words)

    def _settle(self, recorder: Recorder, started: float, diary: Path) -> None:
        """Enter what a child did until now, however it ended."""
        ended = time.monotonic()
        self.took, self.tried = ended - started, recorder.executions
        self.summary.executions += self.tried
        self.summary.seconds += ended - recorder.started if recorder.started else 0.0
        for line in diary.read_text(encoding="utf-8").splitlines():
            key, told, path = json.loads(line)
            self._count(key, told, Path(path))

    def _bury(self, code: int | None, deadly: bytes, words: Sequence[str]) -> bytes:
        """Keep the input a child died of; returns it."""
        self.deaths += 1
        told = f"the process ended: {_manner(code)}"
        if code is None:
            told = f"no sign of life for {self._terms.watchdog:g} s"
        key = "hang" if code is None else f"crash: {_manner(code)}"
        path = self._cabinet.save(Finding(key, told, tuple(words[-_WORDS:])), deadly, self.summary.executions)
        if all(find.key != key for find in self.summary.finds):
            self._count(key, told, path)
        return deadly

    def _count(self, key: str, told: str, path: Path) -> None:
        name = f"fuzz/{self.summary.target}[{self._terms.implementation}]"
        for entry in self._terms.known:
            if matches(entry.cells, name) and matches(entry.origin, key):
                self.summary.finds.append(Find(key, told, path, entry.reason))
                return
        self.summary.finds.append(Find(key, told, path))


def _start(order: Order, output: int) -> subprocess.Popen[bytes]:
    # Sets of strings must come in the same order for the same seed to make the same inputs.
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "harness.fuzz.child", order.as_text()]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)


def _attend(process: subprocess.Popen[bytes], recorder: Recorder, watchdog: float) -> int | None:
    """Wait for a child to end: its exit code, None when it hung and was killed."""
    seen, since = recorder.executions, time.monotonic()
    try:
        while True:
            try:
                return process.wait(_GLANCE)
            except subprocess.TimeoutExpired:
                now = time.monotonic()
            if recorder.executions != seen:
                seen, since = recorder.executions, now
            elif now - since > (watchdog if seen else START_UP):
                return None
    finally:
        process.kill()
        process.wait()


def _manner(code: int | None) -> str:
    if code is None:
        return "hung"
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
