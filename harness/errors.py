"""What can go wrong, with the blame in the type. A finding is never one of these: findings are values.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations


class HarnessError(Exception):
    """The root of every exception the harness raises on purpose."""


class UsageError(HarnessError):
    """The caller asked for something that cannot be: one sentence, exit code 2."""


class ScenarioError(HarnessError):
    """A scenario, requirement or schedule is malformed: its author is to blame, exit code 2."""


class ScheduleError(ScenarioError):
    """A schedule's text does not read, or names a place that cannot be."""


class Unsupported(HarnessError):
    """The implementation or driver lacks what a scenario needs; the message names what is missing."""


class ParseError(HarnessError):
    """Bytes that are not TLS records or handshake messages, and never will be, however many follow."""


def words_of(error: BaseException) -> str:
    """What an exception says; that it cannot, where to be asked makes it raise in turn."""
    try:
        return str(error)
    except Exception as inner:  # noqa: BLE001 -- whatever a subject's exception does, it is not ours
        return "its text raises {}".format(type(inner).__name__)
