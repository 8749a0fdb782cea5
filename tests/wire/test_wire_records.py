"""The record layer against real handshakes, every prefix of them, and arbitrary bytes."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import ParseError
from harness.names import Role, Tls
from harness.wire.records import (
    HEADER,
    MAX_CIPHERTEXT_12,
    MAX_CIPHERTEXT_13,
    MAX_PLAINTEXT,
    Boundaries,
    ContentType,
    Record,
    RecordReader,
    join_records,
    parse_records,
    split_record,
)

few = settings(max_examples=150, derandomize=True, database=None, deadline=None)

payloads = st.binary(max_size=40)
good_records = st.builds(Record, st.sampled_from(ContentType), st.sampled_from([0x0301, 0x0303]), payloads)
# Streams that are mostly records: arbitrary bytes alone would nearly always die on the first byte.
streams = st.builds(
    lambda records, tail, cut: (b"".join(r.serialise() for r in records) + tail)[cut:],
    st.lists(good_records, max_size=4),
    st.one_of(
        st.just(b""), st.binary(max_size=12), st.just(b"\x16\x03\x03"), st.just(b"\x17\x03\x03\x48\x01")
    ),
    st.sampled_from([0, 0, 0, 1]),
)


def read(chunks, limit=MAX_CIPHERTEXT_12):
    """(records, rest, error, bytes fed when the error came) of a reader pulled dry after every chunk."""
    reader, records, fed = RecordReader(limit), [], 0
    for chunk in chunks:
        reader.feed(chunk)
        fed += len(chunk)
        try:
            records.extend(reader)
        except ParseError as error:
            return records, reader.buffered, str(error), fed
    return records, reader.buffered, None, fed


def offset_in(error):
    return int(re.match(r"byte (\d+) of the record stream: ", error)[1])


def single_bytes(data):
    return [data[at : at + 1] for at in range(len(data))]


@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize("role", Role)
def test_a_real_flight_parses_to_records_that_serialise_to_the_same_bytes(flights, tls, role):
    flight = flights[tls, role]
    records, rest = parse_records(flight)
    assert rest == b""
    assert b"".join(record.serialise() for record in records) == flight
    assert sum(record.size for record in records) == len(flight)
    assert records[0].type == ContentType.handshake
    assert [len(r.payload) > MAX_PLAINTEXT for r in records if r.type == 23][-2:] == [True, False]


@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize("role", Role)
def test_every_prefix_of_a_real_flight_gives_its_complete_records_and_the_rest(flights, tls, role):
    flight = flights[tls, role][:3000]
    whole, _ = parse_records(flights[tls, role])
    ends = [sum(record.size for record in whole[: count + 1]) for count in range(len(whole))]
    for size in range(len(flight) + 1):
        complete = sum(end <= size for end in ends)
        records, rest = parse_records(flight[:size])
        assert records == whole[:complete]
        assert rest == flight[([0, *ends])[complete] : size]


@pytest.mark.parametrize("tls", Tls)
def test_a_real_flight_reads_the_same_byte_by_byte(flights, tls):
    flight = flights[tls, Role.SERVER]
    assert read(single_bytes(flight)) == read([flight])


@few
@given(streams)
def test_byte_by_byte_gives_the_same_records_and_the_same_error_at_the_same_byte(stream):
    records, rest, error, _ = read([stream])
    assert read(single_bytes(stream))[:3] == (records, rest, error)
    consumed = b"".join(record.serialise() for record in records) + rest
    if error is None:
        assert consumed == stream
    else:
        assert consumed == stream[: offset_in(error) + 1]
        assert read(single_bytes(stream))[3] == offset_in(error) + 1


@few
@given(st.one_of(st.binary(max_size=60), streams), st.lists(st.integers(0, 60), max_size=5))
def test_any_bytes_in_any_chunks_give_records_or_need_more_or_a_parse_error(data, cuts):
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    chunks = [data[a:b] for a, b in itertools.pairwise(edges)]
    assert read(chunks)[:3] == read([data])[:3]


@pytest.mark.parametrize(
    ("stream", "offset", "why"),
    [
        ("00", 0, "unknown content type 0"),
        ("13", 0, "unknown content type 19"),
        ("19", 0, "unknown content type 25"),
        ("1602", 1, "version major 2 is not 3"),
        ("160305", 2, "version minor 5 is above 4"),
        ("16030349", 3, "length of at least 18688 bytes is above the limit of 18432"),
        ("1603034801", 4, "length of 18433 bytes is above the limit of 18432"),
        ("1403030001011501", 7, "version major 1 is not 3"),
    ],
)
def test_an_impossible_header_fails_at_its_first_wrong_byte(stream, offset, why):
    data = bytes.fromhex(stream)
    told = f"byte {offset} of the record stream: {why}"
    assert read([data[:-1]])[2] is None
    assert read([data])[2] == told
    assert read([data + bytes(100)])[1:3] == (read([data])[1], told)


@pytest.mark.parametrize("version", range(0x0300, 0x0305))
@pytest.mark.parametrize("kind", ContentType)
def test_every_known_type_and_version_is_accepted_with_an_empty_payload(kind, version):
    record = Record(kind, version, b"")
    assert parse_records(record.serialise()) == ([record], b"")


@pytest.mark.parametrize("limit", [MAX_PLAINTEXT, MAX_CIPHERTEXT_13, MAX_CIPHERTEXT_12])
def test_the_limit_itself_is_accepted_and_one_byte_more_is_not(limit):
    longest = Record(23, 0x0303, bytes(limit))
    assert read([longest.serialise()], limit)[0] == [longest]
    error = read([Record(23, 0x0303, bytes(limit + 1)).serialise()], limit)[2]
    assert error is not None
    assert offset_in(error) == 4


def test_a_failed_reader_keeps_raising_and_keeps_nothing_more():
    reader = RecordReader()
    good = Record(22, 0x0303, b"hello")
    reader.feed(good.serialise() + b"\x16\x09" + bytes(50))
    assert reader.pull() == good
    told = set()
    for _ in range(3):
        with pytest.raises(ParseError, match="byte 11 ") as caught:
            reader.pull()
        told.add(str(caught.value))
        reader.feed(good.serialise())
    assert len(told) == 1
    assert reader.buffered == b"\x16\x09"


def test_offsets_count_from_the_start_of_the_stream_after_much_was_pulled():
    filler = Record(23, 0x0303, bytes(1000)).serialise()
    error = read([filler * 50, filler * 3 + filler[:7], filler[7:] + b"\xff"])[2]
    assert error == f"byte {54 * len(filler)} of the record stream: unknown content type 255"


class CountingBuffer(bytearray):
    """A bytearray that counts the bytes a deletion at its front has to move."""

    moved = 0

    def __delitem__(self, key):
        super().__delitem__(key)
        self.moved += len(self)


@pytest.mark.parametrize("chunk", [11, 1009, 2**20])
def test_a_mebibyte_of_small_records_moves_each_byte_a_bounded_number_of_times(chunk):
    record = Record(23, 0x0303, bytes(507))
    stream = record.serialise() * 2048
    reader = RecordReader()
    reader._buffer = CountingBuffer()
    records = []
    for at in range(0, len(stream), chunk):
        reader.feed(stream[at : at + chunk])
        records.extend(reader)
    assert records == [record] * 2048
    assert reader._buffer.moved <= len(stream)
    assert len(reader._buffer) == 0


def test_text_of_a_record_is_short_and_readable():
    assert str(Record(22, 0x0303, bytes(512))) == "handshake 0x0303 512 bytes"
    assert str(Record(99, 0x0301, b"")) == "type(99) 0x0301 0 bytes"


@pytest.mark.parametrize(
    "record", [Record(256, 0x0303, b""), Record(22, 0x10000, b""), Record(22, 0x0303, bytes(65536))]
)
def test_what_does_not_fit_a_header_does_not_serialise(record):
    with pytest.raises(OverflowError):
        record.serialise()


@few
@given(good_records, st.integers(1, 50))
def test_splitting_and_joining_a_record_round_trips(record, size):
    fragments = split_record(record, size)
    assert join_records(fragments) == record
    assert all(len(fragment.payload) == size for fragment in fragments[:-1])
    assert len(fragments[-1].payload) <= size
    assert len(fragments) == max(1, -(-len(record.payload) // size))


def test_records_of_two_kinds_or_none_do_not_join():
    record = Record(22, 0x0303, b"x")
    for others in ([], [record, Record(23, 0x0303, b"y")], [record, Record(22, 0x0301, b"y")]):
        with pytest.raises(ValueError, match="cannot join"):
            join_records(others)


@pytest.mark.parametrize("size", [0, -1])
def test_fragments_of_no_bytes_are_refused(size):
    with pytest.raises(ValueError, match="cannot split"):
        split_record(Record(22, 0x0303, b"x"), size)


def seen(boundaries):
    return boundaries.starts, boundaries.complete, boundaries.broken, boundaries.broken_at


def expected(stream):
    """What `Boundaries` has to say about a stream, told by the reader."""
    records, rest, error, _ = read([stream])
    ends = [0]
    for record in records:
        ends.append(ends[-1] + record.size)
    broken_at = -1 if error is None else offset_in(error)
    return (ends if rest else ends[:-1]), ends[-1], error is not None, broken_at


@few
@given(st.one_of(streams, st.binary(max_size=60)), st.integers(1, 9))
def test_boundaries_agree_with_the_reader_after_every_chunk(stream, size):
    boundaries = Boundaries()
    for at in range(0, len(stream), size):
        boundaries.feed(stream[at : at + size])
        assert seen(boundaries) == expected(stream[: at + size])


@pytest.mark.parametrize("tls", Tls)
@pytest.mark.parametrize("size", [1, 3, 1000, 2**20])
def test_boundaries_of_a_real_flight_are_its_records(flights, tls, size):
    flight = flights[tls, Role.SERVER]
    boundaries = Boundaries()
    for at in range(0, len(flight), size):
        boundaries.feed(flight[at : at + size])
    assert seen(boundaries) == expected(flight)
    assert boundaries.complete == len(flight)


def test_boundaries_with_a_lower_limit_break_where_the_reader_with_that_limit_does():
    boundaries = Boundaries(limit=100)
    boundaries.feed(Record(22, 0x0303, bytes(100)).serialise() + Record(22, 0x0303, bytes(101)).serialise())
    assert seen(boundaries) == ([0, 105], 105, True, 109)


def test_broken_boundaries_stay_as_they_are():
    boundaries = Boundaries()
    boundaries.feed(b"GET / HTTP/1.1\r\n")
    before = seen(boundaries)
    boundaries.feed(Record(22, 0x0303, b"x").serialise() * 3)
    assert seen(boundaries) == before == ([0], 0, True, 0)


def test_boundaries_look_at_a_body_without_reading_it():
    class Body(bytes):
        def __getitem__(self, key):
            raise AssertionError("a body was looked at")

    boundaries = Boundaries()
    boundaries.feed(Record(23, 0x0303, bytes(1000)).serialise()[:HEADER])
    for _ in range(10):
        boundaries.feed(Body(99))
    assert seen(boundaries) == ([0], 0, False, -1)
    boundaries.feed(bytes(10))
    assert boundaries.complete == 1005
