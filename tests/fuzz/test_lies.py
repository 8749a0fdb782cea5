"""Lies by choice: each reads and passes its check, most reach what they are aimed at."""

import random
from collections import Counter

import pytest

from harness.collection import lint
from harness.edits import parse_edit, parse_items
from harness.errors import ScenarioError
from harness.fuzz.application_records import recorded
from harness.fuzz.choose import Bytes, Dice
from harness.fuzz.grammar.lies import item, keys, lie
from harness.fuzz.tampered import tampering
from harness.fuzz.target import Trial, target
from harness.implementation import load
from harness.names import ROLES, Tls
from harness.places import place
from harness.requirement import load_requirements
from tests.trials import PLANTED


@pytest.mark.parametrize("seed", range(300))
def test_every_lie_reads_back_and_is_one_its_sender_could_tell(seed):
    for choose in (Dice(random.Random(seed)), Bytes(random.Random(seed).randbytes(seed % 60))):
        for tls in Tls:
            for sender in ROLES:
                text, _ = lie(choose, tls, sender)
                edit = parse_edit(text)
                edit.check(tls, sender)
                assert str(edit) == text
            for each in parse_items(f"{item(choose, tls)}, {keys(choose, tls)}"):
                each.check(tls, sender)


def test_lies_have_every_shape_the_language_has():
    told = [
        lie(Dice(random.Random(seed)), tls, role)[0] for seed in range(2000) for tls in Tls for role in ROLES
    ]
    shapes = Counter(text.partition("(")[0] for text in told if "(" in text.split(" ")[0])
    ways = (
        "split join unprotect under pad retype reversion resequence damage damage_mac damage_padding truncate"
    )
    for name in f"repeat move reverse withhold swap before after instead replace {ways}".split():
        assert shapes[name] > 5, name
    for mark in (" = ", " += ", " -= ", " ^= ", "del ", ".length", "[0:", "extensions["):
        assert sum(mark in text for text in told) > 20, mark


@pytest.mark.parametrize("grammar", [tampering, recorded])
def test_scripts_of_lies_are_scenarios_without_fault(grammar):
    requirements = load_requirements(place("scenarios") / "requirements")
    for seed in range(300):
        for choose in (Dice(random.Random(seed)), Bytes(random.Random(seed).randbytes(seed % 90))):
            lint(grammar(choose).scenario("found/it", "it"), requirements)


@pytest.mark.parametrize("name", ["tampered", "application_records"])
def test_most_inputs_are_told_to_a_real_end(pki, name):
    looks = Counter()
    trial = Trial(load("stdlib"), pki, saw=lambda look: looks.update([look.rsplit(" ", 1)[-1]]))
    for seed in range(150):
        target(name).judge(random.Random(seed).randbytes(60), trial)
    assert looks["try"] == 0
    assert looks["pass"] > 90
    assert sum(looks.values()) == 150


def first_find(path, name, tries, pki):
    trial = Trial(load(str(path)), pki)
    for seed in range(tries):
        finding = target(name).judge(random.Random(seed).randbytes(60), trial)
        if finding is not None:
            return finding
    return None


def test_a_find_among_lies_is_a_scenario_and_its_key_leaves_the_lie_out(pki):
    finding = first_find(PLANTED / "wire_alerts_are_sent_in_clear.py", "application_records", 200, pki)
    assert finding is not None
    assert "[" not in finding.key
    assert ":endpoint:" in finding.cell
    with pytest.raises(ScenarioError):
        parse_edit("client_hello.no_such = 1").check(Tls.V13, ROLES[0])
