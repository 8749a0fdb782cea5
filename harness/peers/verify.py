"""Whether a presented certificate is to be trusted: what tlslite-ng leaves to its caller.

Not a path validator (RFC 5280): the PKI of a trial has no intermediates, so a certificate is good when
an anchor signed it directly, its dates are right and it bears the expected name. The dates are held
against a fixed day instead of the clock: `harness.pki` mints certificates that ended in 2020 or end far
in the future, and a trial must give the same verdict on any day.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness.names import Role

#: The day on which every certificate is judged.
JUDGED_ON = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

_PURPOSES = {Role.CLIENT: ExtendedKeyUsageOID.CLIENT_AUTH, Role.SERVER: ExtendedKeyUsageOID.SERVER_AUTH}


@dataclass(frozen=True)
class Rejection:
    """Why a certificate is refused: the alert RFC 8446 section 6.2 names for it, and one sentence."""

    alert: str
    reason: str


def examine(
    chain: Sequence[bytes], trust_file: str | None, host: str | None, role: Role = Role.SERVER
) -> Rejection | None:
    """None when the leaf of `chain` is to be trusted, else why not.

    chain: DER certificates as presented, leaf first, at least one. trust_file: path of the PEM trust
    anchors, None for no anchor at all. host: the DNS name the leaf must bear, None to accept any. role:
    whose certificate it is. The order of the checks, and so the alert when several fail, is: issuer, name,
    dates, purpose.
    """
    try:
        leaf = x509.load_der_x509_certificate(chain[0])
        names = _dns_names(leaf)
    except ValueError as error:
        return Rejection("bad_certificate", f"the certificate does not parse: {error}")
    if not _is_trusted(leaf, chain[1:], _anchors(trust_file)):
        return Rejection("unknown_ca", "no trust anchor signed the certificate")
    if host is not None and host.lower() not in names:
        return Rejection("bad_certificate", f"the certificate is not for {host!r}")
    if not leaf.not_valid_before_utc <= JUDGED_ON <= leaf.not_valid_after_utc:
        return Rejection("certificate_expired", "the certificate has expired or is not valid yet")
    if not _is_for(leaf, role):
        return Rejection("unsupported_certificate", f"the certificate is not for a {role}")
    return None


def _is_for(leaf: x509.Certificate, role: Role) -> bool:
    """Whether extendedKeyUsage allows it, which speaks of all purposes by its absence (RFC 5280 4.2.1.12)."""
    try:
        usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return _PURPOSES[role] in usage


@functools.lru_cache(maxsize=16)
def _anchors(trust_file: str | None) -> tuple[x509.Certificate, ...]:
    if trust_file is None:
        return ()
    return tuple(x509.load_pem_x509_certificates(Path(trust_file).read_bytes()))


def _is_trusted(leaf: x509.Certificate, others: Sequence[bytes], anchors: Sequence[x509.Certificate]) -> bool:
    """Whether a path leads from `leaf` to an anchor, by way of the others in any order (RFC 8446 4.4.2)."""
    if any(_issued_by(leaf, anchor) for anchor in anchors):
        return True
    authorities = [each for each in map(_authority, others) if each is not None]
    reached = [leaf]
    while reached:
        at = reached.pop()
        issuers = [each for each in authorities if _issued_by(at, each)]
        if any(_issued_by(issuer, anchor) for issuer in issuers for anchor in anchors):
            return True
        authorities = [each for each in authorities if each not in issuers]
        reached += issuers
    return False


def _authority(der: bytes) -> x509.Certificate | None:
    """A certificate that may issue others (RFC 5280 section 4.2.1.9), None for anything else."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, x509.ExtensionNotFound):
        return None
    return certificate if constraints.ca else None


def _issued_by(leaf: x509.Certificate, anchor: x509.Certificate) -> bool:
    """Whether `anchor` is named as the issuer and its key made the signature."""
    try:
        leaf.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _dns_names(leaf: x509.Certificate) -> frozenset[str]:
    """The DNS names of the subjectAltName extension in lower case; wildcards are not expanded."""
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(name.lower() for name in names.get_values_for_type(x509.DNSName))
