"""The certificates of a trial: minted once by trustme into a folder, then only read.

A `Pki` is nothing but the folder's path, so it travels to worker processes and other interpreters;
only `mint` needs trustme. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import base64
import datetime
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Tuple

from harness.options import CERTIFICATES, PASSWORD

if TYPE_CHECKING:
    import trustme

# Whom they are for, where it is not "localhost".
_SUBJECTS_OF = {
    "wrong-host": ("elsewhere.example",),
    "client": ("client@localhost",),
    "expired-client": ("client@localhost",),
    "ip": ("127.0.0.1", "::1"),
    "name-beside-san": ("elsewhere.example",),
    "wildcard": ("*.harness.example",),
    "idn": ("xn--bcher-kva.example",),
}
# What trustme would not issue, as `harness.minting.Wanted`.
_ODD = {
    "ip-as-dns": {"dns": ("127.0.0.1",)},
    "no-san": {"subject": ((("CN", "localhost"),),)},
    "partial-wildcard": {"dns": ("w*.harness.example",)},
    "no-aki": {"dns": ("localhost",), "authority_key": False},
    "for-clients": {"dns": ("localhost",), "purpose": "client"},
    "for-servers": {"dns": ("client@localhost",), "purpose": "server"},
    "early": {"dns": ("localhost",), "years": (2990, 3000)},
    "many-names": {
        "dns": ("localhost",),
        "subject": ((("O", "Harness"),), (("OU", "one"),), (("OU", "two"), ("UID", "7")), (("CN", "both"),)),
    },
}


@dataclass(frozen=True)
class Pki:
    """The folder `mint` filled: PEM files named after `options.CERTIFICATES` and `options.TRUST`.

    As a folder of authorities ("capath") it holds "ca".
    """

    folder: str

    def chain_file(self, name: str) -> str:
        """Path of the PEM certificate chain, leaf first, of the certificate called `name`."""
        return os.path.join(self.folder, name + ".crt")

    def key_file(self, name: str) -> str:
        """Path of its PEM private key."""
        return os.path.join(self.folder, name + ".key")

    def trust_file(self, name: str) -> Optional[str]:
        """Path of the PEM trust anchors called `name`; None for "nothing"."""
        return None if name == "nothing" else os.path.join(self.folder, name + ".pem")

    def certificate_der(self, name: str) -> bytes:
        """The DER bytes of the leaf certificate called `name`."""
        with open(self.chain_file(name), encoding="ascii") as file:
            leaf = file.read().partition("-----END CERTIFICATE-----")[0]
        return base64.b64decode(leaf.partition("-----BEGIN CERTIFICATE-----")[2])


def mint(folder: str) -> Pki:
    """Fill `folder` (which exists) with every certificate and trust anchor; about 0.3 s."""
    import trustme

    issuers = {"ca": trustme.CA(), "other-ca": trustme.CA(organization_name="Nobody trusts us")}
    for name, authority in issuers.items():
        authority.cert_pem.write_to_path(os.path.join(folder, name + ".pem"))
    _list(folder, issuers["ca"])
    pki = Pki(folder)
    for name in CERTIFICATES:
        chain, key = _issue(name, issuers["other-ca" if name.startswith("untrusted") else "ca"])
        with open(pki.chain_file(name), "wb") as file:
            file.write(key + chain if name == "bundle" else chain)
        with open(pki.key_file(name), "wb") as file:
            file.write(key)
    _revoke(pki, issuers["ca"])
    return pki


def _list(folder: str, authority: "trustme.CA") -> None:
    """Make the folder a `capath` that has this one authority."""
    from harness import minting

    pem = authority.cert_pem.bytes()
    with open(os.path.join(folder, minting.name_in_folders(pem)), "wb") as file:
        file.write(pem)


def _revoke(pki: Pki, authority: "trustme.CA") -> None:
    """Write the authority with its list of revoked certificates, "revoked" on it, and an outdated one."""
    from harness import minting

    own = authority.cert_pem.bytes()
    with open(pki.chain_file("revoked"), "rb") as file:
        revoked = file.read()
    for name, until in (("revocations", 3000), ("stale-revocations", 2020)):
        listed = minting.revoke(revoked, own, authority.private_key_pem.bytes(), until)
        with open(os.path.join(pki.folder, name + ".pem"), "wb") as file:
            file.write(own + listed)


def _issue(name: str, issuer: "trustme.CA") -> Tuple[bytes, bytes]:
    """The chain and the key of the certificate called `name`."""
    from harness import minting_paths

    if name in minting_paths.PATHS:
        return minting_paths.issue(name, issuer.cert_pem.bytes(), issuer.private_key_pem.bytes())
    return _odd(name, issuer) if name in _ODD else _ordinary(name, issuer)


def _ordinary(name: str, issuer: "trustme.CA") -> Tuple[bytes, bytes]:
    """The chain and the key of a certificate that trustme issues."""
    import trustme

    subjects = _SUBJECTS_OF.get(name.replace("untrusted-", ""), ("localhost",))
    if name == "chain":
        issuer = issuer.create_child_ca().create_child_ca()
    leaf = issuer.issue_cert(
        *subjects,
        common_name="localhost" if name == "name-beside-san" else None,
        not_after=_expiry(name),
        key_type=trustme.KeyType.RSA if name == "rsa" else trustme.KeyType.ECDSA,
    )
    key = leaf.private_key_pem.bytes()
    if name == "locked":
        from harness import minting

        key = minting.lock(key, PASSWORD)
    return b"".join(pem.bytes() for pem in leaf.cert_chain_pems), key


def _odd(name: str, issuer: "trustme.CA") -> Tuple[bytes, bytes]:
    """The same of a certificate that it does not issue."""
    from harness import minting

    wanted = minting.Wanted(**_ODD[name])  # type: ignore[arg-type]  # the table's fields are the class's
    return minting.issue(wanted, issuer.cert_pem.bytes(), issuer.private_key_pem.bytes())


def _expiry(name: str) -> Optional[datetime.datetime]:
    """A date in the past for the expired certificates, trustme's own far future for the others."""
    return datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc) if name.startswith("expired") else None
