"""Messages as trees: what is not touched stays as it was, what is changed changes alone."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.edits import parse_edit
from harness.edits.changing import apply_change, move_item, repeat_item, reverse_items
from harness.edits.path import Nowhere
from harness.edits.value import Surroundings, evaluate
from harness.names import Tls
from harness.wire.handshake import ClientHello, HandshakeMessage, HandshakeType, ServerHello
from harness.wire.layouts import SENDERS, layout_of, name_of, tree_of
from harness.wire.tree import Blob

HELLO = ClientHello(
    legacy_version=0x0303,
    random=bytes(range(32)),
    session_id=b"session",
    cipher_suites=(0x1301, 0x1302),
    compressions=b"\0",
    extensions=(
        (10, bytes.fromhex("0004001d0017")),
        (16, bytes.fromhex("000302") + b"h2"),
        (51, bytes.fromhex("0024001d0020") + bytes(32)),
        (0xFE77, b"unknown"),
    ),
)
MESSAGE = HandshakeMessage(HandshakeType.client_hello, HELLO.serialise())


def edited(*texts):
    """The ClientHello after these changes, parsed again."""
    return ClientHello.parse(bytes_after(*texts)[4:])


def bytes_after(*texts):
    tree = tree_of(MESSAGE, Tls.V13)
    for text in texts:
        edit = parse_edit(text)
        value = None if edit.value is None else evaluate(edit.value, Surroundings())
        if edit.make == "repeat":
            repeat_item(tree, edit.target)
        elif edit.make == "move":
            move_item(tree, edit.target, value)
        elif edit.make == "reverse":
            reverse_items(tree, edit.target)
        else:
            apply_change(tree, edit.target, edit.make, value)
    return tree.serialise()


def kinds(hello):
    return [kind for kind, _ in hello.extensions]


@pytest.mark.parametrize("tls", Tls)
@given(kind=st.sampled_from([member.value for member in HandshakeType]), body=st.binary(max_size=120))
def test_whatever_is_read_serialises_to_the_same_bytes(tls, kind, body):
    message = HandshakeMessage(kind, body)
    assert tree_of(message, tls).serialise() == message.serialise()


@given(
    st.lists(st.tuples(st.sampled_from([0, 10, 13, 16, 41, 43, 44, 51]), st.binary(max_size=30)), max_size=4)
)
def test_extensions_of_any_content_stay_as_they_are(extensions):
    body = ServerHello(0x0303, bytes(32), b"", 0x1301, 0, tuple(extensions)).serialise()
    message = HandshakeMessage(HandshakeType.server_hello, body)
    assert tree_of(message, Tls.V13).serialise() == message.serialise()


def test_a_field_is_set_and_nothing_else():
    changed = edited("client_hello.legacy_version = 0x0300")
    assert changed.legacy_version == 0x0300
    assert changed.extensions == HELLO.extensions
    assert changed.random == HELLO.random


def test_lengths_follow_what_they_enclose():
    changed = edited("client_hello.cipher_suites += [0x0a0a, 0xc02b]", "client_hello.session_id = b''")
    assert changed.cipher_suites == (0x1301, 0x1302, 0x0A0A, 0xC02B)
    assert changed.session_id == b""


def test_a_length_can_lie():
    whole = MESSAGE.serialise()
    longer = bytes_after("client_hello.length += 1")
    assert longer == whole[:1] + (len(whole) - 3).to_bytes(3) + whole[4:]
    assert bytes_after("client_hello.session_id.length = 33")[4 + 34] == 33


def test_items_are_put_in_front_taken_away_repeated_and_moved():
    assert edited("client_hello.cipher_suites[0:0] = [0x0a0a]").cipher_suites[0] == 0x0A0A
    assert kinds(edited("del client_hello.extensions[alpn]")) == [10, 51, 0xFE77]
    assert kinds(edited("repeat(client_hello.extensions[0xfe77])")) == [10, 16, 51, 0xFE77, 0xFE77]
    assert kinds(edited("move(client_hello.extensions[key_share], 0)")) == [51, 10, 16, 0xFE77]
    assert kinds(edited("move(client_hello.extensions[alpn], -1)")) == [10, 51, 0xFE77, 16]
    assert kinds(edited("reverse(client_hello.extensions)")) == [0xFE77, 51, 16, 10]


def test_inside_an_extension():
    changed = edited("client_hello.extensions[key_share].shares[0].group = secp256r1")
    assert changed.extension(51)[2:4] == bytes.fromhex("0017")
    changed = edited("client_hello.extensions[alpn].protocols += [b'http/1.1']")
    assert changed.extension(16) == bytes.fromhex("000c02") + b"h2" + b"\x08http/1.1"
    changed = edited(
        "client_hello.extensions[alpn] = b'anything'", "client_hello.extensions[supported_groups] += b'!'"
    )
    assert changed.extension(16) == b"anything"
    assert changed.extension(10) == bytes.fromhex("0004001d0017") + b"!"


def test_bytes_are_flipped_cut_and_appended():
    assert edited("client_hello.random ^= 1").random == bytes(range(31)) + bytes([30])
    assert edited("client_hello.random[0] = 9").random == bytes([9, *range(1, 32)])
    assert edited("client_hello.random[0:2] = b'ab'").random[:4] == b"ab\x02\x03"
    assert bytes_after("client_hello.body += b'tail'").endswith(b"unknowntail")
    assert bytes_after("client_hello.body += b'tail'")[1:4] == (len(MESSAGE.body) + 4).to_bytes(3)


def test_an_extension_that_is_not_there_leads_nowhere():
    with pytest.raises(Nowhere, match="has no cookie"):
        bytes_after("del client_hello.extensions[cookie]")


def test_a_value_of_the_wrong_kind_is_refused():
    with pytest.raises(TypeError):
        bytes_after("client_hello.random = 5")
    with pytest.raises(OverflowError):
        bytes_after("client_hello.legacy_version = 0x10000")


def test_every_message_has_a_layout_in_some_version():
    assert all(layout_of(name, Tls.V12) or layout_of(name, Tls.V13) for name in SENDERS)


def test_a_hello_retry_request_has_its_own_name():
    retry = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
    body = ServerHello(0x0303, retry, b"", 0x1301, 0, ((51, b"\x00\x17"),)).serialise()
    message = HandshakeMessage(HandshakeType.server_hello, body)
    assert name_of(message) == "hello_retry_request"
    path = parse_edit("hello_retry_request.extensions[key_share].group = 1").target
    assert path.nodes(tree_of(message, Tls.V13)).value == 0x17


def test_what_does_not_parse_is_bytes():
    tree = tree_of(HandshakeMessage(HandshakeType.finished, b"12 bytes long"), Tls.V12)
    assert isinstance(tree.fields["body"].inner.fields["verify_data"], Blob)
    broken = tree_of(HandshakeMessage(HandshakeType.server_hello, b"short"), Tls.V12)
    assert isinstance(broken.fields["body"].inner, Blob)


def test_a_value_is_nothing_but_arithmetic():
    value = ast.parse("u16(0x0303) + vector(1, b'ab' * 2)", mode="eval").body
    assert evaluate(value, Surroundings()) == b"\x03\x03\x04abab"
