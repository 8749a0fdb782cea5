"""Certificates that a well-behaved authority would not issue, and keys under a password.

trustme issues what programs should use; what they must refuse, or still meet in the field, is built here:
names in the wrong field, no names at all, no pointer to the issuer's key. Sources: RFC 5280 section 4.2
(extensions), RFC 6125 section 6 (which names count).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_BIRTH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_PURPOSES = {"client": ExtendedKeyUsageOID.CLIENT_AUTH, "server": ExtendedKeyUsageOID.SERVER_AUTH}
_KINDS = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "UID": NameOID.USER_ID,
}


@dataclass(frozen=True)
class Wanted:
    """What a certificate is to look like.

    subject: its names in order, each of one part or of several (RFC 5280 section 4.1.2.4: a set of them), by
    kind and value; years: in whose first moment it begins to be valid, and ends; dns: the dNSNames of its
    subjectAltName, written as they stand, none for no such extension; authority_key: whether it has the
    authorityKeyIdentifier of RFC 5280 section 4.2.1.1; purpose: the only one its extendedKeyUsage names,
    "client" or "server", None for no such extension.
    """

    subject: Sequence[Sequence[tuple[str, str]]] = ((("CN", "tls-harness"),),)
    years: tuple[int, int] = (2000, 3000)
    dns: Sequence[str] = ()
    authority_key: bool = True
    purpose: str | None = None


@dataclass(frozen=True)
class Signer:
    """Who issues certificates, or is issued one: a name and a key."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    @property
    def identifier(self) -> x509.SubjectKeyIdentifier:
        """Of the key."""
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())

    def bare_key(self) -> bytes:
        """The key in PEM, without a password."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def named(name: x509.Name) -> Signer:
    """Somebody of this name, with a new P-256 key."""
    return Signer(name, ec.generate_private_key(ec.SECP256R1()))


def signer(certificate: bytes, key: bytes) -> Signer:
    """The authority whose certificate and key these are, in PEM."""
    signing = load_pem_private_key(key, password=None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    return Signer(x509.load_pem_x509_certificate(certificate).subject, signing)


def certify(
    subject: Signer,
    issuer: Signer,
    says: Sequence[tuple[x509.ExtensionType, bool]],
    years: tuple[int, int] = (2000, 3000),
    *,
    points: bool = True,
) -> x509.Certificate:
    """A certificate with these extensions, each with whether it is critical.

    years: in whose first moment it begins to be valid, and ends; points: whether it names its issuer's key.
    """
    begins, ends = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in years)
    pointer = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer.identifier)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.name)
        .issuer_name(issuer.name)
        .public_key(subject.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    for extension, critical in ((subject.identifier, False), *([(pointer, False)] if points else []), *says):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer.key, hashes.SHA256())


def issue(wanted: Wanted, ca_certificate: bytes, ca_key: bytes) -> tuple[bytes, bytes]:
    """A P-256 certificate and its key, both in PEM, signed by the authority given in PEM."""
    says: list[tuple[x509.ExtensionType, bool]] = [(x509.BasicConstraints(ca=False, path_length=None), True)]
    if wanted.dns:
        says.append((x509.SubjectAlternativeName([x509.DNSName(name) for name in wanted.dns]), False))
    if wanted.purpose is not None:
        says.append((x509.ExtendedKeyUsage([_PURPOSES[wanted.purpose]]), False))
    leaf, authority = named(_subject(wanted)), signer(ca_certificate, ca_key)
    certificate = certify(leaf, authority, says, wanted.years, points=wanted.authority_key)
    return certificate.public_bytes(Encoding.PEM), leaf.bare_key()


def _subject(wanted: Wanted) -> x509.Name:
    return x509.Name(
        x509.RelativeDistinguishedName(x509.NameAttribute(_KINDS[kind], value) for kind, value in parts)
        for parts in wanted.subject
    )


def revoke(certificate: bytes, ca_certificate: bytes, ca_key: bytes, until: int) -> bytes:
    """The authority's list of revoked certificates, this one on it, in PEM (RFC 5280 section 5).

    until: the year in whose first moment the next one was to come.
    """
    issuer = x509.load_pem_x509_certificate(ca_certificate)
    signing = load_pem_private_key(ca_key, password=None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    serial = x509.load_pem_x509_certificate(certificate).serial_number
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_BIRTH).build()
    theirs = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    pointer = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(theirs)
    revocations = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(_BIRTH)
        .next_update(datetime.datetime(until, 1, 1, tzinfo=datetime.UTC))
        .add_extension(pointer, critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_revoked_certificate(entry)
        .sign(signing, hashes.SHA256())
    )
    return revocations.public_bytes(Encoding.PEM)


def name_in_folders(certificate: bytes) -> str:
    """The file name under which OpenSSL looks for an authority, given in PEM, in a folder of them.

    It is a hash of the subject's canonical form: the entries without the SEQUENCE around them, texts in
    UTF-8, in lower case, with single spaces (OpenSSL, X509_NAME_hash and x509_name_canon).
    """
    subject = x509.load_pem_x509_certificate(certificate).subject
    plain = x509.Name(
        x509.RelativeDistinguishedName(
            x509.NameAttribute(each.oid, " ".join(str(each.value).lower().split())) for each in entry
        )
        for entry in subject.rdns
    ).public_bytes()
    behind_header = 2 + (plain[1] & 0x7F if plain[1] & 0x80 else 0)
    digest = hashlib.sha1(plain[behind_header:], usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}.0"


def as_pkcs8(key: bytes) -> bytes:
    """The private key in PEM again, as PKCS #8 (RFC 5208), in which all kinds of keys look alike."""
    return load_pem_private_key(key, password=None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def lock(key: bytes, password: str) -> bytes:
    """The private key in PEM again, encrypted with the password in UTF-8."""
    bare = load_pem_private_key(key, password=None)
    encryption = BestAvailableEncryption(password.encode("utf-8"))
    return bare.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
