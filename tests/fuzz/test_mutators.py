"""Mutators keep the form of what they change, mostly; take anything; and keep to their bounds."""

import random

import pytest
from fuzzing import mutate

from harness.errors import ParseError
from harness.fuzz.corpus import corpus
from harness.fuzz.mutators.heads import Headed
from harness.fuzz.mutators.streams import mutate_messages, mutate_records, split_messages, split_records
from harness.fuzz.mutators.trees import change_message
from harness.fuzz.target import Trial, target
from harness.names import Tls
from harness.wire.handshake import ClientHello, HandshakeMessage, parse_messages
from harness.wire.records import parse_records
from tests.parser_defects import NAMES, plant, target_of

HEAD = 7


def messages():
    """The messages of the seeds, whole."""
    streams = [data[HEAD:] for _, data in corpus("handshake_plaintext").load()]
    return [message for stream in streams for message in parse_messages(stream)[0]]


def hello():
    """A ClientHello of the seeds."""
    records = parse_records(max((data for _, data in corpus("client_hello").load()), key=len))[0]
    return parse_messages(records[0].payload)[0][0]


@pytest.mark.parametrize("tls", list(Tls))
def test_every_kind_of_message_is_changed_and_keeps_its_own_length(tls):
    choose = random.Random(1)
    for message in messages():
        changed = [change_message(message, tls, choose, mutate(choose)) for _ in range(40)]
        assert any(each is not None and each != message for each in changed)
        assert {each.type for each in changed if each is not None} == {message.type}


def test_a_changed_hello_mostly_parses_and_every_extension_is_reached():
    choose, before = random.Random(2), hello()
    bodies = []
    for _ in range(3000):
        changed = change_message(before, Tls.V13, choose, mutate(choose))
        bodies += [changed.body] if changed is not None else []
    parsed = []
    for body in bodies:
        try:
            parsed.append(ClientHello.parse(body))
        except ParseError:
            continue
    assert len(parsed) > len(bodies) * 0.6
    given = dict(ClientHello.parse(before.body).extensions)
    for number, data in given.items():
        assert any(each.extension(number) not in (data, None) for each in parsed), number
        assert any(each.extension(number) is None for each in parsed), number


def test_streams_are_cut_by_their_lengths_and_joined_again():
    choose = random.Random(3)
    for split in (split_records, split_messages):
        for size in (0, 1, 4, 5, 6, 50, 3000):
            data = choose.randbytes(size)
            assert b"".join(split(data)) == data
    lane = max((data for _, data in corpus("client_hello").load()), key=len)
    assert [record.serialise() for record in parse_records(lane)[0]] == split_records(lane)


@pytest.mark.parametrize("mutator", [mutate_records, mutate_messages, Headed(2, mutate_records)])
def test_a_mutator_takes_anything_keeps_to_its_bound_and_repeats_itself(mutator):
    dice = random.Random(4)
    inputs = [dice.randbytes(size) for size in (0, 1, 3, 4, 5, 9, 60, 300)]
    inputs += [HandshakeMessage(kind, dice.randbytes(20)).serialise() for kind in range(26)]
    for data in inputs:
        for most in (1, 4, 20, 4096):
            for seed in range(8):
                one, two = (mutator(data, most, (c := random.Random(seed)), mutate(c)) for _ in range(2))
                assert one == two
                assert len(one) <= most


def test_answers_in_front_change_seldom():
    choose = random.Random(5)
    changed = [
        Headed(2, mutate_records)(b"\1\2" + b"\x16" * 30, 99, choose, mutate(choose)) for _ in range(500)
    ]
    assert 300 < sum(data[:2] == b"\1\2" for data in changed) < 490


@pytest.mark.parametrize("name", ["empty list of host names", "no null compression", "odd key update"])
def test_a_planted_parser_is_wrong_about_its_one_form(pki, name):
    """Seeds do not find it; what does is for `tests.fuzz_bench` to say."""
    trial, found = Trial(plant(name), pki), target(target_of(name))
    seeds = [data for _, data in corpus(found.name).load()][:12]
    told = [finding.told for finding in (found.judge(data, trial) for data in seeds) if finding is not None]
    assert not any("Needle" in each for each in told)
    assert len(NAMES) >= 15
