"""The fast key exchange: test vectors, and the pure code's answers to good and bad shares."""

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise

GROUPS = {"x25519": 29, "x448": 30, "secp256r1": 23, "secp384r1": 24, "secp521r1": 25}
SIZES = {"secp256r1": 32, "secp384r1": 48, "secp521r1": 66}
each_curve = pytest.mark.parametrize("name", SIZES)
each_function = pytest.mark.parametrize(("name", "size"), [("x25519", 32), ("x448", 56)])


def montgomery(module, name):
    return getattr(module("keyexchange"), name)


def exchange(module, name):
    return module("keyexchange").ECDHKeyExchange(GROUPS[name], (3, 4))


# -- X25519 and X448

# RFC 7748 section 5.2: scalar, u-coordinate, result
VECTORS = [
    (
        "x25519",
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    ),
    (
        "x25519",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    ),
    (
        "x448",
        (
            "3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b"
            "29259a4f1c600ad3"
        ),
        (
            "06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada1"
            "8aa7a7fb4ef8a086"
        ),
        (
            "ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21"
            "766282f73dd96b6f"
        ),
    ),
]

# RFC 7748 section 5.2: the same, fed to itself 1000 times
ITERATED = {
    "x25519": "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
    "x448": "aa3b4749d55b9daf1e5b00288826c467274ce3ebbdd5c17b975e09d4af6c67cf10d087202db88286e2b79fceea3ec353"
    "ef54faa26e219f38",
}


@pytest.mark.parametrize(("name", "scalar", "coordinate", "result"), VECTORS)
def test_published_multiplications(name, scalar, coordinate, result):
    multiplied = montgomery(FAST, name)(bytearray.fromhex(scalar), bytearray.fromhex(coordinate))
    assert multiplied == bytearray.fromhex(result)
    assert type(multiplied) is bytearray


@each_function
def test_a_published_thousand_multiplications(name, size):
    base = 9 if name == "x25519" else 5
    scalar = coordinate = bytearray(base.to_bytes(size, "little"))
    for _ in range(1000):
        scalar, coordinate = montgomery(FAST, name)(bytearray(scalar), bytearray(coordinate)), scalar
    assert scalar == bytearray.fromhex(ITERATED[name])


def low_order(name, size):
    """Coordinates that multiply to zero, and others on the edge of the field."""
    prime = 2**255 - 19 if name == "x25519" else 2**448 - 2**224 - 1
    points = [0, 1, 2, prime - 1, prime, prime + 1, prime + 5, 2 ** (8 * size) - 1, 2 ** (8 * size - 1)]
    if name == "x25519":
        points.append(325606250916557431795983626356110631294008115727848805560023387167927233504)
    return [bytearray(point.to_bytes(size, "little")) for point in points]


@each_function
def test_multiplications_come_to_what_the_pure_code_says(name, size):
    fast, pure = montgomery(FAST, name), montgomery(PURE, name)
    generator = (9 if name == "x25519" else 5).to_bytes(size, "little")
    coordinates = [*low_order(name, size), bytearray(generator), *(noise(seed, size) for seed in range(6))]
    results = set()
    for seed, coordinate in enumerate(coordinates):
        scalar = noise(100 + seed, size)
        results.add(bytes(pure(bytearray(scalar), bytearray(coordinate))))
        assert fast(bytearray(scalar), bytearray(coordinate)) == pure(scalar, coordinate)
    assert bytes(size) in results  # some of the points were of low order


@each_function
def test_coordinates_of_another_length_are_left_to_the_pure_code(name, size):
    fast, pure = montgomery(FAST, name), montgomery(PURE, name)
    for length in (0, 1, size - 1, size + 1):
        assert answer(fast, noise(1, size), noise(2, length)) == answer(
            pure, noise(1, size), noise(2, length)
        )
        assert answer(fast, noise(1, length), noise(2, size)) == answer(
            pure, noise(1, length), noise(2, size)
        )


