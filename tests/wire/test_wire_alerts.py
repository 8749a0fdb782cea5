"""Alerts: two bytes, every value of each."""

import pytest

from harness.errors import ParseError
from harness.wire.alerts import Alert, AlertDescription, AlertLevel, parse_alert


@pytest.mark.parametrize("level", AlertLevel)
def test_every_description_round_trips_known_or_not(level):
    for number in range(256):
        alert = parse_alert(bytes([level, number]))
        assert alert == Alert(level, number)
        assert alert.serialise() == bytes([level, number])


@pytest.mark.parametrize("level", [0, 3, 128, 255])
def test_a_level_other_than_warning_and_fatal_is_refused(level):
    with pytest.raises(ParseError, match=f"alert level {level} "):
        parse_alert(bytes([level, 0]))


@pytest.mark.parametrize("payload", [b"", b"\x01", b"\x01\x00\x00", b"\x01\x00\x01\x00", bytes(30)])
def test_anything_but_two_bytes_is_refused(payload):
    with pytest.raises(ParseError, match=f"not {len(payload)}$"):
        parse_alert(payload)


def test_alerts_are_called_by_their_standard_names():
    assert str(Alert(2, 20)) == "fatal bad_record_mac"
    assert str(Alert(1, 0)) == "warning close_notify"
    assert Alert(2, 120).name == "no_application_protocol"
    assert Alert(2, 77).name == "alert(77)"
    assert str(Alert(7, 77)) == "level(7) alert(77)"


def test_code_points_are_those_of_the_stack_python_ships():
    import ssl

    theirs = {
        member.name.removeprefix("ALERT_DESCRIPTION_").lower(): member for member in ssl.AlertDescription
    }
    # OpenSSL's header spells the word the British way.
    theirs["user_canceled"] = theirs.pop("user_cancelled")
    ours = {member.name: member.value for member in AlertDescription}
    assert {name: ours.get(name) for name in theirs} == theirs


@pytest.mark.parametrize("alert", [Alert(256, 0), Alert(2, 256), Alert(-1, 0)])
def test_what_does_not_fit_its_byte_does_not_serialise(alert):
    with pytest.raises(OverflowError):
        alert.serialise()
