"""Two implementations answer the same lie alike: with a good connection, a refusal, or by waiting.

A disagreement alone says nothing of who is wrong. Where a clause decides, the subject is judged by that and
what it does otherwise is a find. Where none does, the disagreement is noted for people to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from harness.collection import matches
from harness.endpoint import Done, Raised
from harness.fuzz.grammar.endings import HANDSHAKE
from harness.fuzz.scripted import transcript_of, try_written
from harness.fuzz.target import Finding, Trial
from harness.implementation import load
from harness.names import Kind, Role, Side
from harness.scenario import Act
from harness.steptext import read_steps
from harness.transcript import Result, Transcript
from harness.written import Written

#: Where a trial keeps the other implementation's trial, and the scenarios on which the two disagree, by key.
_OTHER, DISPUTES = "the other", "disputes"
#: What may be raised on a connection whose peer was put up with: it ends without a proper goodbye.
_MILD = {Kind.RAGGED_EOF, Kind.CLEAN_CLOSE, Kind.MISUSE, Kind.OS_ERROR}
ACCEPTED, REFUSED, WAITS = "accepted", "refused", "waits"

#: Lies that a clause has refused, whatever else is true of the connection.
_REFUSED_BY = (
    ("damage(finished, -1*", "rfc8446:5.2:bad-record"),
    ("damage(finished, 5*", "rfc8446:5.2:bad-record"),
    ("truncate(finished, *", "rfc8446:5.2:bad-record"),
    ("damage_mac(finished)", "rfc8446:5.2:bad-record"),
    ("unprotect(finished)", "rfc8446:4.4.4:unprotected"),
    ("finished.body.verify_data ^= *", "rfc8446:4.4.4:verify-data"),
    ("finished.verify_data ^= *", "rfc8446:4.4.4:verify-data"),
)
_VARIABLE = re.compile(r"b(?:'[^']*'|\"[^\"]*\")(?: \* \d+)?|\b(?:0x[0-9a-f]+|\d+)\b")
_SURELY_REFUSED = "together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything())"


def disputed(written: Written, trial: Trial) -> Finding | None:
    """The finding where a clause decides and the subject does otherwise; a mere disagreement is noted."""
    edits = tuple(_edits(written))
    if len(edits) == 1 and HANDSHAKE in written.steps and (clause := clause_for(edits[0])):
        return try_written(as_refused(written, clause), trial)
    other = _other(trial)
    ours, theirs = transcript_of(written, trial), transcript_of(written, other)
    if ours is None or theirs is None or len(edits) != 1:
        return None
    classes = class_of_run(ours), class_of_run(theirs)
    trial.saw(" ".join(classes))
    if classes[0] != classes[1]:
        names = trial.implementation.name, other.implementation.name
        told = ", ".join(f"{name} {what}" for name, what in zip(names, classes, strict=True))
        _note(trial, f"{written.roles} {written.tls}: {_VARIABLE.sub('N', edits[0])}: {told}", written)
    return None


def clause_for(edit: str) -> str:
    """The requirement that has this lie refused; "" where none is known to."""
    return next((clause for form, clause in _REFUSED_BY if matches(form, edit)), "")


def as_refused(written: Written, clause: str) -> Written:
    """The same lie, which the subject must refuse."""
    at = written.steps.index(HANDSHAKE)
    return replace(written, requires=(clause,), steps=(*written.steps[:at], _SURELY_REFUSED))


def class_of_run(transcript: Transcript) -> str:
    """Whether the subject put up with what it was told, refused it, or waited until the wire ended."""
    mine = [
        (result.act.verb, result.outcome)
        for result in transcript.results
        if isinstance(result, Result) and result.act.side is Side.SUBJECT
    ]
    kinds = {outcome.kind for _, outcome in mine if isinstance(outcome, Raised)}
    shaken = any(verb == "handshake" and isinstance(outcome, Done) for verb, outcome in mine)
    if kinds - _MILD or not (shaken or Kind.RAGGED_EOF in kinds):
        return REFUSED
    return WAITS if Kind.RAGGED_EOF in kinds else ACCEPTED


def _edits(written: Written) -> Iterator[str]:
    for step in read_steps(written.steps, Role(written.roles)):
        if isinstance(step, Act) and step.verb == "forge":
            yield from map(str, step.args)


def _other(trial: Trial) -> Trial:
    """The trial of another implementation: tlslite-ng, or CPython's ssl where that is on trial."""
    if _OTHER not in trial.kept:
        name = "stdlib" if trial.implementation.name == "tlslite" else "tlslite"
        trial.kept[_OTHER] = Trial(load(name), trial.pki)
    found = trial.kept[_OTHER]
    assert isinstance(found, Trial)
    return found


def _note(trial: Trial, key: str, written: Written) -> None:
    """Keep the shortest scenario of each disagreement."""
    disputes = trial.kept.setdefault(DISPUTES, {})
    if key not in disputes or len(disputes[key].as_text()) > len(written.as_text()):
        disputes[key] = written
