"""The plan: the matrix of a scenario, and samples that the seed alone decides."""

from dataclasses import replace

import pytest

from harness.collection import collect
from harness.drivers import registry
from harness.errors import UsageError
from harness.names import Profile, Role, Tls
from harness.run.cell import Cell
from harness.run.plan import Request, chosen, drivers_of, straight_cells, swept_cells, written_cells
from harness.schedule import STRAIGHT, parse
from harness.written import Written
from tests.conftest import write_catalogue

LAYOUT = {Role.CLIENT: (200, 6, 58), Role.SERVER: (127, 6, 1000, 30)}


@pytest.fixture(scope="module")
def catalogue(catalogue_folder):
    return collect(catalogue_folder)


def cells(catalogue, **request):
    return list(straight_cells(catalogue, Request(**request)))


def test_everything_is_the_whole_matrix(catalogue):
    found = cells(catalogue)
    assert len(found) == len(set(found)) == 6 * 2 * 2 + 1
    assert {cell.schedule for cell in found} == {"straight"}
    assert found[0] == Cell("talk/answers", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest")


@pytest.mark.parametrize(
    ("request_", "count"),
    [
        ({"drivers": ("bio",)}, 5),
        ({"drivers": ("asyncio-streams",)}, 4),
        ({"roles": (Role.SERVER,)}, 12),
        ({"tls": (Tls.V12,)}, 12),
        ({"peers": ("tlslite",)}, 24),
        ({"peers": ("honest",)}, 25),
        ({"scenarios": ("talk/answers",)}, 1),
        ({"scenarios": ("*/greets", "talk/a*")}, 25),
        ({"implementations": ("stdlib", "other")}, 50),
        ({"drivers": ("bio",), "roles": (Role.SERVER,), "tls": (Tls.V12,)}, 1),
    ],
)
def test_a_request_narrows_the_matrix(catalogue, request_, count):
    assert len(cells(catalogue, **request_)) == count


def test_a_scenario_is_tried_with_the_first_peer_that_is_asked_for(catalogue):
    greets = {"scenarios": ("talk/greets",)}
    assert {cell.peer for cell in cells(catalogue, **greets)} == {"tlslite"}
    assert {cell.peer for cell in cells(catalogue, **greets, peers=("honest",))} == {"honest"}


def test_a_glob_that_names_nothing_is_refused(catalogue):
    with pytest.raises(UsageError, match=r"no scenario is called 'walk/\*'"):
        chosen(catalogue, Request(scenarios=("talk/*", "walk/*")))


def test_the_seed_is_in_every_cell(catalogue):
    assert {cell.seed for cell in cells(catalogue, seed=9)} == {9}


def test_drivers_without_a_call_are_left_out(tmp_path):
    text = """
        from harness.scenario import *

        @scenario("doc:1:one")
        def counts(subject, peer):
            '''Bytes that wait are counted; asyncio streams have no pending().'''
            return [handshake(subject, peer), subject.pends().gives(0)]
    """
    scenario = collect(write_catalogue(tmp_path / "s", theme=text)).scenarios["theme/counts"]
    found = drivers_of(scenario)
    assert "bio" in found
    assert not {"asyncio-streams", "asyncio-protocol"} & set(found)


def swept(catalogue, implementation="stdlib", **request):
    cell = Cell(
        "talk/greets", implementation, "bio", Role.CLIENT, Tls.V13, "honest", seed=request.get("seed", 0)
    )
    request = Request(**{"profile": Profile.QUICK, **request})
    hostile = replace(catalogue.scenarios["talk/greets"], sweep="hostile")
    return [each.schedule for each in swept_cells(cell, hostile, LAYOUT, request)]


def test_the_same_seed_makes_the_same_plan(catalogue):
    assert swept(catalogue, seed=3) == swept(catalogue, seed=3)
    assert cells(catalogue, seed=3) == cells(catalogue, seed=3)


def test_another_seed_makes_another_sample(catalogue):
    assert swept(catalogue, seed=3) != swept(catalogue, seed=4)


def test_two_implementations_are_tried_under_the_same_schedules(catalogue):
    assert swept(catalogue, seed=3) == swept(catalogue, "other", seed=3)


def test_settings_get_samples_of_their_own(catalogue):
    cell = Cell("talk/greets", "stdlib", "bio", Role.CLIENT, Tls.V13, "honest")
    scenario = replace(catalogue.scenarios["talk/greets"], sweep="benign")
    request = Request(profile=Profile.QUICK)
    others = [replace(cell, tls=Tls.V12), replace(cell, driver="socket"), replace(cell, peer="tlslite")]
    samples = [
        tuple(each.schedule for each in swept_cells(c, scenario, LAYOUT, request)) for c in (cell, *others)
    ]
    assert len(set(samples)) == len(samples)


def test_a_program_is_cut_in_few_pieces_all_its_connections_together(tmp_path):
    text = """
        from harness.scenario import *

        @scenario("doc:1:one")
        def once(subject, peer):
            '''Once.'''
            return [handshake(subject, peer)]

        @scenario("doc:1:one")
        def often(subject, peer):
            '''Many times.'''
            again = [reconnect(), handshake(subject, peer)]
            return [handshake(subject, peer), *again * 3000]
    """
    found = collect(write_catalogue(tmp_path / "s", theme=text)).scenarios
    scenarios = [replace(found[name], sweep="benign") for name in ("theme/once", "theme/often")]
    cell = Cell("theme/once", "program:it", "program", Role.CLIENT, Tls.V13, "honest")
    request = Request(profile=Profile.STANDARD)
    once, often = ({c.schedule for c in swept_cells(cell, each, LAYOUT, request)} for each in scenarios)
    assert "cut(1)" in once - often
    assert often


def test_a_schedule_asked_for_takes_the_place_of_the_sweeps(catalogue):
    assert swept(catalogue, schedule=parse("join+cut(3)")) == ["join+cut(3)"]
    assert swept(catalogue, schedule=STRAIGHT) == []


def test_the_subjects_incoming_lane_is_damaged(catalogue):
    assert all("server" in schedule for schedule in swept(catalogue))


def test_a_class_of_the_name_connection_makes_no_pyopenssl_of_a_module(tmp_path):
    module = tmp_path / "my_tls.py"
    module.write_text("from ssl import *\n\n\nclass Connection(SSLObject):\n    pass\n", encoding="utf-8")
    assert registry.suits("bio", str(module))
    assert not registry.suits("pyopenssl", str(module))


@pytest.mark.parametrize(
    ("drivers", "asked", "found"),
    [
        ("trio", (), ["trio"]),
        ("anyio-trio", (), ["anyio-trio"]),
        ("socket", (), ["socket"]),  # gevent's and eventlet's are like it, and for those who ask for them
        ("socket", ("gevent",), ["gevent"]),
        ("trio", ("bio",), []),
    ],
)
def test_a_file_asks_for_the_layer_that_it_names_and_for_no_other(drivers, asked, found):
    written = Written("A page.", ("a:clause",), ("handshake(subject, peer)",), drivers, "client", "1.3")
    assert [cell.driver for cell in written_cells(written, "file.toml", Request(drivers=asked))] == found
