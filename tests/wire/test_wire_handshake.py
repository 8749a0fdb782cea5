"""Handshake framing and the hellos: real ones, every prefix, every mutated byte, arbitrary bytes."""

import contextlib
import dataclasses
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import ParseError
from harness.names import Role, Tls
from harness.wire.handshake import (
    MAX_MESSAGE,
    RETRY_RANDOM,
    ClientHello,
    Cursor,
    HandshakeMessage,
    HandshakeReader,
    HandshakeType,
    ServerHello,
    alpn_protocols,
    parse_messages,
    server_name,
    split_message,
    supported_versions,
)
from harness.wire.records import ContentType, parse_records

few = settings(max_examples=150, derandomize=True, database=None, deadline=None)

messages = st.builds(HandshakeMessage, st.integers(0, 255), st.binary(max_size=40))
streams = st.builds(
    lambda found, tail: b"".join(message.serialise() for message in found) + tail,
    st.lists(messages, max_size=4),
    st.one_of(st.binary(max_size=6), st.just(b"\x01\x02\x00\x01"), st.just(b"\x0b\x03")),
)
numbers = st.integers(0, 0xFFFF)
extension_blocks = st.one_of(
    st.none(), st.lists(st.tuples(numbers, st.binary(max_size=9)), max_size=4).map(tuple)
)
client_hellos = st.builds(
    ClientHello,
    legacy_version=numbers,
    random=st.binary(min_size=32, max_size=32),
    session_id=st.binary(max_size=32),
    cipher_suites=st.lists(numbers, min_size=1, max_size=6).map(tuple),
    compressions=st.binary(min_size=1, max_size=3),
    extensions=extension_blocks,
)
server_hellos = st.builds(
    ServerHello,
    legacy_version=numbers,
    random=st.binary(min_size=32, max_size=32),
    session_id=st.binary(max_size=32),
    cipher_suite=numbers,
    compression=st.integers(0, 255),
    extensions=extension_blocks,
)
PLAIN = ClientHello(0x0303, bytes(32), b"", (0x1301,), b"\0", None)


def first_message(flights, tls, role):
    records, _ = parse_records(flights[tls, role])
    found, _ = parse_messages(records[0].payload)
    return found[0]


def read(chunks):
    """(messages, rest, error) of a reader pulled dry after every chunk."""
    reader, found = HandshakeReader(), []
    for chunk in chunks:
        reader.feed(chunk)
        try:
            found.extend(reader)
        except ParseError as error:
            return found, reader.buffered, str(error)
    return found, reader.buffered, None


def single_bytes(data):
    return [data[at : at + 1] for at in range(len(data))]


def parses_and_round_trips(kind, body):
    """Whether `body` parses; then it has to serialise to itself. Anything but ParseError comes through."""
    try:
        hello = kind.parse(body)
    except ParseError:
        return False
    assert hello.serialise() == body
    return True


def test_messages_of_a_real_tls12_server_flight_come_in_the_order_of_the_rfc(flights):
    records, _ = parse_records(flights[Tls.V12, Role.SERVER])
    reader, found = HandshakeReader(), []
    for record in records:
        if record.type != ContentType.handshake or HandshakeType.server_hello_done in [m.type for m in found]:
            break
        reader.feed(record.payload)
        found.extend(reader)
    assert [HandshakeType(message.type).name for message in found] == [
        "server_hello", "certificate", "server_key_exchange", "server_hello_done",
    ]  # fmt: skip
    assert reader.buffered == b""


@few
@given(messages, st.integers(1, 50))
def test_a_split_message_reassembles_whatever_the_fragments(message, size):
    fragments = split_message(message, size)
    assert read(fragments) == ([message], b"", None)
    assert all(len(fragment) == size for fragment in fragments[:-1])
    assert 0 < len(fragments[-1]) <= size


@few
@given(streams)
def test_any_stream_reads_the_same_byte_by_byte(stream):
    found, rest, error = read([stream])
    assert read(single_bytes(stream)) == (found, rest, error)
    consumed = b"".join(message.serialise() for message in found) + rest
    assert stream.startswith(consumed) if error else consumed == stream


@pytest.mark.parametrize(
    ("stream", "offset"), [("0103", 1), ("01020001", 3), ("010201", 2), ("00000000" + "01ff", 5)]
)
def test_an_announced_length_above_the_limit_fails_at_the_byte_that_gives_it_away(stream, offset):
    data = bytes.fromhex(stream)
    assert read([data[:-1]])[2] is None
    with pytest.raises(ParseError, match=f"^byte {offset} of the handshake stream: length of .*131072$"):
        parse_messages(data)


