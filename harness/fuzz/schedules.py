"""Target `schedules`: bytes decoded into a conversation and a schedule, on a live pair."""

from __future__ import annotations

from harness.fuzz.choose import Bytes, Choose
from harness.fuzz.grammar.schedules import any_schedule
from harness.fuzz.grammar.settings import setting
from harness.fuzz.grammar.talk import conversation
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial
from harness.written import Written


def schedules(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as a talk and its schedule: a benign one changes nothing, a hostile one breaks no rule."""
    return try_written(scheduled(Bytes(data), trial.driver or "bio"), trial)


def scheduled(choose: Choose, driver: str = "bio") -> Written:
    """A conversation in which nothing goes wrong, and a schedule that may see to it that something does."""
    words = setting(choose, driver)
    schedule = any_schedule(choose)
    return words.written(
        "A conversation as the documents intend it, delivered as the schedule says.",
        "harness:metamorphic",
        conversation(choose, words),
        schedule,
    )


TARGET = Target(schedules, longest=256, revisits=False)
