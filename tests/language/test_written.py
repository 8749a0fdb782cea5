"""A scenario in a file reads back as written, is collected as a regression, and faults name the file."""

import pytest

from harness.collection import collect
from harness.errors import ScenarioError
from harness.names import Role, Side, Tls
from harness.scenario import Actor, handshake
from harness.written import Written, read_written
from tests.conftest import write_catalogue

WRITTEN = Written(
    page="Half a header is no header.",
    requires=("doc:1:one",),
    steps=("handshake(subject, peer)", "peer.writes(b'\\xff\"hello')", "subject.reads(100)"),
    roles="client",
    tls="1.3",
    schedule="cut(1)",
    seed=7,
    found={"implementation": "stdlib", "told": "pi is π"},
)


def test_it_reads_back(tmp_path):
    file = tmp_path / "it.toml"
    file.write_text(WRITTEN.as_text(), encoding="ascii")
    again = read_written(file)
    assert again == WRITTEN
    assert again.found == {"implementation": "stdlib", "told": "pi is \\u03c0"}


def test_as_a_scenario_it_has_its_words_steps_and_schedule():
    scenario = WRITTEN.scenario("regressions/it", "it.toml")
    assert (scenario.roles, scenario.tls, scenario.drivers) == ((Role.CLIENT,), (Tls.V13,), ("bio",))
    assert scenario.schedules == ("cut(1)",)
    subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
    assert scenario.steps(Role.CLIENT) == [
        handshake(subject, peer),
        peer.writes(b'\xff"hello'),
        subject.reads(100),
    ]


def test_regressions_are_scenarios_of_the_catalogue(tmp_path):
    folder = write_catalogue(tmp_path / "scenarios")
    before = collect(folder).digest
    (folder / "regressions").mkdir()
    (folder / "regressions" / "it.toml").write_text(WRITTEN.as_text(), encoding="ascii")
    catalogue = collect(folder)
    assert list(catalogue.scenarios) == ["regressions/it"]
    assert catalogue.digest != before


GOOD = 'page = "p"\nrequires = ["doc:1:one"]\nsteps = ["subject.pends()"]\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("page = 'p", "Expected"),
        ('page = "p"\nrequires = []\n', "it lacks steps"),
        (GOOD + "color = 3\n", "it has no place for color"),
        (GOOD + "seed = -1\n", "seed is not a number"),
        (GOOD + "roles = 3\n", "roles is not a text"),
        (GOOD + "found = 3\n", "found is not a table of texts"),
        (GOOD.replace('["subject.pends()"]', '"subject.pends()"'), "steps is not a list of texts"),
        (GOOD + 'roles = "king"\n', "'king' is not a valid Role"),
        (GOOD + 'schedule = "shred"\n', "shred"),
        ("page = '\udcff'", "can't decode"),
    ],
)
def test_a_fault_names_the_file(tmp_path, text, why):
    file = tmp_path / "it.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ScenarioError) as told:
        read_written(file)
    assert str(told.value).startswith(f"{file}: ")
    assert why in str(told.value)


def test_a_regression_with_a_wrong_step_stops_the_collection(tmp_path):
    folder = write_catalogue(tmp_path / "scenarios")
    (folder / "regressions").mkdir()
    file = folder / "regressions" / "it.toml"
    file.write_text(GOOD.replace("pends", "dances"), encoding="ascii")
    with pytest.raises(ScenarioError, match=r"it\.toml.*step 1.*Actor has no 'dances'"):
        collect(folder)
