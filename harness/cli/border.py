"""Where every exception becomes one sentence on stderr and an exit code.

A usage error, a malformed scenario and a failing environment (no such file, a full disk, no free file
descriptors) are the caller's to mend; anything else is a fault of the harness. Findings are no
exceptions: commands return them as an exit code.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from enum import IntEnum
from types import FrameType

import click

from harness.errors import HarnessError, ScenarioError, UsageError

_DEBUG = "TLS_HARNESS_DEBUG"
#: What the environment, not the harness, is to blame for.
_ENVIRONMENT = {
    errno.EACCES, errno.EAGAIN, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM, errno.ENOSPC, errno.EPERM, errno.EPIPE, errno.EROFS,
}  # fmt: skip


class Exit(IntEnum):
    """What a run's exit code says; a run ended by signal n exits with 128 + n."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    FAULT = 3


class Ended(KeyboardInterrupt):
    """The user or the system asked the run to end; `number` is the signal's."""

    number = int(signal.SIGINT)


def guarded(group: click.Group, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; nothing it raises gets past."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    debug = "--debug" in arguments or os.environ.get(_DEBUG, "") not in ("", "0")
    try:
        with group.make_context("tls-harness", list(arguments)) as context:
            code = group.invoke(context)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 -- this is the border itself
        if debug and not isinstance(error, click.exceptions.Exit):
            traceback.print_exc()
        return _told(error)
    return code if isinstance(code, int) else Exit.OK


def _told(error: BaseException) -> int:
    """Say one sentence about what went wrong; the exit code for it."""
    if isinstance(error, BrokenExecutor) and error.__cause__ is not None:
        error = error.__cause__  # what broke the pool of workers
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return Exit.USAGE
        case click.ClickException():
            return _say(error.format_message(), Exit.USAGE)
        case Ended() | KeyboardInterrupt() | click.Abort():
            number = error.number if isinstance(error, Ended) else int(signal.SIGINT)
            return _say("interrupted before it was done", 128 + number)
        case BrokenPipeError():
            silence_stdout()
            return Exit.USAGE
        case UsageError() | ScenarioError():
            return _say(str(error), Exit.USAGE)
        case OSError() if error.errno in _ENVIRONMENT:
            where = f": {error.filename}" if error.filename else ""
            return _say(f"{error.strerror}{where}", Exit.USAGE)
    kind = "" if isinstance(error, HarnessError) else type(error).__name__
    told = ": ".join(part for part in (kind, str(error)) if part)
    return _say(f"a fault of tls-harness itself: {told} (--debug shows where)", Exit.FAULT)


def _say(sentence: str, code: int) -> int:
    click.echo(f"tls-harness: {' '.join(sentence.split())}", err=True)
    return code


def silence_stdout() -> None:
    """Nobody reads any more: keep the interpreter from complaining when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Signals:
    """SIGINT and SIGTERM end a run in good order: `number` is the one that came, 0 if none.

    A signal raises `Ended` in the main thread, but not inside `shielded`: there it waits, so that no
    line of a file is left half. A second signal does what it does by default.
    """

    def __init__(self) -> None:
        self.number = 0
        self._shields = 0
        self._due = False

    @property
    def exit_code(self) -> int:
        """What a shell expects of a process ended by this signal."""
        return 128 + (self.number or int(signal.SIGINT))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take the signals for as long as this lasts."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in before:
            signal.signal(number, self._came)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """Let signals wait for as long as this lasts."""
        self._shields += 1
        try:
            yield
        finally:
            self._shields -= 1
        if self._due and not self._shields:
            self._due = False
            self._raise()

    def _came(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        self._due = self._shields > 0
        if not self._due:
            self._raise()

    def _raise(self) -> None:
        ended = Ended()
        ended.number = self.number
        raise ended
