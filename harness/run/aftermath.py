"""What a failed or damaged connection still does, so that the rules see it.

After damage the wire to the subject is ended, its pending call is continued and whatever is left is
read. After a fatal error a handshake that failed, reads and a write are tried again: all must fail. Then
the peer listens once more, for the alert.
"""

from __future__ import annotations

from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import FATAL_KINDS, SIDES, Side
from harness.run.conversation import Conversation
from harness.run.end import End
from harness.transcript import Result

_READ = Call("read", (65536,))
_WRITE = Call("write", (b"after the end",))
_HANDSHAKE = Call("handshake")
_CLOSE_NOTIFY = Call("close_notify")


def aftermath(conversation: Conversation) -> None:
    """Deliver what is under way; then make a failed or damaged connection show what it still does.

    What became of earlier connections says nothing of this one.
    """
    transcript = conversation.transcript
    if not conversation.ends or transcript.spun:
        return
    conversation.settle()
    here = transcript.results[conversation.earlier :]
    mine = [each for each in here if isinstance(each, Result) and each.act.side is Side.SUBJECT]
    if any(_is_closed(result) for result in mine):
        return  # what a socket says after its closure is complete is no TLS; likewise below
    failed = [result.act.verb for result in mine if _is_fatal(result)]
    if not failed and not transcript.damaged:
        return
    try:
        _exhume(conversation, again="handshake" in failed)
    except Unsupported as why:
        conversation.note(f"the aftermath ends: {why}")


def _exhume(conversation: Conversation, *, again: bool) -> None:
    subject, peer = (conversation.ends[side] for side in SIDES)
    if conversation.transcript.damaged:
        _end_the_wire(conversation, subject)
    conversation.note("the aftermath")
    for end in (subject, peer):
        end.paused, end.replete = False, True
    if (call := subject.pending) is not None:
        ended = isinstance(_finish(conversation, subject, call), Done)
        if ended and call == _CLOSE_NOTIFY:
            return
        again = again or (call == _HANDSHAKE and not ended)
    _read_out(conversation, subject, _READ)
    for call in (*(_HANDSHAKE,) * again, _READ, _WRITE, _READ):
        _finish(conversation, subject, call)
    conversation.settle()
    _read_out(conversation, peer, peer.pending or _READ)


def _end_the_wire(conversation: Conversation, subject: End) -> None:
    if not subject.eof:
        conversation.channel.push_eof(conversation.transcript.lane_of(Side.PEER))
        conversation.settle()
    if not subject.eof:  # a schedule keeps the end from it: tell it past the channel
        conversation.deliver(subject, b"", eof=True)


def _read_out(conversation: Conversation, end: End, call: Call) -> None:
    """One call, and then reads for as long as they give something."""
    outcome = _finish(conversation, end, call)
    while isinstance(outcome, Done) and outcome.value and not conversation.exhausted():
        outcome = _finish(conversation, end, _READ)


def _finish(conversation: Conversation, end: End, call: Call) -> Outcome:
    """One call as far as it goes while everything under way arrives."""
    outcome = conversation.attempt(end, call)
    while isinstance(outcome, Wants) and conversation.settle() and not conversation.exhausted():
        outcome = conversation.attempt(end, call)
    return outcome


def _is_closed(result: Result) -> bool:
    return result.act.verb == "close_notify" and isinstance(result.outcome, Done)


def _is_fatal(result: Result) -> bool:
    return isinstance(result.outcome, Raised) and result.outcome.kind in FATAL_KINDS
