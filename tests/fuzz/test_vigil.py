"""The watchdog of a campaign counts what a child had the chance to use."""

import pytest

from harness.fuzz.vigil import _TICK, Vigil


class _Process:
    """What /proc would say, and the clock."""

    def __init__(self, monkeypatch, path):
        self.path, self.now = path, 100.0
        for thread in (1, 2):
            (path / "task" / str(thread)).mkdir(parents=True)
        self.is_in("RS", 0.0)
        monkeypatch.setattr("harness.fuzz.vigil.time.monotonic", lambda: self.now)
        self.vigil = Vigil(1)
        monkeypatch.setattr(self.vigil, "_folder", path)
        self.vigil.begin()

    def is_in(self, states, ran):
        """Its two threads are in these states; the first is the one that a process is told by."""
        rest = "0 " * 10 + f"{int(ran * _TICK)} 0 " + "0 " * 30
        (self.path / "stat").write_text(f"1 (a ) name) {states[0]} {rest}")
        for thread, state in enumerate(states, 1):
            (self.path / "task" / str(thread) / "stat").write_text(f"{thread} (a ) name) {state} {rest}")


@pytest.fixture
def process(monkeypatch, tmp_path):
    return _Process(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("states", "ran", "counted"),
    [
        ("RS", 0.0, 0.0),
        ("RS", 2.0, 2.0),
        ("RS", 90.0, 30.0),
        ("SR", 2.0, 2.0),  # the first waits for the other, which waits for its turn
        ("DS", 0.0, 0.0),
        ("SS", 0.0, 30.0),
        ("TS", 1.0, 30.0),
    ],
)
def test_only_what_it_could_use_counts_unless_it_sleeps(process, states, ran, counted):
    process.now += 30
    process.is_in(states, ran)
    assert process.vigil.go_on() == pytest.approx(counted)


def test_the_sum_grows_until_it_shows_life(process):
    for ran in (1.0, 2.0):
        process.now += 5
        process.is_in("RS", ran)
        process.vigil.go_on()
    assert process.vigil.seconds == pytest.approx(2.0)
    process.vigil.begin()
    assert process.vigil.seconds == 0


def test_without_proc_the_clock_counts(process):
    (process.path / "stat").unlink()
    process.now += 7
    assert process.vigil.go_on() == pytest.approx(7)
