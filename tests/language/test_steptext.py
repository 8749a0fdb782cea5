"""Steps read from text are those the language makes, and nothing else can be said."""

import pytest

from harness.errors import ScenarioError
from harness.names import Role, Side, Tls
from harness.scenario import RAGGED_EOF, Actor, handshake, refused, together
from harness.steptext import read_steps

SUBJECT, PEER = Actor(Side.SUBJECT), Actor(Side.PEER)

SAID = {
    "handshake(subject, peer)": [handshake(SUBJECT, PEER)],
    "subject.reads(100).raises(RAGGED_EOF)": [SUBJECT.reads(100).raises(RAGGED_EOF)],
    "peer.writes(b'ab' * 3 + b'c')": [PEER.writes(b"abababc")],
    "peer.forges('client_hello.session_id = b\"\"')": [PEER.forges('client_hello.session_id = b""')],
    "together([subject.pends(), subject.closes()], peer.closes().anything())": [
        together([SUBJECT.pends(), SUBJECT.closes()], PEER.closes().anything())
    ],
    "subject.reads(1).returns(bytes, filled=True)": [SUBJECT.reads(1).returns(bytes, filled=True)],
    "refused(subject, peer, 'decode_error', None)": refused(SUBJECT, PEER, "decode_error", None),
    "peer.sends_raw(bytes.fromhex('16 03'))": [PEER.sends_raw(b"\x16\x03")],
    "subject.configured(tls=Tls.V13)": [SUBJECT.configured(tls=Tls.V13)],
    "subject.configured(alpn=('h2',))": [SUBJECT.configured(alpn=("h2",))],
    "subject.connection.calls('read', 5)": [SUBJECT.connection.calls("read", 5)],
}


@pytest.mark.parametrize("text", SAID)
def test_a_step_is_what_the_language_makes_of_it(text):
    assert read_steps((text,), Role.CLIENT) == SAID[text]


def test_the_actors_of_a_role_follow_the_subjects():
    assert read_steps(("client.handshakes()", "server.handshakes()"), Role.SERVER) == [
        PEER.handshakes(),
        SUBJECT.handshakes(),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("subject.reads(", "was never closed"),
        ("subject", "this is no step"),
        ("5", "this is no step"),
        ("__import__('os').system('true')", "'__import__' cannot be said"),
        ("subject.__class__", "Actor has no '__class__' in the language"),
        ("subject.reads(5).__init__", "Act has no '__init__'"),
        ("bytes.maketrans(b'', b'')", "type has no 'maketrans'"),
        ("subject.dances()", "Actor has no 'dances'"),
        ("[subject.pends() for x in (1, 2)]", "cannot be said in a step"),
        ("subject.reads(*(1,))", "cannot be said in a step"),
        ("subject.pends(**{})", "cannot be said in a step"),
        ("subject.reads()", "missing 1 required positional argument"),
        ("peer.writes(b'a' * 1048577)", "1 times 1048577 is too much"),
        ("subject.forges('del finished')", "only the peer lies"),
        ("peer.forges('nonsense')", "is no edit"),
        ("wire_scenario('x')", "cannot be said in a step"),
        ("subject.configured(colour='red')", "there is no option 'colour'"),
    ],
)
def test_what_is_no_step_is_refused_by_number_and_text(text, why):
    with pytest.raises(ScenarioError) as told:
        read_steps(("subject.pends()", text), Role.CLIENT)
    assert str(told.value).startswith(f"step 2, {text!r}: ")
    assert why in str(told.value)
