"""Rules on what was negotiated: an answer chooses from what was offered, and only answers what was asked.

They look at the answers of a server on trial, and at those a client on trial went on with.
"""

from __future__ import annotations

from harness.hellos import TLS12, TLS13
from harness.ledger import Ledger
from harness.names import Role, Tls
from harness.negotiation.names import extension_name, group_name, told
from harness.rulebook import Found, rule
from harness.suites import EMPTY_RENEGOTIATION_INFO_SCSV, SIGNALS, TLS13_SUITES, is_grease
from harness.transcript import Transcript

#: Where an extension that a server sends in its hello may stand (RFC 8446 section 4.2).
_IN_RETRY = frozenset({43, 44, 51})
_IN_HELLO_13 = frozenset({41, 43, 51})
#: What has no place in a ServerHello of TLS 1.2 (RFC 8446 section 4.2, RFC 5246 section 7.4.1.4.1, RFC 7685);
#: for supported_versions see `selected_version_was_offered`.
_NOT_IN_HELLO_12 = frozenset({13, 21, 41, 42, 44, 45, 47, 48, 49, 50, 51})


@rule("rfc8446:4.2.1:offered-version")
def selected_version_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """The version chosen is one the client offered; from TLS 1.3 on supported_versions alone says it.

    A client must not look at legacy_version then, but for SSL 3.0 (RFC 8446 section 4.2.1, appendix D.5).
    """
    aware = transcript.tls is Tls.V13 or ledger.role is Role.CLIENT
    client = ledger.role is Role.CLIENT
    for offer, answer in ledger.negotiated:
        version, legacy = answer.version, answer.hello.legacy_version
        if 43 in answer.extensions or answer.retry:
            if version != TLS13 or (legacy == 0x0300 if client else legacy != TLS12):
                yield f"supported_versions selects {version:#06x}, legacy_version is {legacy:#06x}", None
            elif offer.listed is None or version not in offer.listed:
                yield f"version {version:#06x} was not offered", None
        elif version > min(offer.hello.legacy_version, TLS12) or version <= 0x0300:
            yield f"version {version:#06x} for a client that offers {offer.hello.legacy_version:#06x}", None
        elif aware and offer.listed and version not in offer.listed:
            yield f"version {version:#06x} is not in supported_versions", None


@rule("rfc8446:4.1.3:offered-suite")
def selected_suite_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """The cipher suite chosen was offered, is no signal and no GREASE, and belongs to the version."""
    for offer, answer in ledger.negotiated:
        suite = answer.hello.cipher_suite
        if suite not in offer.hello.cipher_suites or suite in SIGNALS or is_grease(suite):
            yield f"cipher suite {suite:#06x} was not offered", None
        elif (suite in TLS13_SUITES) is not (answer.version == TLS13):
            yield f"cipher suite {suite:#06x} in version {answer.version:#06x}", None


