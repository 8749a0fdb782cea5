"""Sweeps: what a family holds, and that a sample is decided by its seed alone."""

import pytest

from harness.names import Profile, Role
from harness.schedule import Cut, End, Flip, Insert, Place, Swap, parse
from harness.schedule.families import STRAYS, benign, hostile, places, sweep

LAYOUT = {Role.CLIENT: (200, 6, 58), Role.SERVER: (127, 6, 1000, 30)}
SERVER = Role.SERVER


def swept(kind, profile=Profile.QUICK, seed="0"):
    return sweep(kind, LAYOUT, SERVER, profile, seed)


@pytest.mark.parametrize("profile", Profile)
def test_none_sweeps_nothing(profile):
    assert swept("none", profile) == []


@pytest.mark.parametrize("profile", [Profile.QUICK, Profile.STANDARD])
@pytest.mark.parametrize("kind", ["some", "benign", "hostile"])
def test_a_sweep_is_not_empty_and_never_straight(kind, profile):
    found = swept(kind, profile)
    assert found
    assert all(schedule.actions for schedule in found)
    assert len(found) == len(set(found))
    assert all(schedule.benign == (kind != "hostile") for schedule in found)


@pytest.mark.parametrize("kind", ["some", "benign", "hostile"])
def test_the_seed_alone_decides_the_sample(kind):
    assert swept(kind, seed="1") == swept(kind, seed="1")
    assert swept(kind, seed="1") != swept(kind, seed="2")


def test_the_thinnest_cut_is_in_every_benign_sample():
    assert all(swept("benign", seed=str(number))[0] == parse("cut(1)") for number in range(9))


@pytest.mark.parametrize(("kind", "size"), [("some", 2), ("benign", 8), ("hostile", 10)])
def test_a_sample_has_its_size_and_holds_places_and_general_schedules(kind, size):
    for seed in range(9):
        found = swept(kind, seed=str(seed))
        assert len(found) == size
        placed = ["#" in str(schedule) for schedule in found]
        assert any(placed)
        assert not all(placed)


def test_a_thorough_profile_contains_the_quicker_one():
    for kind in ("benign", "hostile"):
        quick, standard = (set(swept(kind, profile)) for profile in (Profile.QUICK, Profile.STANDARD))
        assert quick < standard


def test_every_schedule_of_every_family_reads_back():
    family = [*benign(LAYOUT, Profile.STANDARD), *hostile(LAYOUT, SERVER, Profile.STANDARD)]
    assert len(family) > 250
    assert all(parse(str(schedule)) == schedule for schedule in family)
    assert [each.names_a_place for each in family] == ["#" in str(each) for each in family]


def test_only_the_incoming_lane_is_damaged():
    actions = [
        action for schedule in hostile(LAYOUT, SERVER, Profile.STANDARD) for action in schedule.actions
    ]
    assert {action.lane for action in actions} == {SERVER}


def test_every_record_is_dropped_repeated_flipped_and_preceded_by_every_stray():
    actions = [
        action for schedule in hostile(LAYOUT, SERVER, Profile.STANDARD) for action in schedule.actions
    ]
    for name in ("Drop", "Repeat", "Flip", "Insert"):
        assert {a.record for a in actions if type(a).__name__ == name} == {0, 1, 2, 3}
    assert {(a.record, a.other) for a in actions if isinstance(a, Swap)} == {(0, 1), (1, 2), (2, 3)}
    assert {a.data for a in actions if isinstance(a, Insert) and a.record == 2} == set(STRAYS.values())


def test_flips_stay_inside_their_record():
    flips = [a for s in hostile(LAYOUT, SERVER, Profile.EXHAUSTIVE) for a in s.actions if isinstance(a, Flip)]
    assert {f.byte for f in flips if f.record == 1} == set(range(6))
    assert all(-LAYOUT[SERVER][f.record] <= f.byte < LAYOUT[SERVER][f.record] for f in flips)


def test_the_lane_ends_at_every_place_said_and_unsaid():
    ends = [a for s in hostile(LAYOUT, SERVER, Profile.STANDARD) for a in s.actions if isinstance(a, End)]
    expected = set(places(LAYOUT[SERVER], Profile.STANDARD))
    assert {a.at for a in ends if a.eof} == {a.at for a in ends if not a.eof} == expected


def test_exhaustive_places_are_every_offset_but_the_first():
    lengths = (7, 5, 9)
    starts = [0, 7, 12, 21]
    offsets = [place.resolve(starts) for place in places(lengths, Profile.EXHAUSTIVE)]
    assert offsets == list(range(1, 21))


def test_standard_places_are_inside_the_lane_and_around_every_boundary():
    lengths = (100, 6, 40)
    starts = [0, 100, 106, 146]
    offsets = {place.resolve(starts) for place in places(lengths, Profile.STANDARD)}
    assert {1, 3, 4, 5, 99, 100, 101, 105, 106, 107, 111} <= offsets
    assert offsets <= set(range(1, 146))


def test_a_cut_is_made_on_both_lanes():
    cuts = [a for s in benign(LAYOUT, Profile.STANDARD) for a in s.actions if isinstance(a, Cut)]
    assert {cut.lane for cut in cuts} == set(Role)
    assert Cut(SERVER, Place(0, 3)) in cuts


def test_pieces_that_cost_more_than_they_show_are_left_out():
    huge = {Role.CLIENT: (16401,) * 10, Role.SERVER: (100,)}
    schedules = list(benign(huge, Profile.STANDARD))
    assert parse("cut(1)") not in schedules
    assert parse("cut(255)") in schedules
