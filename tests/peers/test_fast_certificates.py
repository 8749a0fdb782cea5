"""Certificates that are parsed once: the same fields as by the pure code, the same objections each time."""

import pytest

from harness.pki import mint
from tests.peers.fast_stage import FAST, PURE, answer

FIELDS = ("serial_number", "subject", "issuer", "certAlg", "sigalg", "bytes")


def parsed(module, data):
    certificate = module("x509").X509()
    answer_ = answer(certificate.parseBinary, data)
    return answer_ if answer_ is not None else certificate


@pytest.mark.parametrize("name", ["ecdsa", "rsa", "client", "expired"])
def test_a_certificate_means_the_same_the_second_time(pki, name):
    data = pki.certificate_der(name)
    pure = parsed(PURE, bytearray(data))
    for _ in range(2):
        fast = parsed(FAST, bytearray(data))
        assert {field: getattr(fast, field) for field in FIELDS} == {
            field: getattr(pure, field) for field in FIELDS
        }
        assert len(fast.publicKey) == len(pure.publicKey)
        assert fast.getFingerprint() == pure.getFingerprint()


def test_what_is_remembered_cannot_be_changed_from_outside(pki):
    data = bytearray(pki.certificate_der("ecdsa"))
    first = parsed(FAST, data)
    first.subject[0] ^= 1
    first.bytes[0] ^= 1
    data[0] ^= 1
    again = parsed(FAST, bytearray(pki.certificate_der("ecdsa")))
    assert again.bytes == pki.certificate_der("ecdsa")
    assert again.subject[0] == first.subject[0] ^ 1
    assert again.publicKey is first.publicKey


def test_a_damaged_certificate_is_objected_to_each_time(pki):
    data = pki.certificate_der("ecdsa")
    told = set()
    for at in range(0, len(data), 7):
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        outcomes = [parsed(module, bytearray(damaged)) for module in (PURE, FAST, FAST)]
        kinds = [each if isinstance(each, str) else "parsed" for each in outcomes]
        assert kinds[1:] == kinds[:2]
        told.add(kinds[0])
    assert "parsed" in told
    assert "SyntaxError" in told


def test_certificates_of_two_keys_are_told_apart(pki, tmp_path):
    other = mint(str(tmp_path))
    keys = [parsed(FAST, bytearray(each.certificate_der("ecdsa"))).publicKey for each in (pki, other, pki)]
    assert keys[0] is keys[2]
    assert keys[0].public_key.to_string() != keys[1].public_key.to_string()