@rule("rfc8446:4.1.3:session-id-echo")
def session_id_is_echoed(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.3 the server repeats the client's legacy_session_id."""
    for offer, answer in ledger.negotiated:
        if answer.is_13 and answer.hello.session_id != offer.hello.session_id:
            yield "legacy_session_id_echo is not what the client sent", None


@rule("rfc8446:4.1.3:compression")
def selected_compression_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """The compression method chosen was offered, and is null in TLS 1.3."""
    for offer, answer in ledger.negotiated:
        method = answer.hello.compression
        if method not in offer.hello.compressions or (method and answer.is_13):
            yield f"compression method {method} was chosen from {list(offer.hello.compressions)}", None


@rule("rfc8446:4.2:only-answers")
def extensions_only_answer(ledger: Ledger, transcript: Transcript) -> Found:
    """A server's hello holds only what the client's asked for; the cookie of a retry needs no asking."""
    for offer, answer in ledger.negotiated:
        for number in answer.extensions.keys() - offer.extensions.keys():
            by_signal = number == 0xFF01 and EMPTY_RENEGOTIATION_INFO_SCSV in offer.hello.cipher_suites
            if not by_signal and not (number == 44 and answer.retry):
                yield f"{extension_name(number)} is answered, and was not asked for", None


@rule("rfc8446:4.2:place")
def extensions_stand_where_they_may(ledger: Ledger, transcript: Transcript) -> Found:
    """Each extension stands in a message it is meant for; in TLS 1.2 a client need only mind GREASE."""
    for _, answer in ledger.negotiated:
        there = answer.extensions.keys()
        if answer.retry:
            strangers = there - _IN_RETRY
        elif answer.is_13:
            strangers = there - _IN_HELLO_13
        else:
            barred = _NOT_IN_HELLO_12 if ledger.role is Role.SERVER else frozenset()
            strangers = {number for number in there if number in barred or is_grease(number)}
        for number in sorted(strangers):
            message = "HelloRetryRequest" if answer.retry else "ServerHello"
            yield f"{extension_name(number)} in a {message} of version {answer.version:#06x}", None


@rule("rfc8446:4.2.8:server-share")
def server_share_answers_a_share(ledger: Ledger, transcript: Transcript) -> Found:
    """A ServerHello's key share is for a group with a client's share, or a pre-shared key does alone."""
    for offer, answer in ledger.negotiated:
        if answer.retry or not answer.is_13 or offer.shares is None:
            continue
        if 51 not in answer.extensions:
            if 41 not in answer.extensions or 0 not in (offer.modes or b""):
                yield "a ServerHello without key_share, where no pre-shared key may do alone", None
        elif answer.share and answer.share[0] not in [group for group, _ in offer.shares]:
            shared = told((group for group, _ in offer.shares), group_name)
            yield f"a key share for {group_name(answer.share[0])}; the client's are for {shared}", None


@rule("rfc8446:4.2.11:selected-identity")
def selected_identity_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """The pre-shared key a server selects is one of those the client offered."""
    for offer, answer in ledger.negotiated:
        data = answer.extensions.get(41)
        if data is not None and offer.identities is not None and int.from_bytes(data) >= offer.identities:
            yield f"pre-shared key {int.from_bytes(data)} selected of {offer.identities}", None


@rule("rfc7301:3.1:one-of-the-offered", role=Role.SERVER)
def selected_protocol_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """A ServerHello of TLS 1.2 selects an application protocol that the client offered."""
    for offer, answer in ledger.negotiated:
        data = answer.extensions.get(16)
        if data is not None and offer.protocols is not None and data[3:] not in offer.protocols:
            yield f"protocol {data[3:]!r} was not offered", None


@rule("rfc8446:4.1.4:retry")
def retry_asks_for_something_new(ledger: Ledger, transcript: Transcript) -> Found:
    """A server asks for another ClientHello once at most, and for one that the first does not hold already.

    The group it names is among supported_groups, without a share; or it gives a cookie.
    """
    for offer, answer in ledger.negotiated:
        if not answer.retry:
            continue
        if answer is not ledger.answers[0]:
            yield "a second HelloRetryRequest", None
        if answer.extensions.keys().isdisjoint((44, 51)):
            yield "a HelloRetryRequest that asks for no change", None
        elif answer.share is None:
            continue
        elif offer.groups is not None and answer.share[0] not in offer.groups:
            yield f"a HelloRetryRequest for {group_name(answer.share[0])}, which was not offered", None
        elif answer.share[0] in [group for group, _ in offer.shares or ()]:
            yield f"a HelloRetryRequest for {group_name(answer.share[0])}, whose share was there", None


@rule("rfc8446:4.1.4:kept")
def retry_is_kept_to(ledger: Ledger, transcript: Transcript) -> Found:
    """The ServerHello after a HelloRetryRequest keeps to its version, cipher suite and group."""
    answers = [answer for _, answer in ledger.negotiated]
    if len(answers) < 2 or not answers[0].retry or answers[1].retry:
        return
    retry, final = answers[:2]
    if final.version != retry.version:
        yield f"version {retry.version:#06x} in the HelloRetryRequest, then {final.version:#06x}", None
    if final.hello.cipher_suite != retry.hello.cipher_suite:
        suites = f"{retry.hello.cipher_suite:#06x}, then {final.hello.cipher_suite:#06x}"
        yield f"cipher suite of the HelloRetryRequest {suites}", None
    if retry.share and final.share and retry.share[0] != final.share[0]:
        groups = told((retry.share[0], final.share[0]), group_name)
        yield f"group of the HelloRetryRequest and of the ServerHello: {groups}", None
