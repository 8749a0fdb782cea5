"""Chains between a certificate and its anchor that a path validator must look at as a whole.

Each leads by good signatures to "ca", and all but one are wrong in a way of their own: somebody in between
may issue nothing, or not this (RFC 5280 section 6.1). trustme issues only what is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from harness import minting

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


def issue(name: str, ca_certificate: bytes, ca_key: bytes) -> tuple[bytes, bytes]:
    """The chain of that name, leaf first and without the anchor, and the leaf's key; all in PEM."""
    anchor = issuer = minting.signer(ca_certificate, ca_key)
    chain: list[x509.Certificate] = []
    for number, authority in enumerate(PATHS[name], 1):
        title = anchor.name if authority.impostor else _named(f"tls-harness authority {number}")
        mine = minting.named(title)
        issuer = mine if authority.impostor else issuer
        chain.insert(0, minting.certify(mine, issuer, _says(authority), authority.years))
        issuer = mine
    leaf = minting.named(_named("tls-harness"))
    chain.insert(0, minting.certify(leaf, issuer, _leaf_says(critical=name == "critical")))
    return b"".join(each.public_bytes(Encoding.PEM) for each in chain), leaf.bare_key()


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


_Said = Sequence[tuple[x509.ExtensionType, bool]]


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
