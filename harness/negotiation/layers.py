"""Rules on the record headers and change_cipher_specs around the hellos."""

from __future__ import annotations

from harness.hellos import TLS12, TLS13
from harness.ledger import Ledger
from harness.names import Role, Side
from harness.rulebook import Found, rule
from harness.transcript import Transcript
from harness.wire.records import HEADER, ContentType

_TLS10 = 0x0301
_TLS12_RECORD = b"\x03\x03"
_ONE = b"\x00\x01\x01"  # the length and the payload of a change_cipher_spec


@rule("rfc8446:5.1:first-record-version", role=Role.CLIENT)
def first_record_is_of_an_old_version(ledger: Ledger, transcript: Transcript) -> Found:
    """Records of a ClientHello for TLS 1.3 say 0x0301 or 0x0303, those of a second one 0x0303."""
    for offer in ledger.offered:
        version = offer.said.version
        first = offer is ledger.offers[0]
        if offer.offers_13 and version != TLS12 and not (first and version == _TLS10):
            which = "first" if first else "second"
            yield f"the record of the {which} ClientHello has version {version:#06x}", None


@rule("rfc8446:5.1:record-version")
def records_are_of_version_1_2(ledger: Ledger, transcript: Transcript) -> Found:
    """Once TLS 1.2 or 1.3 is chosen every record says 0x0303; alerts only when the handshake is done."""
    answer = ledger.answers[0] if ledger.answers else None
    if ledger.framing.broken or answer is None or answer.version not in (TLS12, TLS13):
        return
    wire = ledger.emitted[Side.SUBJECT]
    from_where = ledger.offered[0].said.end if ledger.offered else 0
    done = ledger.handshaken.sent if ledger.handshaken is not None else len(wire)
    for at in ledger.framing.starts:
        if wire[at + 1 : at + 3] == _TLS12_RECORD or at < from_where or at + HEADER > ledger.alive:
            continue
        if wire[at] != ContentType.alert or at >= done:
            yield f"a {ContentType(wire[at]).name} record of version 0x{wire[at + 1 : at + 3].hex()}", None


@rule("rfc8446:5:change-cipher-spec")
def change_cipher_spec_is_one_byte(ledger: Ledger, transcript: Transcript) -> Found:
    """The first change_cipher_spec is a record of the single byte 1."""
    if ledger.handled or ledger.framing.broken:
        return
    wire = ledger.emitted[Side.SUBJECT]
    for at in ledger.framing.starts:
        if wire[at] == ContentType.change_cipher_spec:
            if at + HEADER < len(wire) and wire[at + 3 : at + HEADER + 1] != _ONE:
                yield f"a change_cipher_spec that holds {wire[at + HEADER : at + HEADER + 8].hex()}", None
            return
