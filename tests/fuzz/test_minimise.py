"""Finds are made small: always in the same way, within the tries allowed, down to what the defect needs."""

from dataclasses import replace

import pytest
from fuzzing import wrong_server

from harness.fuzz.finds import SUFFIX
from harness.fuzz.minimise import smaller_bytes, smaller_scenario
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Trial
from harness.fuzz.tidy import ends_as
from harness.implementation import load
from harness.pki import mint
from harness.schedule import parse
from harness.written import Written, read_written


@pytest.mark.parametrize(
    ("data", "keeps", "small"),
    [
        (b"abcXdefYgh", lambda data: b"X" in data and b"Y" in data, b"XY"),
        (b"some X here", lambda data: b"X" in data and len(data) >= 4, b"X\0\0\0"),
        (bytes(range(200)), lambda data: len(data) > 6, bytes(7)),
        (b"anything", lambda _data: True, b""),
        (b"nothing else will do", lambda data: data == b"nothing else will do", b"nothing else will do"),
    ],
)
def test_bytes_that_do_not_matter_go_or_become_0(data, keeps, small):
    assert smaller_bytes(data, keeps, 2000) == small


def test_lengths_around_a_piece_that_goes_are_made_true_again():
    """A parser that refuses every length that is not right, and fails on one byte deep inside."""

    def framed(inner):
        message = b"\1" + len(inner).to_bytes(3) + inner
        return b"\x16\3\3" + len(message).to_bytes(2) + message

    def keeps(data):
        return data == framed(data[9:]) and b"X" in data

    assert smaller_bytes(framed(b"much ado X about nothing"), keeps, 2000) == framed(b"X")


def test_no_more_tries_than_allowed_and_the_best_so_far_is_it():
    tried = []

    def keeps(data):
        tried.append(data)
        return b"X" in data

    small = smaller_bytes(b"." * 100 + b"X" + b"." * 100, keeps, 10)
    assert len(tried) == 10
    assert len(small) < 201
    assert b"X" in small


LONG = Written(
    page="Much talk.",
    requires=("harness:metamorphic",),
    steps=(
        "handshake(subject, peer)",
        (
            "together([subject.writes(payload(300, 'm1')), subject.reads_exactly(payload(16385, 'b1'), 99)], "
            "[peer.writes(payload(16385, 'b1')), peer.reads_exactly(payload(300, 'm1'))])"
        ),
        "peer.writes(b'hello, world')",
        "subject.reads_exactly(b'hello, world')",
        "subject.pends().returns(int)",
        "subject.writes(payload(300, 'm2'))",
        "peer.reads_exactly(payload(300, 'm2'))",
        "closing(subject, peer)",
    ),
    roles="client",
    tls="1.3",
    schedule="cut(3)+join@client+delay(client, 7)",
    seed=0,
)


def test_steps_actions_and_numbers_that_do_not_matter_go():
    def keeps(written):
        return any("payload" in step for step in written.steps) and "cut" in written.schedule

    small = smaller_scenario(LONG, keeps, 2000)
    assert small.schedule == "cut(1)"
    assert small.steps == ("peer.reads_exactly(payload(0, 'm2'))",)


def test_of_a_wait_behind_the_end_of_the_wire_that_end_stays():
    waiting = replace(LONG, steps=("peer.cuts_wire()", "subject.handshakes().returns()"))
    alone = replace(waiting, steps=waiting.steps[1:])
    assert not ends_as(waiting, alone, "stalled: handshake: subject handshake returns -> wants read")
    assert ends_as(waiting, waiting, "stalled: handshake: subject handshake returns -> wants read")
    assert ends_as(waiting, alone, "fail: any: output-is-well-formed")


#: Servers of ours that are wrong in one way, as the body of an SSLObject; what of it a schedule must do.
PLANTED = {
    "a header that comes in two pieces": """
    def read(self, *args):
        if 0 < self.incoming.pending < 5:
            raise KeyError("half a header")
        return super().read(*args)
    """,
    "a long message": """
    def read(self, *args):
        got = super().read(*args)
        if len(got) > 50:
            raise KeyError("long")
        return got
    """,
    "what is said at the end": """
    def unwrap(self, *args):
        raise KeyError("no end")
    """,
}


@pytest.mark.parametrize("defect", PLANTED)
def test_what_shows_a_planted_defect_is_short_and_shows_it_again(tmp_path, defect):
    keys = tmp_path / "keys"
    keys.mkdir()
    trial = Trial(load(wrong_server(tmp_path, PLANTED[defect])), mint(str(keys)))
    found = try_written(LONG, trial)
    assert found is not None
    assert "KeyError" in found.key

    def keeps(written):
        again = try_written(written, trial)
        return again is not None and again.key == found.key

    small = smaller_scenario(LONG, keeps, 600)
    assert len(small.steps) <= 4
    assert len(parse(small.schedule).actions) <= (1 if "pieces" in defect else 0)
    assert small == smaller_scenario(LONG, keeps, 600)
    file = tmp_path / ("small" + SUFFIX)
    file.write_text(small.as_text(), encoding="ascii")
    assert keeps(read_written(file))
