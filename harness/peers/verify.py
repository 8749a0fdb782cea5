"""Whether a presented certificate is to be trusted: what tlslite-ng leaves to its caller.

A certificate is good when a path leads to an anchor (`path_rules`), its dates are right and it bears the
expected name. The dates are held against a fixed day instead of the clock: `harness.pki` mints certificates
that ended in 2020 or end far in the future, and a trial must give the same verdict on any day.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from harness.names import Role
from harness.peers.path_rules import has_unknown_critical, is_trusted

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
    whose certificate it is. The order of the checks, and so the alert when several fail, is: issuer,
    extensions, name, dates, purpose.
    """
    try:
        leaf = x509.load_der_x509_certificate(chain[0])
        names = _dns_names(leaf)
    except ValueError as error:
        return Rejection("bad_certificate", f"the certificate does not parse: {error}")
    if not is_trusted(leaf, chain[1:], _anchors(trust_file), JUDGED_ON):
        return Rejection("unknown_ca", "no trust anchor signed the certificate")
    if has_unknown_critical(leaf):
        return Rejection("unsupported_certificate", "the certificate has a critical extension nobody knows")
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


def _dns_names(leaf: x509.Certificate) -> frozenset[str]:
    """The DNS names of the subjectAltName extension in lower case; wildcards are not expanded."""
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(name.lower() for name in names.get_values_for_type(x509.DNSName))