def test_the_limit_itself_is_accepted_and_may_be_chosen():
    longest = HandshakeMessage(11, bytes(MAX_MESSAGE))
    assert parse_messages(longest.serialise()) == ([longest], b"")
    reader = HandshakeReader(limit=10)
    reader.feed(HandshakeMessage(11, bytes(10)).serialise() + HandshakeMessage(11, bytes(11)).serialise())
    assert reader.pull() == HandshakeMessage(11, bytes(10))
    with pytest.raises(ParseError, match="above the limit of 10"):
        reader.pull()


def test_text_of_a_message_is_short_and_readable():
    assert str(HandshakeMessage(1, bytes(512))) == "client_hello 512 bytes"
    assert str(HandshakeMessage(77, b"")) == "message(77) 0 bytes"


def test_fragments_of_no_bytes_are_refused():
    with pytest.raises(ValueError, match="cannot split"):
        split_message(HandshakeMessage(1, b"x"), 0)


@pytest.mark.parametrize("tls", Tls)
def test_a_real_client_hello_says_what_the_client_was_told(flights, tls):
    message = first_message(flights, tls, Role.CLIENT)
    hello = ClientHello.parse(message.body)
    assert message.type == HandshakeType.client_hello
    assert hello.serialise() == message.body
    assert server_name(hello) == "localhost"
    assert alpn_protocols(hello) == (b"h2", b"http/1.1")
    assert supported_versions(hello) == ((0x0304,) if tls is Tls.V13 else ())


@pytest.mark.parametrize("tls", Tls)
def test_a_real_server_hello_parses_and_round_trips(flights, tls):
    message = first_message(flights, tls, Role.SERVER)
    hello = ServerHello.parse(message.body)
    assert message.type == HandshakeType.server_hello
    assert hello.serialise() == message.body
    assert hello.extension(43) == (b"\x03\x04" if tls is Tls.V13 else None)
    assert not hello.is_hello_retry_request
    assert dataclasses.replace(hello, random=RETRY_RANDOM).is_hello_retry_request


def test_the_retry_random_is_the_hash_the_rfc_says():
    assert hashlib.sha256(b"HelloRetryRequest").digest() == RETRY_RANDOM


@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize(("kind", "role"), [(ClientHello, Role.CLIENT), (ServerHello, Role.SERVER)])
def test_every_prefix_of_a_real_hello_fails_except_the_one_without_extensions(flights, tls, kind, role):
    body = first_message(flights, tls, role).body
    bare = len(dataclasses.replace(kind.parse(body), extensions=None).serialise())
    parsing = [size for size in range(len(body)) if parses_and_round_trips(kind, body[:size])]
    assert parsing == [bare]
    assert not parses_and_round_trips(kind, body + b"\0")


@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize(("kind", "role"), [(ClientHello, Role.CLIENT), (ServerHello, Role.SERVER)])
def test_every_mutated_byte_of_a_real_hello_round_trips_or_is_a_parse_error(flights, tls, kind, role):
    body = first_message(flights, tls, role).body
    outcomes = set()
    for at in range(len(body)):
        for mask in (0x01, 0x02, 0x10, 0x80, 0xFF):
            mutant = body[:at] + bytes([body[at] ^ mask]) + body[at + 1 :]
            outcomes.add(parses_and_round_trips(kind, mutant))
    assert outcomes == {True, False}


@pytest.mark.parametrize("tls", Tls)
def test_extension_helpers_answer_or_raise_parse_error_on_every_mutated_byte(flights, tls):
    hello = ClientHello.parse(first_message(flights, tls, Role.CLIENT).body)
    helpers = {0: server_name, 16: alpn_protocols, 43: supported_versions}
    for number, data in hello.extensions:
        if number not in helpers:
            continue
        refused = 0
        for at in range(len(data)):
            for value in range(256):
                mutant = data[:at] + bytes([value]) + data[at + 1 :]
                try:
                    helpers[number](dataclasses.replace(hello, extensions=((number, mutant),)))
                except ParseError:
                    refused += 1
        assert refused >= 250


@few
@given(client_hellos)
def test_any_well_formed_client_hello_round_trips(hello):
    assert ClientHello.parse(hello.serialise()) == hello


@few
@given(server_hellos)
def test_any_well_formed_server_hello_round_trips(hello):
    assert ServerHello.parse(hello.serialise()) == hello


