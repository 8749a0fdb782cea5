"""The fast signatures: each side verifies what the other signed, and refuses what the other refuses."""

import hashlib

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, credentials, noise

HASHES = ["sha1", "sha224", "sha256", "sha384", "sha512"]
CURVES = {"NIST256p": 32, "NIST384p": 48, "NIST521p": 66}


def digest(name, message=b"a message"):
    return bytearray(hashlib.new(name, message).digest())


def elliptic(module, curve, number=0x1234567890ABCDEF1234567890ABCDEF):
    return module("utils.python_ecdsakey").Python_ECDSAKey(None, None, curve, number)


# -- ECDSA


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("name", HASHES)
def test_ecdsa_signs_and_verifies_with_the_pure_code(curve, name):
    keys = [elliptic(module, curve) for module in (FAST, PURE)]
    signed = digest(name)[: CURVES[curve]]
    for signer in keys:
        signature = signer.sign(signed, hashAlg=name)
        for verifier in keys:
            assert verifier.verify(signature, signed) is True
            for at in (0, 1, 5, -1):
                spoilt = bytearray(signature)
                spoilt[at] ^= 1
                assert verifier.verify(spoilt, signed) is False
            assert verifier.verify(signature, digest(name, b"another")[: CURVES[curve]]) is False


def test_ecdsa_signs_whole_digests_as_rfc_6979_does():
    """RFC 6979 section A.2.5: P-256 with SHA-256, message "sample"."""
    number = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    keys = [elliptic(module, "NIST256p", number) for module in (FAST, PURE)]
    signatures = [bytes(key.sign(digest("sha256", b"sample"), hashAlg="sha256")) for key in keys]
    assert signatures[1].hex().endswith("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
    assert signatures[0] == signatures[1]


@pytest.mark.parametrize("curve", CURVES)
def test_odd_signatures_are_refused_as_by_the_pure_code(curve):
    keys = [elliptic(module, curve) for module in (FAST, PURE)]
    signed = digest("sha256")
    good = bytes(keys[1].sign(signed, hashAlg="sha256"))
    bad = [
        b"",
        b"0",
        b"0\x00",
        good[:-1],
        good + b"\0",
        good[:1] + b"\x81" + good[1:],
        bytes.fromhex("3006020100020100"),
        bytes.fromhex("3006020101020100"),
        bytes.fromhex("3006020181020101"),
        b"1" + good[1:],
        bytes(64),
        bytes(noise(1, 70)),
    ]
    for signature in bad:
        told = [answer(key.verify, bytearray(signature), signed) for key in keys]
        assert told[0] == told[1]
        assert told[0] is not True


def test_digests_the_curve_has_no_room_for_are_left_to_the_pure_code():
    for length in (0, 19, 33, 64):
        keys = [elliptic(module, "NIST256p") for module in (FAST, PURE)]
        signed = noise(length, length)
        signatures = [answer(key.sign, signed, hashAlg="sha256") for key in keys]
        assert signatures[0] == signatures[1]
        told = [answer(key.verify, bytes.fromhex("3006020101020101"), signed) for key in keys]
        assert told[0] == told[1]


def test_other_curves_are_left_to_the_pure_code():
    keys = [elliptic(module, "BRAINPOOLP256r1") for module in (FAST, PURE)]
    signature = keys[0].sign(digest("sha256"), hashAlg="sha256")
    assert signature == keys[1].sign(digest("sha256"), hashAlg="sha256")
    assert [key.verify(signature, digest("sha256")) for key in keys] == [True, True]


# -- RSA


@pytest.fixture(scope="module")
def rsa_keys(pki):
    """The same key of a server in both copies."""
    return [credentials(module, pki, "rsa")[1] for module in (FAST, PURE)]


def both_verify(keys, *arguments):
    answers = [answer(key.verify, *arguments) for key in keys]
    assert answers[0] == answers[1]
    return answers[0]


def spoilt(signature):
    for at in (0, len(signature) // 2, -1):
        bad = bytearray(signature)
        bad[at] ^= 1
        yield bad
    yield from (signature[1:], signature + b"\0", bytearray(), bytearray(b"\xff" * len(signature)))


@pytest.mark.parametrize("name", HASHES)
def test_pkcs1_signatures_are_the_pure_codes_own(rsa_keys, name):
    fast, pure = (key.sign(digest(name), "pkcs1", name) for key in rsa_keys)
    assert fast == pure
    assert both_verify(rsa_keys, fast, digest(name), "pkcs1", name) is True
    for bad in spoilt(fast):
        assert both_verify(rsa_keys, bad, digest(name), "pkcs1", name) is False
    assert both_verify(rsa_keys, fast, digest(name, b"another"), "pkcs1", name) is False


def test_sha1_may_lack_its_null_and_no_other_hash_may(rsa_keys):
    for prefix, name, good in (
        ("301f300706052b0e03021a0414", "sha1", True),
        ("302f300b0609608648016503040201" + "0420", "sha256", False),
    ):
        signature = rsa_keys[0].sign(bytearray.fromhex(prefix) + digest(name), "pkcs1")
        assert both_verify(rsa_keys, signature, digest(name), "pkcs1", name) is good


@pytest.mark.parametrize("name", HASHES)
@pytest.mark.parametrize("salt", ["digest", "none"])
def test_pss_signatures_are_good_for_the_pure_code(rsa_keys, name, salt):
    size = len(digest(name)) if salt == "digest" else 0
    for signer in rsa_keys:
        signature = signer.sign(digest(name), "pss", name, size)
        assert both_verify(rsa_keys, signature, digest(name), "pss", name, size) is True
        assert both_verify(rsa_keys, signature, digest(name), "pss", name, size + 1) is False
        for bad in spoilt(signature):
            assert both_verify(rsa_keys, bad, digest(name), "pss", name, size) is False


@pytest.mark.parametrize("padding", ["pkcs1", "pss"])
def test_a_signature_that_lacks_its_leading_zero_is_refused(rsa_keys, padding):
    for number in range(100_000):
        signed = digest("sha256", b"%d" % number)
        signature = rsa_keys[0].sign(signed, padding, "sha256", 0)
        if signature[0] == 0:
            break
    assert both_verify(rsa_keys, signature, signed, padding, "sha256", 0) is True
    assert both_verify(rsa_keys, signature[1:], signed, padding, "sha256", 0) is False


def test_odd_wishes_are_left_to_the_pure_code(rsa_keys):
    raw = noise(2, 36)
    signature = rsa_keys[0].sign(raw)  # TLS 1.1: MD5 and SHA-1, no prefix
    assert signature == rsa_keys[1].sign(raw)
    assert both_verify(rsa_keys, signature, raw) is True
    for arguments in (
        (digest("sha256"), "pss", "sha256", 300),
        (digest("sha256"), "oaep", "sha256"),
        (bytearray(400), "pkcs1"),
        (digest("sha256"), "pss", "sha257", 32),
    ):
        told = [answer(key.sign, *arguments) for key in rsa_keys]
        assert told[0] == told[1]
        assert isinstance(told[0], str)


def test_small_keys_and_keys_without_private_part_work_as_before():
    """`cryptography` refuses keys below 1024 bits."""
    p, q = 2**127 - 1, 2**521 - 1
    keys = [module("utils.python_rsakey").Python_RSAKey(p * q, 65537, p=p, q=q) for module in (FAST, PURE)]
    signature = keys[0].sign(digest("sha256"), "pkcs1", "sha256")
    assert signature == keys[1].sign(digest("sha256"), "pkcs1", "sha256")
    assert both_verify(keys, signature, digest("sha256"), "pkcs1", "sha256") is True
    public = [module("utils.python_rsakey").Python_RSAKey(p * q, 65537) for module in (FAST, PURE)]
    assert both_verify(public, signature, digest("sha256"), "pkcs1", "sha256") is True
    told = [answer(key.sign, digest("sha256"), "pkcs1", "sha256") for key in public]
    assert told == ["AssertionError"] * 2


def test_a_key_for_pss_alone_verifies_no_other_signature(rsa_keys):
    signature = rsa_keys[0].sign(digest("sha256"), "pkcs1", "sha256")
    for module in (FAST, PURE):
        key = module("utils.python_rsakey").Python_RSAKey(rsa_keys[0].n, rsa_keys[0].e, key_type="rsa-pss")
        assert key.verify(signature, digest("sha256"), "pkcs1", "sha256") is False


def test_decryption_gives_the_same_even_where_the_padding_is_wrong(rsa_keys):
    fast, pure = rsa_keys
    for length in (0, 1, 48, 245):
        secret = noise(length, length)
        assert fast.decrypt(pure.encrypt(secret)) == secret
        assert pure.decrypt(fast.encrypt(secret)) == secret
    size = len(fast.encrypt(b""))
    blocks = [
        b"\x00\x02" + b"\x01" * 7 + b"\x00" + bytes(size - 10),  # too little padding
        b"\x00\x02" + b"\x01" * 8 + b"\x00" + bytes(size - 11),
        b"\x00\x02" + b"\x01" * (size - 2),  # no end
        b"\x00\x01" + b"\x01" * 20 + b"\x00" + b"x" * (size - 23),
        b"\x01\x02" + b"\x01" * 20 + b"\x00" + b"x" * (size - 23),
    ]
    for block in blocks:
        encrypted = fast._raw_public_key_op_bytes(bytearray(block))
        assert fast.decrypt(encrypted) == pure.decrypt(encrypted)
    for odd in (bytearray(), bytearray(size - 1), bytearray(b"\xff" * size)):
        assert [fast.decrypt(odd), pure.decrypt(odd)] == [None, None]
