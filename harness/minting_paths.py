"""Chains between a certificate and its anchor that a path validator must look at as a whole.

Each leads by good signatures to "ca", and all but one are wrong in a way of their own: somebody in between
may issue nothing, or not this (RFC 5280 section 6.1). trustme issues only what is right.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

#: An extension nobody knows: it is below an arc for examples (RFC 5612).
_UNKNOWN = ObjectIdentifier("1.3.6.1.4.1.32473.1")
_LEAF = "localhost"


@dataclass(frozen=True)
class Authority:
    """Who issues the next certificate of a chain.

    ca: what its basicConstraints say, None for no such extension; depth: their pathLenConstraint; signs:
    whether its keyUsage has keyCertSign; permitted, excluded: the DNS names of its nameConstraints; years: in
    whose first moment it begins to be valid, and ends; impostor: it has the anchor's name and issued itself.
    """

    ca: bool | None = True
    depth: int | None = None
    signs: bool = True
    permitted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    years: tuple[int, int] = (2000, 3000)
    impostor: bool = False


#: The authorities of each chain, from the anchor down. Below the last stands a certificate for "localhost".
PATHS: Mapping[str, tuple[Authority, ...]] = {
    "below-constraint": (Authority(permitted=(_LEAF,)),),
    "below-leaf": (Authority(ca=False),),
    "below-nobody": (Authority(ca=None),),
    "below-expired": (Authority(years=(2000, 2020)),),
    "below-other-usage": (Authority(signs=False),),
    "below-too-many": (Authority(depth=0), Authority()),
    "below-elsewhere": (Authority(permitted=("elsewhere.example",)),),
    "below-excluded": (Authority(excluded=(_LEAF,)),),
    "below-impostor": (Authority(impostor=True),),
    "critical": (),  # has an extension that is critical and that nobody knows
}


@dataclass(frozen=True)
class _Signer:
    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    @property
    def identifier(self) -> x509.SubjectKeyIdentifier:
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())


def issue(name: str, ca_certificate: bytes, ca_key: bytes) -> tuple[bytes, bytes]:
    """The chain of that name, leaf first and without the anchor, and the leaf's key; all in PEM."""
    key = load_pem_private_key(ca_key, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    anchor = signer = _Signer(x509.load_pem_x509_certificate(ca_certificate).subject, key)
    chain: list[x509.Certificate] = []
    for number, authority in enumerate(PATHS[name], 1):
        mine = _signer(anchor.name if authority.impostor else _named(f"tls-harness authority {number}"))
        chain.insert(
            0, _certify(mine, mine if authority.impostor else signer, _says(authority), authority.years)
        )
        signer = mine
    leaf = _signer(_named("tls-harness"))
    chain.insert(0, _certify(leaf, signer, _leaf_says(critical=name == "critical")))
    bare = leaf.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"".join(each.public_bytes(Encoding.PEM) for each in chain), bare


def _signer(name: x509.Name) -> _Signer:
    return _Signer(name, ec.generate_private_key(ec.SECP256R1()))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


_Said = Sequence[tuple[x509.ExtensionType, bool]]


def _certify(
    subject: _Signer, issuer: _Signer, says: _Said, years: tuple[int, int] = (2000, 3000)
) -> x509.Certificate:
    begins, ends = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in years)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject.name)
        .issuer_name(issuer.name)
        .public_key(subject.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(subject.identifier, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer.identifier), critical=False
        )
    )
    for extension, critical in says:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer.key, hashes.SHA256())


def _says(authority: Authority) -> _Said:
    """Its extensions, each with whether it is critical."""
    said: list[tuple[x509.ExtensionType, bool]] = []
    if authority.ca is not False:  # of who is no authority that alone is wrong
        said.append((_usage(signs=authority.signs), True))
    if authority.ca is not None:
        said.append((x509.BasicConstraints(ca=authority.ca, path_length=authority.depth), True))
    permitted, excluded = (
        [x509.DNSName(name) for name in names] or None for names in (authority.permitted, authority.excluded)
    )
    if permitted or excluded:
        said.append((x509.NameConstraints(permitted, excluded), True))
    return said


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _leaf_says(*, critical: bool) -> _Said:
    says: _Said = (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.SubjectAlternativeName([x509.DNSName(_LEAF)]), False),
    )
    return (*says, (x509.UnrecognizedExtension(_UNKNOWN, b"\5\0"), True)) if critical else says
