"""Rules on a server's first flight that need no counterpart in what a client went on with."""

from __future__ import annotations

from harness.hellos import TLS12, TLS13
from harness.ledger import Ledger
from harness.names import Role, Side
from harness.rulebook import Found, rule
from harness.suites import AEAD, EMPTY_RENEGOTIATION_INFO_SCSV
from harness.transcript import Transcript
from harness.wire.handshake import HandshakeType
from harness.wire.records import ContentType

#: The last bytes of a random by a server that could have done better (RFC 8446 section 4.1.3).
_DOWNGRADED_TO_12 = b"DOWNGRD\x01"
_DOWNGRADED_TO_11 = b"DOWNGRD\x00"
_NEW_SESSION_TICKET = int(HandshakeType.new_session_ticket)
_ABBREVIATED = (HandshakeType.server_hello, HandshakeType.new_session_ticket)
_CHANGE_CIPHER_SPEC = bytes((ContentType.change_cipher_spec,))


@rule("rfc5746:3.6:answered", role=Role.SERVER)
def secure_renegotiation_is_answered(ledger: Ledger, transcript: Transcript) -> Found:
    """Below TLS 1.3 a client's SCSV or renegotiation_info is answered with renegotiation_info."""
    for offer, answer in ledger.negotiated:
        asked = EMPTY_RENEGOTIATION_INFO_SCSV in offer.hello.cipher_suites or 0xFF01 in offer.extensions
        if asked and not answer.retry and answer.version <= TLS12 and 0xFF01 not in answer.extensions:
            yield "renegotiation_info was asked for and is not answered", None


@rule("rfc7366:3:block-ciphers", role=Role.SERVER)
def encrypt_then_mac_is_for_block_ciphers(ledger: Ledger, transcript: Transcript) -> Found:
    """encrypt_then_mac is not answered with an AEAD suite, nor in TLS 1.3."""
    for answer in ledger.answered:
        if 22 in answer.extensions and (answer.hello.cipher_suite in AEAD or answer.version == TLS13):
            yield f"encrypt_then_mac with cipher suite {answer.hello.cipher_suite:#06x}", None


@rule("rfc5246:7.4.1.3:resumed-id", role=Role.SERVER)
def resumed_session_id_is_echoed(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.2 a ServerHello that resumes, by an ID or a ticket, has the client's session ID.

    By nothing else does the client know that change_cipher_spec comes next.
    """
    for offer, answer in ledger.negotiated:
        mine, said = offer.hello.session_id, ledger.clear[Role.SERVER]
        if not mine or answer.version > TLS12 or answer.hello.session_id == mine:
            continue
        behind = ledger.emitted[Side.SUBJECT][said[-1].end : said[-1].end + 1]
        abbreviated = all(each.type in _ABBREVIATED for each in said)
        if abbreviated and behind == _CHANGE_CIPHER_SPEC:
            yield "change_cipher_spec follows a ServerHello without the client's session ID", None


@rule("rfc8446:4.1.3:sentinel")
def downgrade_sentinel_tells_the_truth(ledger: Ledger, transcript: Transcript) -> Found:
    """A server that speaks TLS 1.3 or 1.2 does not mark its random as of a lower version.

    And a client that offered TLS 1.3 does not go on after either mark.
    """
    for offer, answer in ledger.negotiated:
        mark = answer.hello.random[-8:]
        if mark not in (_DOWNGRADED_TO_11, _DOWNGRADED_TO_12):
            continue
        if ledger.role is Role.CLIENT:
            if offer.offers_13 and answer.version <= TLS12:
                yield "the client offered TLS 1.3 and went on after a downgrade sentinel", None
        elif answer.version == TLS13 or (answer.version == TLS12 and mark == _DOWNGRADED_TO_11):
            yield f"the downgrade sentinel {mark.hex()} in version {answer.version:#06x}", None


@rule("rfc8446:D.4:server-ccs", role=Role.SERVER)
def first_answer_is_followed_by_change_cipher_spec(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.3 change_cipher_spec follows the first message to a client with a session id."""
    for offer, answer in ledger.negotiated[:1]:
        if not offer.hello.session_id or not answer.is_13 or answer is not ledger.answers[0]:
            continue
        following = ledger.emitted[Side.SUBJECT][answer.said.end : answer.said.end + 1]
        if following and following[0] not in (ContentType.change_cipher_spec, ContentType.alert):
            yield f"a record of type {following[0]} follows the server's first message", None


@rule("rfc8446:5.1:key-change", role=Role.SERVER)
def nothing_in_clear_follows_the_server_hello(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.3 a ServerHello ends its record, and no handshake message in clear follows it."""
    for answer in ledger.answered:
        if not answer.retry and answer.version == TLS13:
            said = ledger.clear[Role.SERVER]
            if not answer.said.last or said[-1] is not answer.said:
                yield "handshake bytes in clear behind the ServerHello of TLS 1.3", None


@rule("rfc5077:3.3:promised", role=Role.SERVER)
def promised_ticket_is_sent(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.2 a NewSessionTicket comes before Finished exactly when session_ticket was answered.

    One that fails at once, of damage behind the client's Finished, may owe it.
    """
    for answer in ledger.answered:
        if answer.retry or answer.version > TLS12:
            continue
        sent = any(each.type == _NEW_SESSION_TICKET for each in ledger.clear[Role.SERVER])
        promised = 35 in answer.extensions
        if sent and not promised:
            yield "a NewSessionTicket without session_ticket in the ServerHello", None
        # Where records were damaged a server may fail before what it was about to send is on the wire.
        if promised and not sent and ledger.handshaken is not None and not transcript.damaged:
            yield "session_ticket in the ServerHello, but no NewSessionTicket", None
