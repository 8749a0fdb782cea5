"""TLS alerts: two bytes that say how a connection ends, or nearly (RFC 8446 section 6).

Only the plain form is known here: an alert under record protection is the endpoints' own affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from harness.errors import ParseError


class AlertLevel(IntEnum):
    """How grave the sender says it is (RFC 5246 section 7.2); TLS 1.3 decides by the description."""

    warning = 1
    fatal = 2


class AlertDescription(IntEnum):
    """What happened (RFC 8446 section 6, RFC 5246 section 7.2; other sources beside the name)."""

    close_notify = 0
    unexpected_message = 10
    bad_record_mac = 20
    decryption_failed = 21
    record_overflow = 22
    decompression_failure = 30
    handshake_failure = 40
    no_certificate = 41
    bad_certificate = 42
    unsupported_certificate = 43
    certificate_revoked = 44
    certificate_expired = 45
    certificate_unknown = 46
    illegal_parameter = 47
    unknown_ca = 48
    access_denied = 49
    decode_error = 50
    decrypt_error = 51
    export_restriction = 60
    protocol_version = 70
    insufficient_security = 71
    internal_error = 80
    inappropriate_fallback = 86  # RFC 7507
    user_canceled = 90
    no_renegotiation = 100
    missing_extension = 109
    unsupported_extension = 110
    certificate_unobtainable = 111  # RFC 6066
    unrecognized_name = 112  # RFC 6066
    bad_certificate_status_response = 113  # RFC 6066
    bad_certificate_hash_value = 114  # RFC 6066
    unknown_psk_identity = 115
    certificate_required = 116
    no_application_protocol = 120  # RFC 7301


_LEVELS = {member.value: member.name for member in AlertLevel}
_DESCRIPTIONS = {member.value: member.name for member in AlertDescription}


@dataclass(frozen=True)
class Alert:
    """One alert: its level and its description, as they stand on the wire."""

    level: int
    description: int

    def serialise(self) -> bytes:
        """The two bytes of the alert. Raises OverflowError where a field does not fit its byte."""
        return self.level.to_bytes(1) + self.description.to_bytes(1)

    @property
    def name(self) -> str:
        """The description's name, or "alert(77)" where nobody gave the number one."""
        return _DESCRIPTIONS.get(self.description, f"alert({self.description})")

    def __str__(self) -> str:
        return f"{_LEVELS.get(self.level, f'level({self.level})')} {self.name}"


def parse_alert(payload: bytes) -> Alert:
    """The alert a record's payload holds: exactly one, level 1 or 2, any description; else ParseError."""
    if len(payload) != 2:
        raise ParseError(f"an alert is 2 bytes long, not {len(payload)}")
    level, description = payload
    if level not in _LEVELS:
        raise ParseError(f"alert level {level} is neither 1 nor 2")
    return Alert(level, description)
