"""Whether a chain of certificates leads to an anchor: what a trial's PKI needs of RFC 5280 section 6.1.

Looked at of every authority in between: that it may sign certificates, how many may stand below it, for which
DNS names, and whether it was valid on the day; of all, that there is no critical extension that is not known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature

_Kind = TypeVar("_Kind", bound=x509.ExtensionType)

#: No path is longer: each step is a signature to verify.
_LONGEST = 10
_KNOWN = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.NameConstraints,
    x509.SubjectAlternativeName,
)


def is_trusted(
    leaf: x509.Certificate,
    others: Sequence[bytes],
    anchors: Sequence[x509.Certificate],
    day: datetime.datetime,
) -> bool:
    """Whether a sound path leads from `leaf` to an anchor, by way of the others in any order."""
    authorities = list(dict.fromkeys(filter(None, map(_authority, others))))
    return any(_is_sound(path, day) for path in _paths([leaf], authorities, anchors))


def has_unknown_critical(certificate: x509.Certificate) -> bool:
    """Whether it has a critical extension that nobody here looks at (RFC 5280 section 4.2)."""
    return any(each.critical and not isinstance(each.value, _KNOWN) for each in certificate.extensions)


def _paths(
    path: list[x509.Certificate],
    authorities: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
) -> Iterator[list[x509.Certificate]]:
    """Every way from the path's end to an anchor, which is left out."""
    if any(_issued_by(path[-1], anchor) for anchor in anchors):
        yield path
    if len(path) < _LONGEST:
        for each in authorities:
            if each not in path and _issued_by(path[-1], each):
                yield from _paths([*path, each], authorities, anchors)


def _is_sound(path: Sequence[x509.Certificate], day: datetime.datetime) -> bool:
    """Whether every authority of a path may have issued what stands below it; the leaf comes first."""
    names = _dns_names(path[0])
    return all(
        each.not_valid_before_utc <= day <= each.not_valid_after_utc
        and not has_unknown_critical(each)
        and _may_sign(each)
        and _may_have_below(each, below)
        and all(_may_name(each, name) for name in names)
        for below, each in enumerate(path[1:])
    )


def _may_sign(authority: x509.Certificate) -> bool:
    usage = _extension(authority, x509.KeyUsage)
    return usage is None or usage.key_cert_sign


def _may_have_below(authority: x509.Certificate, count: int) -> bool:
    """Whether so many other authorities may stand below it (RFC 5280 section 4.2.1.9)."""
    constraints = _extension(authority, x509.BasicConstraints)
    return constraints is not None and (constraints.path_length is None or count <= constraints.path_length)


def _may_name(authority: x509.Certificate, name: str) -> bool:
    """Whether it may issue for a DNS name (RFC 5280 section 4.2.1.10)."""
    constraints = _extension(authority, x509.NameConstraints)
    if constraints is None:
        return True
    permitted, excluded = (
        [each.value.lower() for each in subtrees or () if isinstance(each, x509.DNSName)]
        for subtrees in (constraints.permitted_subtrees, constraints.excluded_subtrees)
    )
    inside = [f".{name}".endswith(f".{each}") for each in permitted]
    return (any(inside) or not inside) and not any(f".{name}".endswith(f".{each}") for each in excluded)


def _authority(der: bytes) -> x509.Certificate | None:
    """A certificate that may issue others (RFC 5280 section 4.2.1.9), None for anything else."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        constraints = _extension(certificate, x509.BasicConstraints)
    except ValueError:
        return None
    return certificate if constraints is not None and constraints.ca else None


def _extension(certificate: x509.Certificate, kind: type[_Kind]) -> _Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _dns_names(leaf: x509.Certificate) -> list[str]:
    names = _extension(leaf, x509.SubjectAlternativeName)
    return [] if names is None else [each.lower() for each in names.get_values_for_type(x509.DNSName)]


def _issued_by(leaf: x509.Certificate, anchor: x509.Certificate) -> bool:
    """Whether `anchor` is named as the issuer and its key made the signature."""
    try:
        leaf.verify_directly_issued_by(anchor)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
