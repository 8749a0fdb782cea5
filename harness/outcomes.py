"""What a run came to, in words that any implementation could have: its class among others of the same cell.

Two implementations are in one class when every act of the subject ended alike and the peer heard the same
of it. Words of their own (exception classes, reasons, names of cipher suites, sizes) do not count: kinds of
the taxonomy do, alerts on the wire, and the ends of streams.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.endpoint import Done, Outcome, Raised, Wants
from harness.names import Side
from harness.oracle import agreed
from harness.scenario import Act
from harness.transcript import Agreement, Result, Transcript

_DONE, _ALERTS = "done", "alerts "
#: Facts that every stack tells in the same words.
_COMMON_FACTS = ("version", "alpn", "server_name", "session_reused")


def came_to(transcript: Transcript) -> str:
    """The class of a run, such as "done" or "handshake protocol error; alerts fatal decode_error"."""
    told = list(dict.fromkeys(_told(transcript)))
    if any(each.startswith(_ALERTS) for each in told):  # which say what the peer's exception says
        told = [each for each in told if not each.startswith("peer: ")]
    return "; ".join(told) or _DONE


def _told(transcript: Transcript) -> Iterator[str]:
    """All that did not simply get done."""
    for result in transcript.results:
        if isinstance(result, Agreement):
            if not agreed(result):
                yield f"the ends differ about {result.asked.fact}"
        elif result.act.side is Side.PEER:
            yield from _heard(result)
        elif (word := _word(result.act, result.outcome)) != _DONE:
            yield f"{result.act.verb} {word}"


def _heard(result: Result) -> Iterator[str]:
    """What the peer has to say of the subject."""
    act, outcome = result.act, result.outcome
    if act.verb == "alerts" and isinstance(outcome, Done) and isinstance(outcome.value, tuple):
        yield _ALERTS + (" and ".join(map(str, outcome.value)) or "nothing")
    elif act.verb == "observe" and isinstance(outcome, Done) and outcome.value != "yes":
        yield f"does not send {act.args[0]}"
    elif isinstance(outcome, Raised):
        yield f"peer: {act.verb} {outcome.alert or outcome.kind}"
    elif isinstance(outcome, Wants):
        yield f"peer: {act.verb} waits"


def _word(act: Act, outcome: Outcome) -> str:
    """How an act of the subject ended."""
    if isinstance(outcome, Wants):
        return "waits"
    if isinstance(outcome, Raised):
        return str(outcome.kind)
    if act.verb == "tell":
        return f"{act.args[0]} {outcome.value}" if act.args[0] in _COMMON_FACTS else _DONE
    if outcome.value == b"":
        return "ends"
    return str(outcome.value) if isinstance(outcome.value, bool) else _DONE
