"""The odd certificates of a trial are odd in just the way their names say."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from harness.options import CERTIFICATES, PASSWORD
from harness.pki import Pki


def leaf(pki: Pki, name: str) -> x509.Certificate:
    return x509.load_der_x509_certificate(pki.certificate_der(name))


def hosts(certificate: x509.Certificate) -> list[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return names.get_values_for_type(x509.DNSName)


@pytest.mark.parametrize("name", [name for name in CERTIFICATES if name != "locked"])
def test_every_key_belongs_to_its_certificate(pki: Pki, name: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.chain_file(name), pki.key_file(name))
    assert context.get_ca_certs() == []


def test_the_locked_key_opens_with_its_password_alone(pki: Pki) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    files = pki.chain_file("locked"), pki.key_file("locked")
    with pytest.raises(ssl.SSLError):
        context.load_cert_chain(*files, password="another")
    context.load_cert_chain(*files, password=PASSWORD.encode("utf-8"))
    assert (len(PASSWORD), len(PASSWORD.encode("utf-8"))) == (7, 8)


def test_the_bundle_has_its_key_beside_its_chain(pki: Pki) -> None:
    text = Path(pki.chain_file("bundle")).read_text(encoding="ascii")
    assert text.count("PRIVATE KEY-----") == 2
    assert text.count("BEGIN CERTIFICATE") == 1


def test_host_names_stand_where_they_should_or_should_not(pki: Pki) -> None:
    assert hosts(leaf(pki, "ip-as-dns")) == ["127.0.0.1"]
    assert hosts(leaf(pki, "partial-wildcard")) == ["w*.harness.example"]
    assert hosts(leaf(pki, "wildcard")) == ["*.harness.example"]
    assert hosts(leaf(pki, "idn")) == ["xn--bcher-kva.example"]
    assert hosts(leaf(pki, "name-beside-san")) == ["elsewhere.example"]
    assert hosts(leaf(pki, "ip")) == []
    with pytest.raises(x509.ExtensionNotFound):
        hosts(leaf(pki, "no-san"))


def test_names_have_the_parts_they_should(pki: Pki) -> None:
    parts = [sorted(str(each.value) for each in entry) for entry in leaf(pki, "many-names").subject.rdns]
    assert parts == [["Harness"], ["one"], ["7", "two"], ["both"]]


def test_only_the_early_one_is_not_valid_yet(pki: Pki) -> None:
    late = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    assert [name for name in CERTIFICATES if leaf(pki, name).not_valid_before_utc > late] == ["early"]


@pytest.mark.parametrize("name", ["no-san", "name-beside-san"])
def test_the_common_name_is_localhost(pki: Pki, name: str) -> None:
    [common] = leaf(pki, name).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert common.value == "localhost"


def test_only_one_certificate_does_not_name_its_issuers_key(pki: Pki) -> None:
    def points(name: str) -> bool:
        kinds = [type(each.value) for each in leaf(pki, name).extensions]
        return x509.AuthorityKeyIdentifier in kinds

    assert [name for name in CERTIFICATES if not points(name)] == ["no-aki"]
