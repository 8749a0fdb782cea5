"""The certificates: what each name stands for, checked with OpenSSL through `ssl` and with cryptography."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from harness.names import Role, Tls
from harness.options import CERTIFICATES, TRUST, Options
from harness.pki import Pki
from harness.setup import Setup


def certificate(pki, name):
    return x509.load_der_x509_certificate(pki.certificate_der(name))


#: The ones trustme issues as they are; the odd ones are looked at in test_minting.
ORDINARY = CERTIFICATES[: CERTIFICATES.index("ip")]
#: Those with somebody between them and the anchor.
BELOW = ("chain", *(name for name in CERTIFICATES if name.startswith("below-")))


@pytest.mark.parametrize("name", ORDINARY)
def test_a_key_belongs_to_its_certificate(pki, name):
    key = load_pem_private_key(Path(pki.key_file(name)).read_bytes(), None)
    assert key.public_key() == certificate(pki, name).public_key()
    assert isinstance(key, rsa.RSAPrivateKey if name == "rsa" else ec.EllipticCurvePrivateKey)


@pytest.mark.parametrize("name", [name for name in CERTIFICATES if name not in BELOW])
def test_a_certificate_is_signed_by_the_authority_its_name_says(pki, name):
    anchors = {trust: Path(pki.trust_file(trust)).read_bytes() for trust in ("ca", "other-ca")}
    signers = {trust: x509.load_pem_x509_certificate(pem) for trust, pem in anchors.items()}
    right = "other-ca" if name.startswith("untrusted") else "ca"
    leaf = certificate(pki, name)
    assert leaf.issuer == signers[right].subject
    leaf.verify_directly_issued_by(signers[right])
    wrong = signers["ca" if right == "other-ca" else "other-ca"]
    assert leaf.issuer != wrong.subject


@pytest.mark.parametrize("name", BELOW)
def test_the_certificates_of_a_chain_are_signed_by_the_next(pki, name):
    chain = x509.load_pem_x509_certificates(Path(pki.chain_file(name)).read_bytes())
    authority = x509.load_pem_x509_certificate(Path(pki.trust_file("ca")).read_bytes())
    assert len(chain) == {"chain": 3, "below-too-many": 3}.get(name, 2)
    *signed, last = chain
    for each, signer in zip(signed, chain[1:], strict=True):
        each.verify_directly_issued_by(signer)
    if name == "below-impostor":
        assert last.subject == last.issuer == authority.subject
        with pytest.raises(InvalidSignature):
            last.verify_directly_issued_by(authority)
    else:
        last.verify_directly_issued_by(authority)


@pytest.mark.parametrize("name", CERTIFICATES)
def test_only_the_expired_ones_are_expired(pki, name):
    expired = certificate(pki, name).not_valid_after_utc < datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    assert expired is (name in ("expired", "expired-client"))


@pytest.mark.parametrize("name", ORDINARY)
def test_a_certificate_is_for_the_name_it_is_for(pki, name):
    names = certificate(pki, name).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = {str(each.value) for each in names}
    expected = {
        "wrong-host": "elsewhere.example",
        "client": "client@localhost",
        "untrusted-client": "client@localhost",
    }
    assert told == {expected.get(name, "localhost")}


def test_der_and_pem_are_the_same_certificate(pki):
    pem = Path(pki.chain_file("ecdsa")).read_text(encoding="ascii")
    assert pki.certificate_der("ecdsa") == ssl.PEM_cert_to_DER_cert(pem)


def test_as_a_folder_of_authorities_it_holds_ca_alone(pki):
    # that OpenSSL finds it by this name is for the scenarios to show
    (found,) = Path(pki.folder).glob("????????.0")
    assert found.read_bytes() == Path(pki.trust_file("ca")).read_bytes()


@pytest.mark.parametrize("name", TRUST)
def test_trust_is_a_file_or_nothing(pki, name):
    path = pki.trust_file(name)
    if name == "nothing":
        assert path is None
    else:
        assert len(ssl.create_default_context(cafile=path).get_ca_certs()) == 1


def test_a_pki_is_nothing_but_its_folder(pki):
    assert Pki(pki.folder) == pki


@pytest.mark.parametrize(
    ("role", "options", "own", "verify", "spoken"),
    [
        (Role.CLIENT, Options(), None, "required", Tls.V13),
        (Role.SERVER, Options(), "ecdsa", "no", Tls.V13),
        (Role.CLIENT, Options(certificate="client", verify="no"), "client", "no", Tls.V13),
        (Role.SERVER, Options(certificate=None, verify="optional", tls=Tls.V12), None, "optional", Tls.V12),
    ],
)
def test_a_setup_fills_in_what_is_usual_for_its_role(pki, role, options, own, verify, spoken):
    setup = Setup(role, Tls.V13, options, pki)
    assert (setup.certificate, setup.verify, setup.spoken) == (own, verify, spoken)
