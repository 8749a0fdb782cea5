"""What connections are made of, without the translation of old names: the same messages, errors, versions."""

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise

HANDSHAKE = bytes.fromhex("14000003616263")


def collected(module, pieces):
    """The messages that come out as pieces of records go in, by type."""
    defragmenter = module("defragmenter").Defragmenter()
    defragmenter.add_static_size(20, 1)
    defragmenter.add_static_size(21, 2)
    defragmenter.add_dynamic_size(22, 1, 3)
    found = []
    for kind, piece in pieces:
        defragmenter.add_data(kind, bytearray(piece))
        found.append(defragmenter.get_message())
    while (message := defragmenter.get_message()) is not None:
        found.append(message)
    return found, defragmenter.is_empty()


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [(22, b"")],
        [(22, HANDSHAKE)],
        [(22, HANDSHAKE * 3)],
        [(22, HANDSHAKE[at : at + 1]) for at in range(len(HANDSHAKE))],
        [(22, HANDSHAKE[:3]), (21, b"\x01"), (20, b"\x01"), (21, b"\x00"), (22, HANDSHAKE[3:])],
        [(21, b"\x02\x28" * 2 + b"\x01")],
    ],
    ids=str,
)
def test_messages_come_out_as_by_the_pure_code(pieces):
    assert collected(FAST, pieces) == collected(PURE, pieces)


def test_wrong_use_of_a_defragmenter_is_objected_to():
    def wrong(module):
        defragmenter = module("defragmenter").Defragmenter()
        defragmenter.add_static_size(20, 1)
        return [
            answer(defragmenter.add_static_size, 20, 1),
            answer(defragmenter.add_static_size, 21, 0),
            answer(defragmenter.add_dynamic_size, 20, 1, 3),
            answer(defragmenter.add_data, 22, noise(1, 4)),
        ]

    assert wrong(FAST) == wrong(PURE) == ["ValueError"] * 4


def test_a_version_that_is_set_is_the_one_that_is_told():
    for module in (PURE, FAST):
        connection = module("tlsrecordlayer").TLSRecordLayer(None)
        told = [connection.version]
        for version in ((3, 3), (3, 4)):
            connection.version = version
            told.append(connection.version)
        assert told == [(0, 0), (3, 3), (3, 4)]
        assert connection._recordLayer.tls13record


def test_a_record_header_begins_empty():
    headers = [vars(module("messages").RecordHeader3()) for module in (PURE, FAST)]
    assert headers[0] == headers[1]