@each_function
def test_shares_that_give_nothing_or_are_no_shares_are_illegal(name, size):
    for module in (FAST, PURE):
        private = noise(3, size)
        bad = [*low_order(name, size)[:2], bytearray(size - 1), bytearray(size + 1), bytearray()]
        for share in bad:
            told = answer(exchange(module, name).calc_shared_key, bytearray(private), share)
            assert told == "TLSIllegalParameterException"


# -- the curves of RFC 8422


@each_curve
def test_two_ends_agree_whichever_is_fast(name):
    for one, other in ((FAST, FAST), (FAST, PURE)):
        mine, theirs = exchange(one, name), exchange(other, name)
        my_key, their_key = mine.get_random_private_key(), theirs.get_random_private_key()
        my_share, their_share = mine.calc_public_value(my_key), theirs.calc_public_value(their_key)
        secret = mine.calc_shared_key(my_key, their_share)
        assert secret == theirs.calc_shared_key(their_key, my_share)
        assert (type(secret), len(secret)) == (bytearray, SIZES[name])


@each_curve
def test_given_keys_come_to_what_the_pure_code_says(name):
    for seed in range(4):
        private = 1 + int.from_bytes(noise(seed, SIZES[name] - 1), "big")
        share = exchange(PURE, name).calc_public_value(1000 + seed)
        for kind in ("uncompressed", "compressed", "hybrid"):
            values = [exchange(module, name).calc_public_value(private, kind) for module in (FAST, PURE)]
            assert values[0] == values[1]
        secrets = [exchange(module, name).calc_shared_key(private, share) for module in (FAST, PURE)]
        assert secrets[0] == secrets[1]


@each_curve
def test_keys_of_python_ecdsa_are_taken_too(name):
    key = exchange(PURE, name).get_random_private_key()
    share = exchange(PURE, name).calc_public_value(7)
    assert exchange(FAST, name).calc_public_value(key) == exchange(PURE, name).calc_public_value(key)
    assert exchange(FAST, name).calc_shared_key(key, share) == exchange(PURE, name).calc_shared_key(
        key, share
    )


@each_curve
def test_compressed_points_are_read_when_they_may_be_sent(name):
    share = exchange(PURE, name).calc_public_value(11, "compressed")
    formats = ("uncompressed", "compressed")
    secrets = [exchange(module, name).calc_shared_key(5, share, formats) for module in (FAST, PURE)]
    assert secrets[0] == secrets[1]


@each_curve
def test_bad_points_are_refused_as_by_the_pure_code(name):
    size = SIZES[name]
    good = exchange(PURE, name).calc_public_value(13)
    off = bytearray(good)
    off[-1] ^= 1
    bad = {
        "off the curve": off,
        "all zero": bytearray(1 + 2 * size),
        "zero coordinates": bytearray(b"\x04") + bytearray(2 * size),
        "coordinates above the prime": bytearray(b"\x04") + b"\xff" * (2 * size),
        "infinity": bytearray(b"\x00"),
        "nothing": bytearray(),
        "short": good[:-1],
        "long": good + b"\0",
        "of unknown form": bytearray(b"\x05") + good[1:],
        "compressed": exchange(PURE, name).calc_public_value(13, "compressed"),
        "hybrid": exchange(PURE, name).calc_public_value(13, "hybrid"),
    }
    for what, share in bad.items():
        told = [
            answer(exchange(module, name).calc_shared_key, 5, bytearray(share)) for module in (FAST, PURE)
        ]
        assert told[0] == told[1] == "TLSIllegalParameterException", what
    for formats in ((), ("compressed",)):
        told = [answer(exchange(module, name).calc_shared_key, 5, good, formats) for module in (FAST, PURE)]
        assert told[0] == told[1]


@each_curve
@pytest.mark.parametrize("number", [0, -1])
def test_numbers_that_are_no_keys_are_left_to_the_pure_code(name, number):
    share = exchange(PURE, name).calc_public_value(17)
    for method, *arguments in (("calc_public_value", number), ("calc_shared_key", number, share)):
        told = [answer(getattr(exchange(module, name), method), *arguments) for module in (FAST, PURE)]
        assert told[0] == told[1]
