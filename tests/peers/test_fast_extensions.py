"""Extensions that are parsed once: the same as by the pure code, each time, and each hello has its own."""

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise

#: Data as hellos have it, by type; much of it is wrong for other types.
USUAL = {
    0: bytes.fromhex("000c0000096c6f63616c686f7374"),
    5: bytes.fromhex("0100000000"),
    10: bytes.fromhex("0006001d00170018"),
    11: bytes.fromhex("0100"),
    13: bytes.fromhex("0006040308040401"),
    16: bytes.fromhex("000c02683208687474702f312e31"),
    23: b"",
    35: b"",
    43: bytes.fromhex("0403040303"),
    45: bytes.fromhex("0101"),
    50: bytes.fromhex("00020403"),
    51: bytes.fromhex("0008001d000430313233"),
    0xFF01: b"\0",
}
FLAGS = [{}, {"server": True}, {"hrr": True}, {"cert": True}]


def parsed(module, number, data, flags, behind=b"behind"):
    """What an extension comes to in a copy of tlslite, and how far it was read; or the name of the error."""
    wire = bytearray(number.to_bytes(2, "big") + len(data).to_bytes(2, "big") + data + behind)
    parser = module("utils.codec").Parser(wire)
    found = answer(module("extensions").TLSExtension(**flags).parse, parser)
    return found if isinstance(found, str) else (found, parser.index)


def told(outcome):
    """An outcome without its objects' identity."""
    if isinstance(outcome, str):
        return outcome
    extension, index = outcome
    written, shown = answer(extension.write), answer(repr, extension)  # some cannot be written again
    return type(extension).__name__, extension.extType, written, shown.partition(" object at ")[0], index


@pytest.mark.parametrize("flags", FLAGS, ids=str)
@pytest.mark.parametrize("number", [*USUAL, 21, 41, 49, 0x0A0A])
def test_an_extension_means_the_same_the_second_time(number, flags):
    outcomes = set()
    for data in (*USUAL.values(), *(bytes(noise(size, size)) for size in range(12))):
        for cut in (data, data[:-1], data + b"\0"):
            pure = told(parsed(PURE, number, cut, flags))
            for _ in range(2):
                assert told(parsed(FAST, number, cut, flags)) == pure
            outcomes.add(isinstance(pure, str))
    assert False in outcomes


@pytest.mark.parametrize("behind", [b"", b"\0", b"\0\x0a\0", b"\0\x0a\0\x02\0"])
def test_one_that_is_cut_off_is_objected_to_each_time(behind):
    for module in (PURE, FAST, FAST):
        parser = module("utils.codec").Parser(bytearray(behind))
        assert answer(module("extensions").TLSExtension().parse, parser) == "DecodeError"


def test_what_one_hello_does_to_its_extension_does_not_show_in_another():
    first, _ = parsed(FAST, 10, USUAL[10], {})
    second, _ = parsed(FAST, 10, USUAL[10], {})
    for changed in (first, second):
        changed.groups.append(1)
        changed.mark = "changed"
    third, _ = parsed(FAST, 10, USUAL[10], {})
    assert third.groups == [29, 23, 24]
    assert not hasattr(third, "mark")


def test_the_same_bytes_mean_another_thing_in_another_message():
    kinds = {type(parsed(FAST, 43, b"\x03\x04", flags)[0]).__name__ for flags in FLAGS[1:3]}
    assert kinds == {"SrvSupportedVersionsExtension"}
    assert parsed(FAST, 43, b"\x03\x04", {}) == "DecodeError"


def test_more_kinds_than_are_kept_are_parsed_as_well():
    for number in range(3000):
        groups = (2).to_bytes(2, "big") + number.to_bytes(2, "big")
        assert parsed(FAST, 10, groups, {})[0].groups == [number]
