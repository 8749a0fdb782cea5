"""The short way for pieces that come in a row leads where rounds would have led."""

from dataclasses import replace

import pytest

from harness.endpoint import EndpointRaised
from harness.names import Role, Side
from harness.run.conversation import Conversation
from harness.run.execute import execute
from harness.scenario import Actor, closing, handshake, payload, together
from harness.transcript import Delivered
from harness.trickling import trickle
from tests.run.plain import DATA, ODD, Plain, Stage, record

subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
SHAKE = handshake(subject, peer)


def act_out(*steps, **kinds):
    """The transcript of these steps between plain ends."""
    return execute(list(steps), Stage(**kinds).setting)


@pytest.mark.parametrize(("size", "signs"), [(200, 0), (5000, 9)])
@pytest.mark.parametrize("short", [True, False], ids=["trickle", "rounds"])
def test_what_goes_on_for_long_gives_signs_of_life(monkeypatch, size, signs, short):
    if not short:
        monkeypatch.setattr(Conversation, "trickle", lambda _self, _end, _call, waits: waits)
    heard = []
    setting = replace(Stage(schedule="cut@server(1)").setting, moves=lambda: heard.append(1))
    execute([SHAKE, peer.writes(payload(size)), subject.reads_exactly(payload(size))], setting)
    assert signs <= len(heard) <= 2 * signs


class Held(Plain):
    """It gets at a byte of what it is given only when it is asked how many it has not got at."""

    def __init__(self, setup):
        super().__init__(setup)
        self.held = bytearray()

    def feed(self, data):
        self.held += data

    def backlog(self):
        super().feed(self.held[:1])
        del self.held[:1]
        return len(self.held)


class Answers(Plain):
    """It says something for every third byte that it is given."""

    def feed(self, data):
        super().feed(data)
        self.out += record(DATA, b"x") * (len(self.incoming) % 3 == 0)


class Bursts(Plain):
    """It raises while it is given what it does not take in any more."""

    def feed(self, data):
        super().feed(data)
        if len(self.incoming) > 40:
            raise EndpointRaised("feeding", ODD)


def away(kind):
    """An end of this kind that takes many pieces at a time itself, as one in another process does."""

    class Away(kind):
        def trickle(self, call, pieces, want):
            return trickle(self, call, pieces, want)

    return Away


PIECES = (
    "cut(1)",
    "cut(3)",
    "scatter(5)",
    "cut@server(1)",
    "cut(1)+turns(client)",
    "cut(1)+turns(server)",
    "cut(1)+delay(server, 9)",
)


@pytest.mark.parametrize(
    "schedule", [*PIECES, "cut(1)+end(client, at=#1+9)", "cut(1)+join", "cut@server:#1+7"]
)
@pytest.mark.parametrize(
    "kind",
    [Plain, Held, Answers, Bursts, *map(away, (Plain, Held, Answers, Bursts))],
    ids=lambda kind: "-".join(each.__name__ for each in reversed(kind.__mro__[:-1])),
)
@pytest.mark.parametrize("side", ["subject", "peer"])
@pytest.mark.parametrize("role", Role)
def test_pieces_that_come_in_a_row_are_what_rounds_would_have_brought(
    monkeypatch, role, side, kind, schedule
):
    """`trickle` takes a short way for many of them; whatever happens, it leads to the same transcript."""
    steps = (
        SHAKE,
        peer.writes(payload(50)),
        together(subject.reads_exactly(payload(50)), peer.reads(9), peer.writes(payload(40))),
        subject.reads(100),
        peer.writes(payload(20)),
        peer.sends_raw(record(DATA, b"12345")[:-1]),
        subject.reads_exactly(payload(61)),
        closing(subject, peer),
    )
    short = act_out(*steps, schedule=schedule, role=role, **{side: kind})
    monkeypatch.setattr(Conversation, "trickle", lambda _self, _end, _call, waits: waits)
    long = act_out(*steps, schedule=schedule, role=role, **{side: kind})
    assert long.log == long.events
    assert replace(short, log=short.events) == long
    assert len(short.events) > len(steps)


def test_pieces_that_come_in_a_row_take_no_rounds(monkeypatch):
    rounds, way = [], Conversation.round
    monkeypatch.setattr(Conversation, "round", lambda self: rounds.append(self) or way(self))
    steps = SHAKE, peer.writes(payload(500)), subject.reads_exactly(payload(500))
    transcript = act_out(*steps, schedule="cut@server(1)")
    assert len([event for event in transcript.events if isinstance(event, Delivered)]) > 500
    assert len(rounds) < 50


def test_an_end_that_takes_many_pieces_is_given_many_at_a_time():
    asked = []

    class Counts(away(Plain)):
        def trickle(self, call, pieces, want):
            asked.append(len(pieces))
            return super().trickle(call, pieces, want)

    steps = SHAKE, peer.writes(payload(2000)), subject.reads_exactly(payload(2000))
    transcript = act_out(*steps, schedule="cut@server(1)", subject=Counts)
    assert len([event for event in transcript.events if isinstance(event, Delivered)]) > 2000
    assert 1 < len(asked) < 20
