"""Expectations: which outcomes meet them, and what they say of themselves."""

import pytest

from harness.endpoint import Done, Raised, Wants
from harness.expectation import Anything, Ends, Gives, Raises, Returns, Symbol, Waits
from harness.names import Kind, Want

READ, WRITE = Wants(Want.READ), Wants(Want.WRITE)
EOF_ERROR = Raised(Kind.RAGGED_EOF, "SSLEOFError")
UNKNOWN_CA = Raised(Kind.PROTOCOL_ERROR, "SSLError", alert="unknown_ca")
CLEAN = Raised(Kind.CLEAN_CLOSE, "SSLZeroReturnError")


class Place:
    """An environment of TLS 1.3 whose certificates are their names."""

    version = "TLSv1.3"

    def certificate(self, name):
        return name.encode()


@pytest.mark.parametrize(
    ("expectation", "outcome", "met"),
    [
        (Gives(b"ab"), Done(b"ab"), True),
        (Gives(b"ab"), Done(b"abc"), False),
        (Gives(b"ab"), Done(bytearray(b"ab")), False),
        (Gives(b""), Done(None), False),
        (Gives(0), Done(False), False),
        (Gives(1), Done(True), False),
        (Gives(None), Done(), True),
        (Gives(None), READ, False),
        (Gives(b"ab"), EOF_ERROR, False),
        (Returns(), Done(None), True),
        (Returns(), READ, False),
        (Returns(), EOF_ERROR, False),
        (Returns((bytes,)), Done(b""), True),
        (Returns((bytes,)), Done("text"), False),
        (Returns((bytes, str)), Done("text"), True),
        (Returns((bytes,), filled=True), Done(b""), False),
        (Returns((bytes,), filled=True), Done(b"x"), True),
        (Ends(), Done(b""), True),
        (Ends(), Done((0, b"")), True),
        (Ends(), CLEAN, True),
        (Ends(), EOF_ERROR, False),
        (Ends(), Done(b"x"), False),
        (Ends(), Done(None), False),
        (Ends(), READ, False),
        (Waits(Want.READ), READ, True),
        (Waits(Want.READ), WRITE, False),
        (Waits(Want.READ), Done(b""), False),
        (Raises((Kind.RAGGED_EOF,)), EOF_ERROR, True),
        (Raises((Kind.RAGGED_EOF,)), CLEAN, False),
        (Raises((Kind.RAGGED_EOF, Kind.CLEAN_CLOSE)), CLEAN, True),
        (Raises((Kind.RAGGED_EOF,)), Done(b""), False),
        (Raises((Kind.PROTOCOL_ERROR,), alert="unknown_ca"), UNKNOWN_CA, True),
        (Raises((Kind.PROTOCOL_ERROR,), alert="bad_record_mac"), UNKNOWN_CA, False),
        (Raises((Kind.RAGGED_EOF,), alert="unknown_ca"), EOF_ERROR, False),
        (Raises((Kind.RAGGED_EOF,), exception="SSLEOFError"), EOF_ERROR, True),
        (Raises((Kind.RAGGED_EOF,), exception="SSLError"), EOF_ERROR, False),
        (Anything(), READ, True),
        (Anything(), EOF_ERROR, True),
        (Anything(), Done(), True),
        (Anything(), None, False),
    ],
)
def test_what_meets_an_expectation(expectation, outcome, met):
    assert expectation.met_by(outcome) is met


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        (Gives(b"ab"), "gives b'ab'"),
        (Gives(bytes(100)), "gives " + repr(bytes(24)) + "...[100 bytes]"),
        (Gives(Symbol("version")), "gives the version spoken"),
        (Gives(Symbol("certificate", "rsa")), "gives the certificate 'rsa'"),
        (Returns(), "returns"),
        (Returns((bytes, str)), "returns bytes or str"),
        (Returns((bytes,), filled=True), "returns a filled bytes"),
        (Ends(), "ends cleanly"),
        (Waits(Want.READ), "wants read"),
        (Raises((Kind.RAGGED_EOF,)), "raises ragged EOF"),
        (
            Raises((Kind.MISUSE, Kind.OS_ERROR), "decode_error", "SSLError"),
            "raises misuse or OS error with alert decode_error as exactly SSLError",
        ),
        (Anything(), "may do anything the rules allow"),
    ],
)
def test_an_expectation_says_what_it_asks(expectation, said):
    assert str(expectation) == said


def test_symbols_become_concrete_in_a_setting():
    assert Gives(Symbol("version")).resolve(Place()) == Gives("TLSv1.3")
    assert Gives(Symbol("certificate", "rsa")).resolve(Place()) == Gives(b"rsa")
    assert Gives(b"plain").resolve(Place()) == Gives(b"plain")


def test_an_unresolved_symbol_is_met_by_no_value():
    assert not Gives(Symbol("version")).met_by(Done("TLSv1.3"))
