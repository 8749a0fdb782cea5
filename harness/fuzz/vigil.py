"""How long a process has had the chance to do something: the time that a hang is told by.

On a busy machine a process may wait for its turn as long as any watchdog. So while it could run, only the
processor time it was given counts; while each of its threads sleeps, it waits for something, and all time
counts.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

#: The states of /proc/PID/stat in which a process waits for a processor or a disk, not for an event.
_WOULD_RUN = "RD"
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Vigil:
    """Chances of the process `pid`, in seconds since `begin`; by the clock where there is no /proc."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")
        self.begin()

    def begin(self) -> None:
        """It has just shown life."""
        self.seconds = 0.0
        self._seen, (_, self._ran) = time.monotonic(), self._look()

    def go_on(self) -> float:
        """Count what has passed since the last look; the sum."""
        now, (would_run, ran) = time.monotonic(), self._look()
        passed, worked = now - self._seen, ran - self._ran
        self.seconds += min(passed, worked) if would_run else passed
        self._seen, self._ran = now, ran
        return self.seconds

    def _look(self) -> tuple[bool, float]:
        """Whether any of its threads could run, and the processor time that all have used."""
        try:
            whole, *threads = (_fields(path) for path in (self._folder, *self._folder.glob("task/*")))
            would_run = any(thread[0] in _WOULD_RUN for thread in threads)
            return would_run, (int(whole[11]) + int(whole[12])) / _TICK
        except (OSError, IndexError, ValueError):
            return False, 0.0


def _fields(folder: Path) -> list[str]:
    """What proc(5) tells of a process or thread behind its name, which stands in parentheses."""
    text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()
