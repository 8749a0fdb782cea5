"""Rules on a client's first and second ClientHello, around a HelloRetryRequest."""

from __future__ import annotations

from harness.hellos import Answer, Offer
from harness.ledger import Ledger
from harness.names import Role
from harness.negotiation.names import extension_name, group_name, told
from harness.rulebook import Found, rule
from harness.transcript import Transcript

#: What a second ClientHello may add, change or leave out (RFC 8446 section 4.1.2).
_MAY_CHANGE = frozenset({21, 41, 42, 44, 51})
_FIELDS = ("legacy_version", "random", "session_id", "cipher_suites", "compressions")


@rule("rfc8446:4.2.2:only-echoed", role=Role.CLIENT)
def cookies_are_only_echoed(ledger: Ledger, transcript: Transcript) -> Found:
    """A cookie stands in a second ClientHello alone, unchanged, when the HelloRetryRequest held one."""
    hellos, retry = ledger.offers, _retry(ledger)
    if hellos and hellos[0] and 44 in hellos[0].extensions:
        yield "a cookie in a first ClientHello", None
    if retry is not None and (second := _second(ledger)) is not None:
        given, echoed = retry.extensions.get(44), second.extensions.get(44)
        if given != echoed:
            yield "the cookie of the second ClientHello is not the HelloRetryRequest's", None


@rule("rfc8446:4.1.2:second", role=Role.CLIENT)
def second_hello_repeats_the_first(ledger: Ledger, transcript: Transcript) -> Found:
    """A second ClientHello follows a HelloRetryRequest and repeats the first, save for what may change."""
    if len(ledger.offers) < 2:
        return
    if not ledger.answers or (ledger.answers[0] is not None and not ledger.answers[0].retry):
        yield "a second ClientHello without a HelloRetryRequest", None
    first, second = ledger.offers[0], _second(ledger)
    if first is None or second is None:
        return
    for field in _FIELDS:
        if getattr(first.hello, field) != getattr(second.hello, field):
            yield f"{field} differs in the second ClientHello", None
    kept, again = _kept(first), _kept(second)
    for number, _ in set(kept).symmetric_difference(again):
        yield f"{extension_name(number)} differs in the second ClientHello", None
    if kept != again:
        yield "the second ClientHello has its extensions in another order", None
    if 42 in second.extensions:
        yield "early_data in a second ClientHello", None


@rule("rfc8446:4.1.2:asked-share", role=Role.CLIENT)
def second_hello_has_the_share_asked_for(ledger: Ledger, transcript: Transcript) -> Found:
    """A second ClientHello has one key share, for the group asked for; if none was, the shares it had."""
    retry, second = _retry(ledger), _second(ledger)
    if retry is None or second is None:
        return
    if retry.share is not None:
        shared = [group for group, _ in second.shares or ()]
        if shared != [retry.share[0]]:
            wanted, got = group_name(retry.share[0]), told(shared, group_name) or "none"
            yield f"asked for a key share for {wanted}, the second ClientHello has: {got}", None
    elif 51 not in retry.extensions and ledger.offers[0] and ledger.offers[0].shares != second.shares:
        yield "the key shares of the second ClientHello differ, though none was asked for", None


def _retry(ledger: Ledger) -> Answer | None:
    first = ledger.answers[0] if ledger.answers else None
    return first if first is not None and first.retry else None


def _second(ledger: Ledger) -> Offer | None:
    return ledger.offers[1] if len(ledger.offers) > 1 else None


def _kept(offer: Offer) -> list[tuple[int, bytes]]:
    return [each for each in offer.hello.extensions or () if each[0] not in _MAY_CHANGE]
