"""Proposed entries: few and narrow globs, in a stable order, which excuse exactly what failed."""

from dataclasses import replace

import pytest

from harness.errors import UsageError
from harness.events import CellFinished, CellResult
from harness.names import Role, Tls, Verdict
from harness.run.cell import Cell, cell_of
from harness.run.known import KnownFailure, KnownFailures, read_known
from harness.run.proposing import Proposals, cover, write_proposals

DRIVERS = ("bio", "socket", "socket-nonblocking", "asyncio-streams", "asyncio-protocol")
PLACES = {
    (driver, role, tls) for driver in DRIVERS for role in ("client", "server") for tls in ("1.2", "1.3")
}


def among(**words):
    at = {"driver": 0, "role": 1, "tls": 2}
    return {place for place in PLACES if all(place[at[name]] in words[name] for name in words)}


@pytest.mark.parametrize(
    ("failing", "shapes"),
    [
        (PLACES, [("*", "*", "*")]),
        (among(role=["client"]), [("*", "client", "*")]),
        (among(tls=["1.3"], driver=["bio"]), [("bio", "*", "1.3")]),
        (among(driver=["socket", "socket-nonblocking"]), [("socket*", "*", "*")]),
        (among(driver=["asyncio-streams", "asyncio-protocol"], tls=["1.2"]), [("asyncio-*", "*", "1.2")]),
        (among(driver=["asyncio-streams"]), [("asyncio-streams", "*", "*")]),
        (
            among(role=["client"]) | among(driver=["bio"], tls=["1.2"]),
            [("*", "client", "*"), ("bio", "*", "1.2")],
        ),
    ],
)
def test_a_cover_is_small_and_meets_nothing_that_passes(failing, shapes):
    assert cover(failing, PLACES - failing) == shapes


def test_what_was_not_tried_may_be_left_open():
    assert cover({("bio", "client", "1.3")}, ()) == [("*", "*", "*")]


# -- from results


def result(
    scenario, driver="bio", role="client", tls="1.3", schedule="straight", implementation="lib", **changes
):
    cell = Cell(scenario, implementation, driver, Role(role), Tls(tls), "tlslite", schedule)
    values = {
        "requirements": ("doc:1:one",), "verdict": Verdict.FAIL, "requirement": "doc:1:one",
        "origin": "open: it forgets", "reason": "it forgot", **changes,
    }  # fmt: skip
    return CellResult(cell=cell.name, **vars(cell), **values)


def passed(scenario, **words):
    return result(scenario, verdict=Verdict.PASS, origin="", reason="", **words)


def entries(*results, known=None):
    proposals = Proposals(known or KnownFailures())
    for each in results:
        proposals(CellFinished(each))
    return proposals.entries


def test_scenarios_that_begin_alike_share_an_entry():
    failing = [result(f"theme/a_cut_{where}") for where in ("early", "late", "in_between")]
    (entry,) = entries(*failing, passed("theme/b"))
    assert entry.cells == "theme/a_*[lib:*]#*"
    assert (entry.origin, entry.clause, entry.came, entry.count) == (
        "open: it forgets",
        "doc:1:one",
        "it forgot",
        3,
    )
    found = entries(*failing, passed("theme/a_cut_elsewhere"))
    assert [each.cells for each in found] == [
        "theme/a_cut_early[lib:*]#*", "theme/a_cut_in_between[lib:*]#*", "theme/a_cut_late[lib:*]#*",
    ]  # fmt: skip


def test_one_origin_and_clause_is_one_group():
    one, other = result("theme/a"), result("theme/b", requirement="doc:2:other")
    assert [each.clause for each in entries(one, other)] == ["doc:1:one", "doc:2:other"]
    other = result("theme/b", origin="open: it lies")
    assert [each.origin for each in entries(one, other)] == ["open: it forgets", "open: it lies"]


def test_what_passes_narrows_and_what_is_unsupported_does_not():
    failing = [
        result("theme/a", tls=tls, role=role) for role in ("client", "server") for tls in ("1.2", "1.3")
    ]
    others = [passed("theme/a", driver="socket"), replace(passed("theme/a", driver="socket", role="server"))]
    assert entries(*failing, *others)[0].cells == "theme/a[lib:bio:*]#*"
    away = [replace(each, verdict=Verdict.UNSUPPORTED) for each in others]
    assert entries(*failing, *away)[0].cells == "theme/a[lib:*]#*"


def test_the_plainest_cell_is_the_evidence():
    swept = result("theme/a", schedule="cut(1)")
    (entry,) = entries(swept, result("theme/a", tls="1.2"))
    assert entry.evidence == "theme/a[lib:bio:client:1.2:tlslite:straight]#0"


def test_only_the_unexpected_is_proposed_and_all_of_it():
    behind = (("doc:2:other", "open: more", "and more"), ("doc:1:one", "open: known", "as ever"))
    known = KnownFailures([KnownFailure("*", "r", "c", "open: known")])
    found = entries(result("theme/a", others=behind), result("theme/b", known="excused"), known=known)
    assert [(each.origin, each.came) for each in found] == [
        ("open: it forgets", "it forgot"), ("open: more", "and more"),
    ]  # fmt: skip


# -- the file


def test_what_is_written_reads_back_when_its_reason_is_there_and_excuses_all(tmp_path):
    file = tmp_path / "deep" / "k.toml"
    failing = [
        result("theme/a", implementation="./lib/own.py", reason="it said\n[this]", origin='open: "x" [y = *'),
        result("theme/b", implementation="./lib/own.py", tls="1.2"),
    ]
    write_proposals(file, entries(*failing, passed("theme/b", implementation="./lib/own.py")))
    with pytest.raises(UsageError, match=r"k\.toml:2: an entry needs its reason"):
        read_known(file)
    assert "# 1 cell: it said [this]\n" in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace('reason = ""', 'reason = "r"'), encoding="utf-8")
    known = KnownFailures(read_known(file))
    assert [known.weigh(each).known for each in failing] == ["r", "r"]
    elsewhere = replace(failing[0], implementation="own.py", cell=failing[0].cell.replace("./lib/", ""))
    assert known.weigh(elsewhere).known == "r"
    assert known.stale() == []
    assert cell_of(failing[0]).name == failing[0].cell


def test_the_order_is_that_of_the_cells_and_what_stood_there_stays(tmp_path):
    file = tmp_path / "k.toml"
    file.write_text("# mine\n\n[[known]]\ncells = 'z'\nreason = 'r'\nclause = 'c'\n", encoding="utf-8")
    failing = [result("theme/b"), result("other/a"), result("theme/c", origin="open: it lies")]
    write_proposals(file, entries(*failing))
    once = file.read_text(encoding="utf-8")
    assert once.startswith(
        "# mine\n\n[[known]]\ncells = 'z'\nreason = 'r'\nclause = 'c'\n\n# 1 cell: it forgot\n"
    )
    file.write_text("# mine\n\n[[known]]\ncells = 'z'\nreason = 'r'\nclause = 'c'\n", encoding="utf-8")
    write_proposals(file, entries(*reversed(failing)))
    assert file.read_text(encoding="utf-8") == once
    cells = [line for line in once.splitlines() if line.startswith("cells")]
    assert cells[1:] == sorted(cells[1:])


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot write known failures to .*file/k.toml: "):
        write_proposals(tmp_path / "file" / "k.toml", [])
