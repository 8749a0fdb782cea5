"""The language: what every verb means as data, and what a declared scenario is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.endpoint import CALLS
from harness.errors import ScenarioError
from harness.expectation import Anything, Ends, Gives, Raises, Returns, Waits
from harness.names import Kind, Role, Side, Tls, Want
from harness.options import Options
from harness.scenario import (
    DRIVER_GROUPS,
    NEGOTIATED,
    READ,
    Act,
    Actor,
    Agree,
    Reconnect,
    Together,
    Wire,
    agree,
    certificate,
    closing,
    handshake,
    payload,
    reconnect,
    scenario,
    together,
)

SUBJECT, PEER = Actor(Side.SUBJECT), Actor(Side.PEER)


@pytest.mark.parametrize(
    ("act", "verb", "args", "expect"),
    [
        (SUBJECT.handshakes(), "handshake", (), Returns()),
        (SUBJECT.reads(5), "read", (5,), Returns((bytes,))),
        (SUBJECT.reads_into(5, 9), "read_into", (5, 9), Returns((tuple,))),
        (SUBJECT.reads_exactly(b"abc"), "read_exactly", (3, 65536), Gives(b"abc")),
        (SUBJECT.reads_exactly(b"abc", at_once=1), "read_exactly", (3, 1), Gives(b"abc")),
        (SUBJECT.reads_to_end(7), "read_to_end", (7,), Returns((bytes,))),
        (SUBJECT.writes(b"abc"), "write_all", (b"abc", 0), Gives(3)),
        (SUBJECT.writes(b"abc", at_once=2), "write_all", (b"abc", 2), Gives(3)),
        (SUBJECT.writes_once(b"abc"), "write", (b"abc",), Returns((int,))),
        (SUBJECT.pends(), "pending", (), Returns()),
        (SUBJECT.closes(), "close_notify", (), Returns()),
        (SUBJECT.drops(), "close", (), Returns()),
        (SUBJECT.tells("alpn"), "tell", ("alpn",), Returns()),
        (PEER.updates_keys(request=True), "key_update", (True,), Returns()),
        (PEER.renegotiates(), "renegotiate", (False,), Gives(value=True)),
        (PEER.renegotiates(resume=True), "renegotiate", (True,), Gives(value=True)),
        (SUBJECT.requests_certificate(), "request_certificate", (), Returns()),
    ],
)
def test_a_verb_is_an_act_with_its_usual_expectation(act, verb, args, expect):
    assert (act.verb, act.args, act.expect) == (verb, args, (expect,))
    assert verb in (*CALLS, "write_all", "read_exactly", "read_to_end")


@pytest.mark.parametrize(
    ("act", "expect"),
    [
        (SUBJECT.reads(1).gives(b"x"), (Gives(b"x"),)),
        (SUBJECT.reads(1).returns(bytes, str), (Returns((bytes, str)),)),
        (SUBJECT.reads(1).returns(filled=True), (Returns((object,), filled=True),)),
        (SUBJECT.reads(1).ends(), (Ends(),)),
        (SUBJECT.reads(1).wants(READ), (Waits(Want.READ),)),
        (SUBJECT.reads(1).raises(Kind.MISUSE), (Raises((Kind.MISUSE,)),)),
        (SUBJECT.reads(1).anything(), (Anything(),)),
        (SUBJECT.reads(1).ends().gives(b"x"), (Gives(b"x"),)),
        (SUBJECT.reads(1).gives(b"x").or_ends(), (Gives(b"x"), Ends())),
        (SUBJECT.reads(1).ends().or_gives(None).or_wants(READ), (Ends(), Gives(None), Waits(Want.READ))),
        (
            SUBJECT.reads(1).ends().or_raises(Kind.RAGGED_EOF, alert="a", exception="E"),
            (Ends(), Raises((Kind.RAGGED_EOF,), "a", "E")),
        ),
    ],
)
def test_a_strict_expectation_replaces_and_a_tolerated_one_is_added(act, expect):
    assert act.expect == expect


def test_an_act_is_resolved_in_a_setting():
    class Setting:
        version = "TLSv1.2"

        def certificate(self, name):
            return name.encode()

    act = SUBJECT.tells("version").gives(NEGOTIATED).or_gives(certificate("rsa")).or_ends()
    assert act.resolve(Setting()).expect == (Gives("TLSv1.2"), Gives(b"rsa"), Ends())
    assert SUBJECT.reads(1).resolve(Setting()) == SUBJECT.reads(1)


def test_steps_say_what_they_are():
    assert str(SUBJECT.reads(5).gives(b"x").or_ends()) == (
        "subject read(5) gives b'x' or, tolerated, ends cleanly"
    )
    assert str(handshake(SUBJECT, PEER)) == "subject handshake() returns | peer handshake() returns"
    assert str(PEER.configured(tickets=2, alpn=("h2",))) == "peer has alpn=('h2',), tickets=2"
    assert str(PEER.cuts_wire()) == "peer: cut"
    assert str(PEER.sends_raw(b"ab")) == "peer: raw b'ab'"
    assert str(agree("alpn")) == "both ends tell the same alpn"
    assert str(reconnect(resume=True)) == "a new connection, offering the session of the last"
    assert str(reconnect()) == "a new connection"


def test_wire_verbs():
    assert PEER.cuts_wire() == Wire(Side.PEER, "cut")
    assert PEER.cuts_wire(eof=False) == Wire(Side.PEER, "cut silently")
    assert PEER.sends_raw(b"ab") == Wire(Side.PEER, "raw", b"ab")
    assert PEER.stops_taking() == Wire(Side.PEER, "stop taking")
    assert PEER.takes_again() == Wire(Side.PEER, "take again")


def test_together_takes_acts_and_lists_of_acts():
    one, other = SUBJECT.reads(1), PEER.writes(b"x")
    assert together(one, [other, other]) == Together(((one,), (other, other)))
    assert closing(SUBJECT, PEER) == together(SUBJECT.closes(), PEER.closes())
    assert agree("alpn") == Agree("alpn")
    assert reconnect(resume=True) == Reconnect(resume=True)


def test_options_are_checked_by_name_and_applied():
    changed = PEER.configured(alpn=("h2",), tickets=0).apply(Options(trust="other-ca"))
    assert changed == Options(trust="other-ca", alpn=("h2",), tickets=0)
    with pytest.raises(ScenarioError, match="there is no option 'colour'"):
        PEER.configured(tickets=0, colour="red")


@settings(derandomize=True, max_examples=60)
@given(st.integers(0, 5000), st.text("abcdef", max_size=6))
def test_a_payload_has_its_size_and_tells_every_place(size, mark):
    data = payload(size, mark)
    assert len(data) == size
    blocks = [data[at : at + 8] for at in range(0, size - 7, 8)]
    assert len(set(blocks)) == len(blocks)
    assert all(block.startswith(mark[:3].encode()) for block in blocks)


def test_payloads_of_two_marks_differ():
    assert payload(64, "one") != payload(64, "two")


@scenario("doc:1", "doc:2", drivers="bio sockets", roles="server", tls="1.2", peers="honest", sweep="benign")
def declared(client, server, subject):
    """A page.

    With more.
    """
    return [client.handshakes(), server.handshakes(), subject.reads(1)]


def test_a_declared_scenario_knows_where_it_applies():
    assert declared.name == "test_scenario/declared"
    assert declared.page == "A page.\n\nWith more."
    assert declared.requires == ("doc:1", "doc:2")
    assert (declared.drivers, declared.roles, declared.tls) == (
        ("bio", "sockets"),
        (Role.SERVER,),
        (Tls.V12,),
    )
    assert (declared.peers, declared.sweep) == (("honest",), "benign")


@pytest.mark.parametrize(("role", "client"), [(Role.CLIENT, Side.SUBJECT), (Role.SERVER, Side.PEER)])
def test_actors_come_by_the_names_of_the_parameters(role, client):
    sides = [step.side for step in declared.steps(role)]
    assert sides == [client, client.other, Side.SUBJECT]
    assert all(isinstance(step, Act) for step in declared.steps(role))


def test_every_group_of_drivers_stands_for_drivers_that_exist():
    from harness.drivers import registry

    assert {name for names in DRIVER_GROUPS.values() for name in names} == set(registry.NAMES)
