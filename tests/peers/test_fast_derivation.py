"""The fast key derivation and transcript hash: test vectors, and the pure code's answers."""

import hashlib
from types import SimpleNamespace

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise

HASHES = ["sha1", "sha224", "sha256", "sha384", "sha512"]
each_hash = pytest.mark.parametrize("name", HASHES)


def both(home, name, *arguments):
    told = [answer(getattr(module(home), name), *arguments) for module in (FAST, PURE)]
    assert told[0] == told[1]
    assert type(told[0]) is type(told[1])
    return told[0]


def test_published_hkdf():
    """RFC 5869 sections A.1 and A.3."""
    expand = FAST("utils.cryptomath").HKDF_expand
    key = bytearray.fromhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    info = bytearray.fromhex("f0f1f2f3f4f5f6f7f8f9")
    assert expand(key, info, 42, "sha256") == bytearray.fromhex(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    key = bytearray.fromhex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04")
    assert expand(key, bytearray(), 42, "sha256") == bytearray.fromhex(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )
    extract = FAST("handshakehelpers").secureHMAC
    assert extract(bytearray(), bytearray(b"\x0b" * 22), "sha256") == key


def test_published_key_schedule():
    """RFC 8448 section 3: the early secret, and the secret derived from it."""
    math = FAST("utils.cryptomath")
    early = math.secureHMAC(bytearray(32), bytearray(32), "sha256")
    assert early.hex() == "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a"
    derived = math.derive_secret(early, bytearray(b"derived"), None, "sha256")
    assert derived.hex() == "6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba"


def test_published_prf():
    """The P_SHA256 vector that its implementers agreed upon (IETF TLS list, 2009)."""
    secret = bytearray.fromhex("9bbe436ba940f017b17652849a71db35")
    seed = bytearray.fromhex("a0ba9f936cda311827a6f796ffd5198c")
    assert FAST("mathtls").PRF_1_2(secret, bytearray(b"test label"), seed, 100).hex() == (
        "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af"
        "0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
        "87347b66"
    )


@each_hash
def test_hmac(name):
    for key, message in ((b"", b""), (noise(1, 32), noise(2, 100)), (noise(3, 200), b"x")):
        both("utils.cryptomath", "secureHMAC", bytearray(key), bytearray(message), name)
        both("utils.cryptomath", "secureHMAC", bytes(key), bytes(message), name)


@each_hash
@pytest.mark.parametrize("length", [0, 1, 20, 64, 65, 1000, 5081, 16065, 1 << 20, -1])
def test_hkdf_expand_of_any_length(name, length):
    both("utils.cryptomath", "HKDF_expand", noise(4, 32), bytearray(b"info"), length, name)


@each_hash
def test_hkdf_expand_label(name):
    for label in (b"key", b"traffic upd", b"l" * 249, b"l" * 250):
        for context in (b"", bytes(32), bytes(255), bytes(256)):
            for length in (0, 12, 32, 64, 200):
                arguments = noise(5, 32), bytearray(label), bytearray(context), length, name
                both("utils.cryptomath", "HKDF_expand_label", *arguments)
    assert both("utils.cryptomath", "HKDF_expand_label", b"s", b"l", b"", 70_000, name) == "ValueError"


@each_hash
def test_derive_secret_over_a_transcript_and_over_none(name):
    secrets = []
    for module in (FAST, PURE):
        transcript = module("handshakehashes").HandshakeHashes()
        transcript.update(bytearray(b"hello"))
        for hashes in (transcript, None):
            derive = module("tlsconnection").derive_secret
            secrets.append(derive(noise(6, 32), bytearray(b"c hs traffic"), hashes, name))
    assert secrets[:2] == secrets[2:]


def test_prf_of_every_version():
    for length in (0, 12, 48, 104, 300):
        arguments = noise(7, 49), bytearray(b"key expansion"), noise(8, 64), length
        for name in ("PRF", "PRF_1_2", "PRF_1_2_SHA384"):
            assert len(both("mathtls", name, *arguments)) == length


def test_an_unknown_hash_is_left_to_the_pure_code():
    for length in (0, 12):
        told = [
            answer(module("utils.cryptomath").HKDF_expand, b"s", b"i", length, "sha257")
            for module in (FAST, PURE)
        ]
        assert told == ["AttributeError"] * 2
    assert answer(FAST("utils.cryptomath").secureHMAC, b"k", b"m", "sha257") == "AttributeError"


# -- the transcript hash


def transcripts(*messages):
    made = []
    for module in (FAST, PURE):
        transcript = module("tlsconnection").HandshakeHashes()
        for message in messages:
            transcript.update(bytearray(message))
        made.append(transcript)
    return made


@pytest.mark.parametrize("messages", [(), (b"a",), (b"one", b"", b"two" * 500)])
def test_transcripts_have_the_same_digests(messages):
    fast, pure = transcripts(*messages)
    for name in ("md5", *HASHES, None, "intrinsic"):
        assert fast.digest(name) == pure.digest(name)
        assert type(fast.digest(name)) is type(pure.digest(name))
    assert fast.digest("sha256") == hashlib.sha256(b"".join(messages)).digest()
    assert answer(fast.digest, "sha257") == answer(pure.digest, "sha257") == "ValueError"
    assert fast.digestSSL(bytearray(48), b"CLNT") == pure.digestSSL(bytearray(48), b"CLNT")


def test_copies_of_a_transcript_go_their_own_way():
    for transcript in transcripts(b"common"):
        other = transcript.copy()
        other.update(bytearray(b"more"))
        assert transcript.digest("sha384") == hashlib.sha384(b"common").digest()
        assert other.digest("sha384") == hashlib.sha384(b"commonmore").digest()
        assert type(other) is type(transcript)


# -- finite fields, which stay as they are


@pytest.mark.parametrize("group", [256, 257])
def test_finite_field_exchange_agrees_between_fast_and_pure(group):
    ends = [module("keyexchange").FFDHKeyExchange(group, (3, 4)) for module in (FAST, PURE)]
    keys = [end.get_random_private_key() for end in ends]
    shares = [end.calc_public_value(key) for end, key in zip(ends, keys, strict=True)]
    assert ends[0].calc_shared_key(keys[0], shares[1]) == ends[1].calc_shared_key(keys[1], shares[0])


@pytest.mark.parametrize(
    ("cipher", "size"), [("aes128gcm", 16), ("aes256gcm", 32), ("chacha20-poly1305", 32)]
)
def test_tickets_are_kept_under_the_pure_codes_keys(cipher, size):
    settings = SimpleNamespace(ticketCipher=cipher)
    told = [
        module("tlsconnection").TLSConnection._derive_key_iv(noise(1, 32), noise(2, size), settings)
        for module in (FAST, PURE)
    ]
    assert told[0] == told[1]
    assert list(map(len, told[0])) == [size, 12]
