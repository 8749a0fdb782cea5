"""Rules on what follows the hellos of TLS 1.2 in clear (RFC 5246 section 7.3).

Which messages there are, in which order, and what a server's signed key share says.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.clear import Said
from harness.errors import ParseError
from harness.hellos import TLS12
from harness.ledger import Ledger
from harness.names import Role
from harness.negotiation.names import group_name
from harness.rulebook import Found, rule
from harness.suites import DHE, ECDHE, RSA
from harness.transcript import Transcript
from harness.wire.handshake import Cursor, HandshakeMessage, HandshakeType

_T = HandshakeType
_ORDER = {
    Role.SERVER: (
        _T.server_hello, _T.supplemental_data, _T.certificate, _T.certificate_status, _T.server_key_exchange,
        _T.certificate_request, _T.server_hello_done, _T.new_session_ticket,
    ),
    Role.CLIENT: (
        _T.client_hello, _T.supplemental_data, _T.certificate, _T.client_key_exchange, _T.certificate_verify,
    ),
}  # fmt: skip
_CERTIFICATE_STATUS = int(_T.certificate_status)
_PLACES = {role: {int(kind): at for at, kind in enumerate(order, 1)} for role, order in _ORDER.items()}


@rule("rfc5246:7.3:order")
def messages_come_in_order(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.2 the messages of a flight come in their order, each once, and no others."""
    if not _speaks_12(ledger):
        return
    places, before = _PLACES[ledger.role], 0
    for each in ledger.clear[ledger.role]:
        place = places.get(each.type, -1)
        if place > before:
            before = place
        elif each.type != HandshakeType.hello_request:
            message = HandshakeMessage(each.type, each.body)
            yield f"{message} is out of place in the {ledger.role}'s flight", None


@rule("rfc5246:7.3:complete", role=Role.SERVER)
def server_flight_is_complete(ledger: Ledger, transcript: Transcript) -> Found:
    """A full TLS 1.2 flight has a ServerKeyExchange exactly when the suite's key exchange is ephemeral."""
    if not _speaks_12(ledger) or not ledger.answered:
        return
    types = {each.type for each in ledger.clear[Role.SERVER]}
    if HandshakeType.server_hello_done not in types:
        return
    suite = ledger.answered[0].hello.cipher_suite
    signed, certified = HandshakeType.server_key_exchange in types, HandshakeType.certificate in types
    if suite in (ECDHE | DHE | RSA) and not certified:
        yield f"no Certificate with cipher suite {suite:#06x}", None
    if (suite in ECDHE or suite in DHE) and not signed:
        yield f"no ServerKeyExchange with cipher suite {suite:#06x}", None
    if suite in RSA and signed:
        yield f"a ServerKeyExchange with cipher suite {suite:#06x}", None


@rule("rfc6066:8:status", role=Role.SERVER)
def certificate_status_was_announced(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.2 a CertificateStatus comes only where the ServerHello answers status_request."""
    for answer in ledger.answered:
        sent = any(each.type == _CERTIFICATE_STATUS for each in ledger.clear[Role.SERVER])
        if sent and 5 not in answer.extensions:
            yield "a CertificateStatus without status_request in the ServerHello", None


@rule("rfc5246:7.4.6:as-asked", role=Role.CLIENT)
def certificates_are_sent_as_asked(ledger: Ledger, transcript: Transcript) -> Found:
    """A TLS 1.2 client sends a Certificate exactly when asked, and signs with a scheme it was asked for."""
    if not _speaks_12(ledger):
        return
    ours = {each.type: each.body for each in ledger.clear[Role.CLIENT]}
    if HandshakeType.client_key_exchange not in ours:
        return
    request = _request_in(ledger.clear[Role.SERVER])
    if (HandshakeType.certificate in ours) is not (request is not None):
        yield "a Certificate unasked" if request is None else "no Certificate, though one was asked for", None
    signature = ours.get(HandshakeType.certificate_verify)
    if signature is not None and HandshakeType.certificate not in ours:
        yield "a CertificateVerify without a Certificate", None
    schemes = _schemes_in(request) if request is not None else None
    if signature is not None and schemes is not None and int.from_bytes(signature[:2]) not in schemes:
        yield f"CertificateVerify is signed with {signature[:2].hex()}, which was not asked for", None


@rule("rfc8422:5.4:offered-curve")
def curve_of_the_server_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """The curve of a TLS 1.2 ServerKeyExchange is named and was offered in supported_groups."""
    share = ledger.signed_share
    if share is None or share.curve is None:
        return
    groups = ledger.negotiated[0][0].groups
    if groups is not None and share.curve not in groups:
        yield f"the server's share is on {group_name(share.curve)}, which was not offered", None


@rule("rfc5246:7.4.3:offered-scheme")
def scheme_of_the_server_was_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """A TLS 1.2 ServerKeyExchange is signed with a scheme the client offered in signature_algorithms."""
    share = ledger.signed_share
    if share is None or share.scheme is None:
        return
    schemes = ledger.negotiated[0][0].schemes
    if schemes is not None and share.scheme not in schemes:
        yield f"ServerKeyExchange is signed with {share.scheme:#06x}, which was not offered", None


@rule("rfc5246:7.4.3:form", role=Role.SERVER)
def server_key_exchange_can_be_read(ledger: Ledger, transcript: Transcript) -> Found:
    """A TLS 1.2 ServerKeyExchange has the form of its suite's key exchange."""
    if ledger.signed_share is not None and ledger.signed_share.scheme is None:
        suite = ledger.negotiated[0][1].hello.cipher_suite
        yield f"a malformed ServerKeyExchange for cipher suite {suite:#06x}", None


def _speaks_12(ledger: Ledger) -> bool:
    """Whether the server chose TLS 1.2 or below, in an answer that can be read."""
    answer = ledger.answers[0] if ledger.answers else None
    return answer is not None and not answer.retry and answer.version <= TLS12


def _request_in(said: Sequence[Said]) -> bytes | None:
    """The body of the CertificateRequest in a server's first flight."""
    for each in said:
        if each.type == HandshakeType.certificate_request:
            return each.body
        if each.type == HandshakeType.server_hello_done:
            break
    return None


def _schemes_in(request: bytes) -> tuple[int, ...] | None:
    """supported_signature_algorithms of a CertificateRequest (RFC 5246 section 7.4.4)."""
    cursor = Cursor(request, "certificate_request")
    try:
        cursor.vector(1, "types")
        return cursor.u16_list(2, "schemes")
    except ParseError:
        return None
