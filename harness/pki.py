"""The certificates of a trial: minted once by trustme into a folder, then only read.

A `Pki` is nothing but the folder's path, so it travels to worker processes and other interpreters;
only `mint` needs trustme. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import base64
import datetime
import os
from dataclasses import dataclass
from typing import Optional

from harness.options import CERTIFICATES

_SUBJECT_OF = {"wrong-host": "elsewhere.example", "client": "client@localhost"}


@dataclass(frozen=True)
class Pki:
    """The folder `mint` filled: PEM files named after `options.CERTIFICATES` and `options.TRUST`."""

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
    pki = Pki(folder)
    for name in CERTIFICATES:
        issuer = issuers["other-ca" if name.startswith("untrusted") else "ca"]
        subject = _SUBJECT_OF.get(name.replace("untrusted-", ""), "localhost")
        key_type = trustme.KeyType.RSA if name == "rsa" else trustme.KeyType.ECDSA
        leaf = issuer.issue_cert(subject, not_after=_expiry(name), key_type=key_type)
        leaf.private_key_pem.write_to_path(pki.key_file(name))
        for position, pem in enumerate(leaf.cert_chain_pems):
            pem.write_to_path(pki.chain_file(name), append=position > 0)
    return pki


def _expiry(name: str) -> Optional[datetime.datetime]:
    """A date in the past for the expired certificate, trustme's own far future for the others."""
    return datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc) if name == "expired" else None