@few
@given(st.binary(max_size=90), st.sampled_from([ClientHello, ServerHello]))
def test_arbitrary_bytes_parse_and_round_trip_or_are_a_parse_error(body, kind):
    # A prefix that is right, so that the arbitrary part reaches every field behind the random.
    parses_and_round_trips(kind, body)
    parses_and_round_trips(kind, bytes(34) + body)
    parses_and_round_trips(kind, PLAIN.serialise() + body)


@few
@given(
    st.binary(max_size=20),
    st.sampled_from([(0, server_name), (16, alpn_protocols), (43, supported_versions)]),
)
def test_arbitrary_extension_data_is_answered_or_a_parse_error(data, helper):
    number, ask = helper
    hello = dataclasses.replace(PLAIN, extensions=((number, data),))
    with contextlib.suppress(ParseError):
        answer = ask(hello)
        assert answer is None or len(answer) > 0


def test_absent_extensions_are_not_empty_extensions():
    empty = dataclasses.replace(PLAIN, extensions=())
    assert empty.serialise() == PLAIN.serialise() + b"\0\0"
    assert ClientHello.parse(PLAIN.serialise()).extensions is None
    assert ClientHello.parse(empty.serialise()).extensions == ()


def test_a_client_hello_without_an_extension_offers_nothing_through_it():
    assert server_name(PLAIN) is None
    assert alpn_protocols(PLAIN) == supported_versions(PLAIN) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"session_id": bytes(33)}, "session_id cannot be 33 bytes long"),
        ({"cipher_suites": ()}, "cipher_suites cannot be 0 bytes long"),
        ({"compressions": b""}, "compressions cannot be 0 bytes long"),
        ({"random": bytes(31)}, "session_id|cipher_suites|compressions"),
    ],
)
def test_a_malformed_client_hello_can_be_forged_but_not_parsed(change, field):
    forged = dataclasses.replace(PLAIN, **change).serialise()
    with pytest.raises(ParseError, match=f"^client_hello: (?:{field})"):
        ClientHello.parse(forged)


def test_an_odd_list_of_cipher_suites_is_refused():
    body = bytes(34) + b"\0" + b"\0\3\x13\x01\x13" + b"\1\0"
    with pytest.raises(ParseError, match="cipher_suites holds two-byte numbers and cannot be 3 bytes long"):
        ClientHello.parse(body)


@pytest.mark.parametrize(
    ("helper", "number", "data", "why"),
    [
        (server_name, 0, "", "list length needs 2 bytes, 0 left"),
        (server_name, 0, "0000", "list cannot be 0 bytes long"),
        (server_name, 0, "0003000000", "name cannot be 0 bytes long"),
        (server_name, 0, "000400000161ff", "end 1 bytes follow it"),
        (server_name, 0, "0008000001610000016200", "end 1 bytes follow it"),
        (server_name, 0, "00080000016100000162", "more than one host name"),
        (server_name, 0, "0004000001e9", "not ASCII"),
        (alpn_protocols, 16, "000100", "list cannot be 1 bytes long"),
        (alpn_protocols, 16, "0003026832ff", "end 1 bytes follow it"),
        (alpn_protocols, 16, "000401680000", "protocol name cannot be 0 bytes long"),
        (supported_versions, 43, "00", "list cannot be 0 bytes long"),
        (supported_versions, 43, "03030403", "cannot be 3 bytes long"),
        (supported_versions, 43, "02030400", "end 1 bytes follow it"),
    ],
)
def test_a_malformed_extension_is_refused_by_name(helper, number, data, why):
    hello = dataclasses.replace(PLAIN, extensions=((number, bytes.fromhex(data)),))
    with pytest.raises(ParseError, match=why):
        helper(hello)


def test_a_name_of_another_type_is_no_host_name():
    hello = dataclasses.replace(PLAIN, extensions=((0, bytes.fromhex("000401000161")),))
    assert server_name(hello) is None


def test_a_cursor_reads_every_width_and_says_what_is_missing():
    cursor = Cursor(bytes.fromhex("01 0203 040506 02aabb cc"), "test")
    assert (cursor.u8("a"), cursor.u16("b"), cursor.u24("c")) == (1, 0x0203, 0x040506)
    assert cursor.vector(1, "d") == b"\xaa\xbb"
    with pytest.raises(ParseError, match=r"^test: e needs 2 bytes, 1 left$"):
        cursor.u16("e")
    with pytest.raises(ParseError, match=r"^test: end 1 bytes follow it$"):
        cursor.done()
    assert cursor.take(1, "f") == b"\xcc"
    cursor.done()
