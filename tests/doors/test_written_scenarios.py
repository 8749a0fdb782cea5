"""A scenario in a file of its own: replayed, explained, and promoted into the catalogue."""

import pytest

from harness.written import Written

WRITTEN = Written(
    page="A cut wire raises, whatever the pieces.",
    requires=("doc:2:truncation",),
    steps=("handshake(subject, peer)", "peer.cuts_wire()", "subject.reads(100).raises(RAGGED_EOF)"),
    roles="client",
    tls="1.3",
    peers="honest",
    schedule="cut(7)",
    seed=3,
)
CELL = "find.toml[{}:bio:client:1.3:honest:cut(7)]#3"


@pytest.fixture
def find(here):
    (here / "find.toml").write_text(WRITTEN.as_text(), encoding="ascii")
    return "find.toml"


def test_it_is_replayed_under_its_schedule(run_main, catalogue, find, broken):
    options = ("--catalogue", catalogue, "--jobs", "1")
    assert run_main("replay", find, *options)[:2] == (0, f"pass (strict)  {CELL.format('stdlib')}\n")
    code, out, _ = run_main("replay", find, *options, "--implementation", broken)
    assert code == 1
    assert out.startswith(f"fail  {CELL.format(broken)}\n    step 3:")
    assert run_main("replay", CELL.format("stdlib"), *options)[0] == 0


def test_the_implementation_it_was_found_on_is_the_default(run_main, catalogue, here, broken):
    found = Written(**{**vars(WRITTEN), "found": {"implementation": broken}})
    (here / "find.toml").write_text(found.as_text(), encoding="ascii")
    code, out, _ = run_main("replay", "find.toml", "--catalogue", catalogue, "--jobs", "1")
    assert code == 1
    assert CELL.format(broken) in out


def test_it_is_explained(run_main, catalogue, find):
    code, out, _ = run_main("explain", find, "--catalogue", catalogue)
    assert code == 0
    for part in ("A cut wire raises", "schedule cut(7)", "3  subject read(100) raises ragged EOF"):
        assert part in out


def test_promoted_it_runs_with_the_others(run_main, conformance, catalogue, find, broken):
    folder = catalogue / "regressions"
    try:
        code, out, _ = run_main("promote", find, "--name", "cut_wire", "--catalogue", catalogue)
        assert code == 0
        assert "regressions/cut_wire is written" in out
        assert (folder / "cut_wire.toml").read_text(encoding="ascii") == WRITTEN.as_text()
        code, out, err = run_main("promote", find, "--name", "cut_wire", "--catalogue", catalogue)
        assert (code, out) == (2, "")
        assert "there is a scenario regressions/cut_wire already" in err
        assert conformance("--scenario", "regressions/*")[0] == 0
        code, out, _ = conformance("--scenario", "regressions/*", broken)
        assert code == 1
    finally:
        for file in folder.glob("*"):
            file.unlink()
        folder.rmdir()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("promote", "find.toml", "--name", "9 lives"), "'9 lives' is no name for a scenario"),
        (("promote", "nothing.toml"), "nothing.toml: No such file or directory"),
        (("replay", "nothing.toml"), "nothing.toml: No such file or directory"),
        (("replay", "find.toml", "--implementation", "no_such_module"), "no_such_module"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run_main, catalogue, find, arguments, why):
    code, out, err = run_main(*arguments, "--catalogue", catalogue)
    assert (code, out) == (2, "")
    assert why in err
    assert err.count("\n") == 1
