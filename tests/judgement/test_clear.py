"""What was said in clear: where it ends."""

import pytest

from harness.clear import read_clear
from harness.names import Role
from harness.wire.handshake import HandshakeType

HELLO, REQUEST = HandshakeType.server_hello, HandshakeType.certificate_request


def record(kind, payload):
    return bytes((kind, 3, 3)) + len(payload).to_bytes(2) + payload


def message(kind, body=b"body"):
    return record(22, bytes((kind,)) + len(body).to_bytes(3) + body)


@pytest.mark.parametrize(
    ("between", "heard"),
    [
        (b"", [HELLO, REQUEST]),
        (record(21, b"\x01\x5a"), [HELLO, REQUEST]),
        (record(20, b"\x01"), [HELLO]),  # what follows is protected
        (record(20, b""), [HELLO, REQUEST]),  # holds no message
        (record(23, b"data"), [HELLO]),
    ],
)
def test_a_change_cipher_spec_ends_it_and_a_record_of_nothing_does_not(between, heard):
    said = read_clear(message(HELLO) + between + message(REQUEST), Role.SERVER)
    assert [each.type for each in said] == heard
