"""The target `records`: silent about our parsers, and loud about planted defects in them."""

import re

import pytest
from fuzzing import inputs

from harness.errors import ParseError
from harness.fuzz import records as module
from harness.fuzz.target import target
from harness.wire import handshake
from harness.wire.handshake import HandshakeReader
from harness.wire.records import Boundaries, Record, RecordReader

RECORDS = target("records")
EXECUTIONS = 2000


def first_finding(executions=EXECUTIONS):
    """The first finding among the corpus and so many mutations of it."""
    found = (RECORDS.judge(data, None) for data in inputs(RECORDS, executions))
    return next((finding for finding in found if finding is not None), None)


def test_our_own_parsers_keep_the_invariant():
    assert first_finding() is None


def test_the_invariant_is_the_first_line_of_the_docstring():
    assert RECORDS.invariant.startswith("Any bytes give records, need-more or ParseError")


class OneRecordAFeed(RecordReader):
    """Gives one record after each feed: records that came joined get lost."""

    def feed(self, data):
        super().feed(data)
        self._given = False

    def pull(self):
        if self._given:
            return None
        record = super().pull()
        self._given = record is not None
        return record


class ForgetsEmptyPayloads(RecordReader):
    """An index into a payload that may be empty."""

    def _frame(self, header, body):
        assert body[0] >= 0
        return super()._frame(header, body)


class KnowsOneVersion(RecordReader):
    """The record says what version it should have had."""

    def _frame(self, header, body):
        return Record(header[0], 0x0303, body)


class JudgesWholeHeadersOnly(RecordReader):
    """An impossible content type is refused four bytes too late."""

    def _fault(self, header):
        return super()._fault(header) if len(header) == self.header else None


class ForgivesOnce(RecordReader):
    """After a ParseError it goes on as if nothing had been."""

    def feed(self, data):
        self._failure = None
        super().feed(data)

    def _fault(self, header):
        return super()._fault(header) if len(self._buffer) < 40 else None


class ReadsLengthsOfTwoBytes(HandshakeReader):
    """The highest byte of a message's length is ignored."""

    length_at = 2


class LosesACutHeader(Boundaries):
    """A header that comes in two pieces is forgotten."""

    def feed(self, data):
        super().feed(data)
        self._header = b""


@pytest.mark.parametrize(
    ("name", "defect", "told"),
    [
        ("RecordReader", OneRecordAFeed, "depend on how they arrive|boundaries are not"),
        ("RecordReader", ForgetsEmptyPayloads, "IndexError in ForgetsEmptyPayloads._frame"),
        ("RecordReader", KnowsOneVersion, "records are not the bytes that were fed"),
        ("RecordReader", JudgesWholeHeadersOnly, "depend on how they arrive|boundaries are not"),
        ("RecordReader", ForgivesOnce, "depend on how they arrive|boundaries are not"),
        ("Boundaries", LosesACutHeader, "error in Boundaries._walk"),
    ],
)
def test_a_planted_defect_of_the_framing_is_found(monkeypatch, name, defect, told):
    monkeypatch.setattr(module, name, defect)
    finding = first_finding()
    assert finding is not None
    assert re.search(told, finding.key)


def test_a_planted_defect_of_the_message_reader_is_found(monkeypatch):
    monkeypatch.setattr(handshake, "HandshakeReader", ReadsLengthsOfTwoBytes)
    assert first_finding().key == "messages are not the bytes that were fed"


def test_a_foreign_exception_of_an_extension_parser_is_found(monkeypatch):
    def server_name(hello):
        return (hello.extension(0) or b"").decode("ascii")

    monkeypatch.setattr(handshake, "server_name", server_name)
    assert first_finding().key.startswith("UnicodeDecodeError in ")


def test_a_hello_that_serialises_to_other_bytes_is_found(monkeypatch):
    right = handshake.ClientHello.serialise
    monkeypatch.setattr(handshake.ClientHello, "serialise", lambda hello: right(hello)[:-1])
    assert first_finding().key == "ClientHello does not serialise to what was parsed"


def test_a_parse_error_is_no_finding(monkeypatch):
    def refuse(hello):
        raise ParseError("nothing pleases me")

    monkeypatch.setattr(handshake, "alpn_protocols", refuse)
    assert first_finding(executions=0) is None
