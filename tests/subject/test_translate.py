"""The border: what each exception of an implementation means, and nothing by its text."""

import errno
import ssl
from types import SimpleNamespace

import pytest

from harness.drivers.translate import border, describe, raised_while, translate
from harness.endpoint import EndpointRaised, Wants
from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Kind, Want

STDLIB = load("stdlib")


class OwnError(OSError):
    """An implementation's own error, which is no ssl.SSLError."""


class OwnWantRead(OwnError):
    pass


OWN = Implementation(
    "own", SimpleNamespace(SSLError=OwnError, SSLWantReadError=OwnWantRead, SSLEOFError="not a class")
)


@pytest.mark.parametrize(
    ("error", "want"),
    [(ssl.SSLWantReadError(), Want.READ), (ssl.SSLWantWriteError(), Want.WRITE)],
)
def test_wants(error, want):
    assert translate(STDLIB, error) == Wants(want)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ssl.SSLZeroReturnError(), Kind.CLEAN_CLOSE),
        (ssl.SSLEOFError(), Kind.RAGGED_EOF),
        (ssl.SSLCertVerificationError(), Kind.CERTIFICATE_REJECTED),
        (ssl.SSLSyscallError(), Kind.OS_ERROR),
        (ssl.SSLError(1, "anything"), Kind.PROTOCOL_ERROR),
        (ssl.SSLError("timed out"), Kind.PROTOCOL_ERROR),
        (TimeoutError(), Kind.TIMEOUT),
        (ConnectionResetError(), Kind.OS_ERROR),
        (BrokenPipeError(), Kind.OS_ERROR),
        (OSError(errno.ENOTCONN, "not connected"), Kind.OS_ERROR),
        (BlockingIOError(), Kind.FOREIGN),
        (OwnError(), Kind.FOREIGN),
        (ValueError(), Kind.MISUSE),
        (TypeError(), Kind.MISUSE),
        (OverflowError(), Kind.MISUSE),
        (BufferError(), Kind.MISUSE),
        (UnicodeDecodeError("ascii", b"", 0, 1, ""), Kind.MISUSE),
        (KeyError(), Kind.FOREIGN),
        (MemoryError(), Kind.FOREIGN),
        (RecursionError(), Kind.FOREIGN),
        (NotImplementedError(), Kind.FOREIGN),
    ],
)
def test_kinds(error, kind):
    assert translate(STDLIB, error).kind is kind


def test_an_implementations_own_classes_decide():
    assert translate(OWN, OwnWantRead()) == Wants(Want.READ)
    assert translate(OWN, OwnError()).kind is Kind.PROTOCOL_ERROR
    assert translate(OWN, ssl.SSLWantReadError()).kind is Kind.FOREIGN
    assert translate(OWN, ssl.SSLEOFError()).kind is Kind.FOREIGN


def test_everything_an_exception_tells_is_kept():
    error = ssl.SSLCertVerificationError(1, "verify\n  failed")
    error.reason, error.library = "CERTIFICATE_VERIFY_FAILED", "SSL"
    error.verify_code, error.verify_message = 10, "certificate has expired"
    raised = translate(STDLIB, error)
    assert (raised.exception, raised.errno, raised.library) == ("SSLCertVerificationError", 1, "SSL")
    assert (raised.reason, raised.verify_code) == ("CERTIFICATE_VERIFY_FAILED", 10)
    assert raised.verify_message == "certificate has expired"
    assert raised.mro[:2] == ("SSLCertVerificationError", "SSLError")
    assert {"OSError", "ValueError"} < set(raised.mro)
    assert "object" not in raised.mro
    assert "\n" not in raised.message
    assert raised.alert is None


@pytest.mark.parametrize(
    ("reason", "alert"),
    [
        ("SSLV3_ALERT_BAD_RECORD_MAC", "bad_record_mac"),
        ("TLSV1_ALERT_UNKNOWN_CA", "unknown_ca"),
        ("TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate_required"),
        ("TLSV1_UNRECOGNIZED_NAME", "unrecognized_name"),
        ("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", None),
        ("NO_SHARED_CIPHER", None),
        (None, None),
    ],
)
def test_a_received_alert_is_read_from_the_reason(reason, alert):
    error = ssl.SSLError(1, "x")
    error.reason = reason
    raised = describe(error, Kind.PROTOCOL_ERROR)
    assert (raised.alert, raised.alert_received) == (alert, alert is not None)


def test_what_is_no_text_or_number_is_left_out():
    error = ssl.SSLError(1, "x")
    error.reason, error.verify_code, error.library = 7, "ten", b"SSL"
    raised = describe(error, Kind.PROTOCOL_ERROR)
    assert (raised.reason, raised.verify_code, raised.library) == (None, None, None)


def test_the_border_lets_values_pass_and_names_what_was_being_done():
    with border(STDLIB, "feeding"):
        pass
    with pytest.raises(EndpointRaised, match="feeding: SSLEOFError") as caught, border(STDLIB, "feeding"):
        raise ssl.SSLEOFError
    assert caught.value.outcome.kind is Kind.RAGGED_EOF


def test_a_want_outside_a_call_is_foreign():
    assert raised_while(STDLIB, "feeding", ssl.SSLWantReadError()).outcome.kind is Kind.FOREIGN


def raised_by(name):
    """What a function of that name raises that is not there."""
    scope = {"__name__": "own"}
    exec(f"def {name}(): raise NotImplementedError('not here')", scope)
    with pytest.raises(NotImplementedError) as caught:
        scope[name]()
    return caught.value


@pytest.mark.parametrize("denied", [True, False])
def test_what_a_constant_denies_is_unsupported_and_nothing_else(denied):
    made = Implementation("made", SimpleNamespace(HAS_ALPN=not denied, HAS_PSK=False))
    if denied:
        with pytest.raises(Unsupported, match="made says HAS_ALPN = False: not here"):
            translate(made, raised_by("set_alpn_protocols"))
    else:
        assert translate(made, raised_by("set_alpn_protocols")).kind is Kind.FOREIGN
    assert translate(made, raised_by("recvmsg")).kind is Kind.FOREIGN
