"""Target `tampered`: bytes decoded into edits of what the peer sends, on a live pair."""

from __future__ import annotations

from collections.abc import Sequence

from harness.fuzz.choose import Bytes, Choose
from harness.fuzz.grammar.endings import ENDING, HANDSHAKE
from harness.fuzz.grammar.lies import lie
from harness.fuzz.grammar.settings import faced
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial
from harness.names import Role
from harness.written import Written

_MOST_LIES = 3
#: What has to be agreed on for a message to be sent at all.
_NEEDS = {
    "certificate_request": ("peer.configured(verify='optional')",),
    "hello_retry_request": ("peer.configured(groups=('secp384r1',))",),
    "certificate": ("subject.configured(verify='optional')", "peer.configured(certificate='client')"),
    "certificate_verify": ("subject.configured(verify='optional')", "peer.configured(certificate='client')"),
}


def tampered(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as edits of what the peer sends end in a known error or a handshake, and break no rule."""
    return try_written(tampering(Bytes(data)), trial)


def tampering(choose: Choose, faces: Sequence[str] = ("bio",), most: int = _MOST_LIES) -> Written:
    """A handshake, data and a goodbye from a peer that tells up to so many lies."""
    words = faced(choose, faces)
    lies: dict[str, str] = {}
    while len(lies) < most and (not lies or choose.more()):
        edit, aim = lie(choose, words.tls, words.role.other)
        lies[edit] = aim
    asked = [need for aim in lies.values() for need in _NEEDS.get(aim, ()) if _fits(aim, words.role)]
    steps = (
        *dict.fromkeys(asked),
        f"peer.forges({', '.join(map(repr, lies))})",
        HANDSHAKE,
        *(("peer.updates_keys().anything()",) if "key_update" in lies.values() else ()),
        "peer.writes(payload(40)).anything()",
        "peer.closes().anything()",
        *ENDING,
    )
    return words.written("A peer that lies.", "harness:bounded", steps)


def _fits(aim: str, subject: Role) -> bool:
    """Servers send their certificate unasked."""
    return subject is Role.SERVER or not aim.startswith("certificate") or aim == "certificate_request"


TARGET = Target(tampered, longest=256)
