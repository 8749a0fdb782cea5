"""What a peer has heard is read when somebody asks, and comes to the same however late that is."""

import pytest

from harness.names import Tls
from harness.peers.observed import Heard
from harness.wire.handshake import HandshakeMessage

FINISHED = HandshakeMessage(20, b"verify")
TICKET = HandshakeMessage(4, b"ticket" * 100)
UNKNOWN = HandshakeMessage(99, b"")


def heard(pieces, *, ask=False):
    """What these records come to; `ask`: somebody looks after each of them."""
    found = Heard(Tls.V13)
    for kind, data in pieces:
        found.record(kind, data)
        if ask:
            assert len(found.order) >= len(found.messages)
    return found


def cut(data, size):
    return [(22, data[at : at + size]) for at in range(0, len(data), size)]


WHOLE = b"".join(each.serialise() for each in (FINISHED, TICKET, UNKNOWN))


@pytest.mark.parametrize("ask", [False, True])
@pytest.mark.parametrize("size", [1, 3, 4, 5, 100, len(WHOLE)])
def test_messages_are_put_together_from_records(size, ask):
    found = heard(cut(WHOLE, size), ask=ask)
    assert found.messages == [FINISHED, TICKET, UNKNOWN]
    assert found.order == ["finished", "new_session_ticket", "message(99)"]
    assert found.summary == ((FINISHED, TICKET, UNKNOWN), (), min(size, len(WHOLE)))


def test_the_order_is_that_of_the_ends_of_messages_and_of_records_between():
    data = FINISHED.serialise()
    found = heard([(22, data[:3]), (20, b"\x01"), (22, data[3:]), (23, b"x"), (77, b""), (22, None)])
    assert found.order == ["change_cipher_spec", "finished", "application_data", "type(77)", "handshake"]
    assert found.messages == [FINISHED]


def test_a_message_that_is_not_whole_is_none():
    found = heard(cut(TICKET.serialise()[:-1], 50))
    assert found.messages == []
    assert found.order == []


def test_whole_messages_stand_where_they_were_told():
    found = Heard(Tls.V13)
    found.record(22, FINISHED.serialise())
    found.message(UNKNOWN)
    found.record(21, b"\x02\x28")
    assert found.order == ["finished", "message(99)", "alert"]
    assert found.messages == [FINISHED, UNKNOWN]
    assert found.summary == ((FINISHED, UNKNOWN), (b"\x02\x28",), 10)
    assert found.alerts == ("fatal handshake_failure",)
