"""The fast ciphers of records: test vectors, and the pure code's answers to good and bad input."""

import hashlib
import hmac

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise


def ciphers(module):
    return module("utils.cipherfactory")


def unhex(text):
    return bytearray.fromhex(text)


# -- AEADs: vectors (factory, key, nonce, plaintext, data, ciphertext and tag)

VECTORS = {
    # RFC 8439 section 2.8.2
    "chacha20-poly1305": (
        "createCHACHA20",
        "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        "070000004041424344454647",
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it.".hex(),
        "50515253c0c1c2c3c4c5c6c7",
        (
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
            "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            "3ff4def08e4b7a9de576d26586cec64b6116" + "1ae10b594f09e26a7e902ecbd0600691"
        ),
    ),
    # NIST's test cases 4 and 16 of the GCM submission
    "aes128gcm": (
        "createAESGCM",
        "feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        (
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            "b16aedf5aa0de657ba637b39"
        ),
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        (
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
            "1ba30b396a0aac973d58e091" + "5bc94fbc3221a5db94fae95ae7121a47"
        ),
    ),
    "aes256gcm": (
        "createAESGCM",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        (
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            "b16aedf5aa0de657ba637b39"
        ),
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        (
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
            "c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ),
    # SP 800-38C example 3, but for its tag of 8 bytes the first of which are all the example has
    "aes128ccm_8": (
        "createAESCCM_8",
        "404142434445464748494a4b4c4d4e4f",
        "101112131415161718191a1b",
        "202122232425262728292a2b2c2d2e2f3031323334353637",
        "000102030405060708090a0b0c0d0e0f10111213",
        "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5" + "484392fbc1b09951",
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_aeads_seal_and_open_published_vectors(name):
    factory, *texts = VECTORS[name]
    key, nonce, plaintext, data, sealed = map(unhex, texts)
    cipher = getattr(ciphers(FAST), factory)(key)
    assert (cipher.name, cipher.implementation) == (name, "cryptography")
    assert cipher.seal(nonce, plaintext, data) == sealed
    assert cipher.open(nonce, sealed, data) == plaintext


# -- AEADs: against the pure code

AEADS = [
    ("createAESGCM", 16),
    ("createAESGCM", 32),
    ("createAESCCM", 16),
    ("createAESCCM", 32),
    ("createAESCCM_8", 16),
    ("createAESCCM_8", 32),
    ("createCHACHA20", 32),
]
each_aead = pytest.mark.parametrize(("factory", "size"), AEADS)


def both(factory, *arguments):
    return [getattr(ciphers(module), factory)(*arguments) for module in (FAST, PURE)]


@each_aead
def test_aeads_have_what_tlslite_looks_at(factory, size):
    fast, pure = both(factory, noise(1, size))
    for name in ("name", "key", "nonceLength", "tagLength", "isAEAD", "isBlockCipher"):
        assert getattr(fast, name) == getattr(pure, name)


@each_aead
@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 300])
def test_aeads_seal_and_open_as_the_pure_code_does(factory, size, length):
    fast, pure = both(factory, noise(2, size))
    nonce, plaintext, data = noise(3, 12), noise(4, length), noise(5, length % 30)
    sealed = fast.seal(nonce, plaintext, data)
    assert sealed == pure.seal(nonce, plaintext, data)
    assert type(sealed) is bytearray
    for cipher in (fast, pure):
        opened = cipher.open(nonce, bytearray(sealed), data)
        assert opened == plaintext
        assert type(opened) is bytearray


@each_aead
def test_aeads_open_nothing_that_was_damaged(factory, size):
    fast, pure = both(factory, noise(6, size))
    nonce, data = noise(7, 12), noise(8, 5)
    sealed = fast.seal(nonce, noise(9, 40), data)
    damaged = [
        sealed[:at] + bytes((sealed[at] ^ 1,)) + sealed[at + 1 :] for at in (0, 39, 40, len(sealed) - 1)
    ]
    damaged += [sealed[:-1], sealed + b"\0", sealed[:7], bytearray()]
    for cipher in (fast, pure):
        assert [cipher.open(nonce, bytearray(each), data) for each in damaged] == [None] * len(damaged)
        assert cipher.open(nonce, bytearray(sealed), data + b"\0") is None
        assert cipher.open(noise(10, 12), bytearray(sealed), data) is None


@each_aead
@pytest.mark.parametrize("size_of_nonce", [0, 8, 11, 13])
def test_aeads_want_nonces_of_12_bytes(factory, size, size_of_nonce):
    for cipher in both(factory, noise(11, size)):
        assert answer(cipher.seal, bytearray(size_of_nonce), b"data", b"") == "ValueError"
        assert answer(cipher.open, bytearray(size_of_nonce), bytes(40), b"") == "ValueError"


@each_aead
@pytest.mark.parametrize("wrong", [0, 15, 24, 33])
def test_keys_of_another_size_are_refused_as_by_the_pure_code(factory, size, wrong):
    fast, pure = (answer(getattr(ciphers(module), factory), bytearray(wrong)) for module in (FAST, PURE))
    assert fast == pure
    assert fast in ("AssertionError", "ValueError")


@each_aead
def test_a_wish_for_another_implementation_is_not_overheard(factory, size):
    for module in (FAST, PURE):
        assert (
            answer(getattr(ciphers(module), factory), bytearray(size), ["pycrypto"]) == "NotImplementedError"
        )
    assert getattr(ciphers(FAST), factory)(bytearray(size), ["python"]).implementation == "cryptography"


# -- CBC


def test_cbc_encrypts_and_decrypts_a_published_vector():
    """SP 800-38A section F.2.1, the first two blocks."""
    key, iv = unhex("2b7e151628aed2a6abf7158809cf4f3c"), bytearray(range(16))
    plaintext = unhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    ciphertext = unhex("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")
    assert ciphers(FAST).createAES(key, iv).encrypt(plaintext) == ciphertext
    assert ciphers(FAST).createAES(key, iv).decrypt(ciphertext) == plaintext


@pytest.mark.parametrize("size", [16, 24, 32])
def test_cbc_goes_on_from_block_to_block_as_the_pure_code_does(size):
    key, iv = noise(12, size), noise(13, 16)
    fast, pure = (ciphers(module).createAES(bytearray(key), bytearray(iv)) for module in (FAST, PURE))
    assert (fast.name, fast.isBlockCipher, fast.isAEAD) == (pure.name, pure.isBlockCipher, pure.isAEAD)
    assert fast.block_size == pure.block_size
    for blocks in (1, 0, 3):
        data = noise(blocks, 16 * blocks)
        for method in ("encrypt", "decrypt"):
            assert getattr(fast, method)(bytearray(data)) == getattr(pure, method)(bytearray(data))
            assert fast.IV == pure.IV
    fast.IV = pure.IV = bytearray(16)
    assert fast.encrypt(bytearray(32)) == pure.encrypt(bytearray(32))


@pytest.mark.parametrize("method", ["encrypt", "decrypt"])
def test_cbc_refuses_half_blocks_and_odd_keys(method):
    for module in (FAST, PURE):
        cipher = ciphers(module).createAES(bytearray(16), bytearray(16))
        assert answer(getattr(cipher, method), bytearray(15)) == "AssertionError"
        assert answer(ciphers(module).createAES, bytearray(15), bytearray(16)) == "AssertionError"
        assert answer(ciphers(module).createAES, bytearray(16), bytearray(15)) == "AssertionError"
        assert answer(ciphers(module).createAES, bytearray(16), bytearray(16), []) == "NotImplementedError"


def record(content, padding, name, key=b"key", sequence=bytes(8), kind=23):
    """A decrypted record of TLS 1.2: content, MAC and padding."""
    header = sequence + bytes((kind, 3, 3)) + len(content).to_bytes(2, "big")
    return bytearray(content + hmac.digest(key, header + content, name) + bytes((padding,)) * (padding + 1))


def checked(module, data, name, version=(3, 3), kind=23):
    check = module("recordlayer").ct_check_cbc_mac_and_pad
    return check(data, hmac.new(b"key", digestmod=name), bytearray(8), kind, version, 16)


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384"])
def test_padding_and_mac_are_judged_as_by_the_pure_code(name):
    size = hashlib.new(name).digest_size
    for content in (b"", b"z" * 11, b"a" * 300):
        for padding in (0, 7, 255):
            good = record(content, padding, name)
            spoilt = [bytearray(good) for _ in range(4)]
            for data, at in zip(spoilt, (-1, -padding - 1, -padding - 2, -padding - 1 - size), strict=True):
                data[at] ^= 1
            for module in (FAST, PURE):
                assert checked(module, bytearray(good), name)
                assert not any(checked(module, bytearray(data), name) for data in spoilt)
                assert not checked(module, bytearray(good), name, kind=22)
                assert not checked(module, bytearray(good), name, version=(3, 2))
    for short in (b"", bytes(size), b"\xff" * (size + 1), b"\xff" * 100):
        assert [checked(module, bytearray(short), name) for module in (FAST, PURE)] == [False, False]
