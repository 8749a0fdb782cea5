"""The watchdog of a campaign counts what a child had the chance to use."""

import pytest

from harness.fuzz.vigil import _TICK, Vigil


class _Process:
    """What /proc would say, and the clock."""

    def __init__(self, monkeypatch, path):
        self.path, self.now = path, 100.0
        self.is_in("R", 0.0)
        monkeypatch.setattr("harness.fuzz.vigil.time.monotonic", lambda: self.now)
        self.vigil = Vigil(1)
        monkeypatch.setattr(self.vigil, "_stat", path)
        self.vigil.begin()

    def is_in(self, state, ran):
        ticks = int(ran * _TICK)
        self.path.write_text(f"1 (a ) name) {state} " + "0 " * 10 + f"{ticks} 0 " + "0 " * 30)


@pytest.fixture
def process(monkeypatch, tmp_path):
    return _Process(monkeypatch, tmp_path / "stat")


@pytest.mark.parametrize(
    ("state", "ran", "counted"),
    [
        ("R", 0.0, 0.0),
        ("R", 2.0, 2.0),
        ("R", 90.0, 30.0),
        ("D", 0.0, 0.0),
        ("S", 0.0, 30.0),
        ("T", 1.0, 30.0),
    ],
)
def test_only_what_it_could_use_counts_unless_it_sleeps(process, state, ran, counted):
    process.now += 30
    process.is_in(state, ran)
    assert process.vigil.go_on() == pytest.approx(counted)


def test_the_sum_grows_until_it_shows_life(process):
    for ran in (1.0, 2.0):
        process.now += 5
        process.is_in("R", ran)
        process.vigil.go_on()
    assert process.vigil.seconds == pytest.approx(2.0)
    process.vigil.begin()
    assert process.vigil.seconds == 0


def test_without_proc_the_clock_counts(process):
    process.path.unlink()
    process.now += 7
    assert process.vigil.go_on() == pytest.approx(7)
