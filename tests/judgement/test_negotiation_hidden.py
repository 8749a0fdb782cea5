"""Rules on what the peer overheard under protection: each way to break one, and nothing where all is well."""

import pytest

from harness.endpoint import Done
from harness.names import Role, Tls
from harness.rules import broken_rules
from harness.transcript import KEY_UPDATE, Asked, Overheard
from harness.wire.handshake import HandshakeMessage
from tests.judgement.greetings import (
    AES_12,
    CBC_12,
    CCS,
    FLIGHT,
    answer,
    client,
    offer,
    server,
    server_12,
    server_13,
)
from tests.judgement.script import HANDSHAKE, PEER, READ, STARVED, SUBJECT, record, sealed, shaken

EE, CERTIFICATE, REQUEST, TICKET = 8, 11, 13, 4


def vector(width, data):
    return len(data).to_bytes(width) + data


def extensions(*numbers):
    return vector(2, b"".join(number.to_bytes(2) + vector(2, b"") for number in numbers))


def ticket(lifetime=7200, nonce=b"1", body=b"ticket"):
    return lifetime.to_bytes(4) + bytes(4) + vector(1, nonce) + vector(2, body) + vector(2, b"")


def entry(*numbers):
    return vector(1, b"") + vector(3, vector(3, b"der") + extensions(*numbers))


def broken(*messages, alerts=(), longest=100, tls=Tls.V13, role=Role.SERVER):
    """The rules broken when the peer has overheard this, by name."""
    if role is Role.CLIENT:
        script = client(offer(tls), got=(answer(tls), CCS, sealed(b"the rest")), tls=tls)
    else:
        script = server_13() if tls is Tls.V13 else server_12()
    heard = tuple(HandshakeMessage(kind, body) for kind, body in messages)
    script.transcript.log.append(Overheard(9, heard, tuple(alerts), longest))
    return {each.rule for each in broken_rules(script.transcript)}


def test_what_was_damaged_on_its_way_to_the_peer_is_not_the_subjects():
    script = server_13()
    script.gets(PEER, b"\x15\x03\x03\x00\x01\x01")
    script.transcript.log.append(Overheard(9, (), (b"\x01",), 100))
    assert "errors-are-fatal" not in {each.rule for each in broken_rules(script.transcript)}
    assert "errors-are-fatal" in broken(alerts=(b"\x01",))


@pytest.mark.parametrize(
    "messages",
    [
        [(EE, extensions())],
        [(EE, extensions(10))],  # supported_groups was asked for
        [(CERTIFICATE, entry())],
        [(REQUEST, vector(1, b"") + extensions(13, 0x0A0A))],
        [(TICKET, ticket()), (TICKET, ticket(nonce=b"2"))],
        [(TICKET, ticket(lifetime=604800))],
    ],
)
def test_what_is_right_breaks_no_rule(messages):
    assert broken(*messages, alerts=[b"\2\x32", b"\1\0", b"\1\x5a"], longest=16384) == set()


@pytest.mark.parametrize(
    ("messages", "rule"),
    [
        ([(EE, extensions(0xFE77))], "encrypted-extensions-only-answer"),
        ([(EE, extensions(13))], "encrypted-extensions-only-answer"),  # asked for, but it has no place there
        ([(EE, extensions(10, 10))], "encrypted-extensions-only-answer"),
        ([(CERTIFICATE, entry(5))], "encrypted-extensions-only-answer"),
        ([(REQUEST, vector(1, b"") + extensions(47))], "certificate-requests-are-complete"),
        ([(REQUEST, vector(1, b"") + extensions(13, 13))], "certificate-requests-are-complete"),
        ([(TICKET, ticket(lifetime=604801))], "tickets-are-in-order"),
        ([(TICKET, ticket(body=b""))], "tickets-are-in-order"),
        ([(TICKET, ticket()), (TICKET, ticket())], "tickets-are-in-order"),
        ([(TICKET, b"short")], "tickets-are-in-order"),
    ],
)
def test_what_a_server_must_not_say(messages, rule):
    assert broken(*messages) == {rule}
    assert broken(*messages, role=Role.CLIENT) == set()


@pytest.mark.parametrize("alert", [b"\1\x32", b"\2", b"\2\x32\2\x32"])
@pytest.mark.parametrize("role", Role)
def test_errors_that_are_not_fatal(alert, role):
    assert broken(alerts=[alert], role=role) == {"errors-are-fatal"}
    assert broken(alerts=[alert], role=role, tls=Tls.V12) == set()


def test_a_record_that_is_too_long():
    assert broken(longest=16385) == {"plaintext-is-not-too-long"}


def nonces(*numbers, suite=AES_12):
    """What is broken when a server of TLS 1.2 sends records that begin with these nonces."""
    records = [
        record(number.to_bytes(8) + bytes(24), kind=22 + (place > 0)) for place, number in enumerate(numbers)
    ]
    script = server(offer(Tls.V12), says=(answer(Tls.V12, cipher_suite=suite), FLIGHT), tls=Tls.V12)
    return [
        each
        for each in script.does(SUBJECT, HANDSHAKE, STARVED, CCS + b"".join(records)).broken
        if "nonce" in each
    ]


def test_a_nonce_that_comes_twice():
    assert nonces(0, 1, 2) == []
    assert nonces(0, 1, 0) == ["explicit-nonces-differ"]
    assert nonces(7, 7) == ["explicit-nonces-differ"]
    assert nonces(7, 7, suite=CBC_12) == []


ONCE = (Asked(0, 0),)


def updated(*course, asked=ONCE, damage=b""):
    """The rules broken by a subject that wrote, read b"please", and wrote again; this is what it sent."""
    script = shaken().writes(SUBJECT, b"before").writes(PEER, b"please").gets(SUBJECT, damage or None)
    script.does(SUBJECT, READ, Done(b"please")).writes(SUBJECT, b"behind").gets(PEER)
    script.transcript.log.append(Overheard(9, (), (), 100, asked, course))
    return {each.rule for each in broken_rules(script.transcript)}


def test_data_in_place_of_a_requested_update():
    rule = "requested-update-comes-first"
    assert updated(6, 6) == updated(6, 6, KEY_UPDATE) == {rule}
    assert updated(KEY_UPDATE, 6, 6, asked=[Asked(0, 1)]) == {rule}  # that one was heard before
    assert updated(KEY_UPDATE, 6, 6, asked=[Asked(0, 0), Asked(3, 1)]) == {rule}


@pytest.mark.parametrize(
    "course", [(6,), (6, KEY_UPDATE, 6), (KEY_UPDATE, 6, 6), (6, 0, KEY_UPDATE, 6), (12,)]
)
def test_a_requested_update_in_time(course):
    assert updated(*course) == set()


def test_a_request_that_was_not_read_yet_or_never():
    assert updated(6, 6, asked=[Asked(6, 0)]) == set()
    assert updated(6, 6, asked=[]) == set()
    assert "requested-update-comes-first" not in updated(6, 6, damage=sealed(b"others"))
