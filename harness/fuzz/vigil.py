"""How long a process has had the chance to do something: the time that a hang is told by.

On a busy machine a process may wait for its turn as long as any watchdog. So while it could run, only the
processor time it was given counts; while it sleeps, it waits for something, and all time counts.
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
        self._stat = Path(f"/proc/{pid}/stat")
        self.begin()

    def begin(self) -> None:
        """It has just shown life."""
        self.seconds = 0.0
        self._seen, (_, self._ran) = time.monotonic(), self._look()

    def go_on(self) -> float:
        """Count what has passed since the last look; the sum."""
        now, (state, ran) = time.monotonic(), self._look()
        passed, worked = now - self._seen, ran - self._ran
        self.seconds += min(passed, worked) if state in _WOULD_RUN else passed
        self._seen, self._ran = now, ran
        return self.seconds

    def _look(self) -> tuple[str, float]:
        """Its state, "?" where nobody says, and the processor time it has used."""
        try:
            # The name in parentheses may hold anything (proc(5)).
            fields = self._stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            return fields[0], (int(fields[11]) + int(fields[12])) / _TICK
        except (OSError, IndexError, ValueError):
            return "?", 0.0
