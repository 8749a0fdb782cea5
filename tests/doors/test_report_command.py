"""`tls-harness report`: a site from results, safe whatever stands in them, in a folder of its own."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from harness.events import CellFinished, CellsPlanned, RunFinished, RunStarted
from harness.names import Verdict
from harness.report.results import ResultsFile
from harness.site.folder import MANIFEST

PAGES = ("index.html", "cells.html", "cell.html", "requirements.html")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def write(here):
    """Write a results file of these results, complete unless told otherwise."""

    def write(name, results, digest="d", *, whole=True, facts=None):
        file = ResultsFile(here / name, "1")
        file(RunStarted(facts or {}, "quick", 0, digest))
        file(CellsPlanned(len(results)))
        for result in results:
            file(CellFinished(result))
        if whole:
            file(RunFinished(len(results)))
        file.close()
        return here / name

    return write


@pytest.fixture
def report(run_main, catalogue, here):
    """Make a site in `site`; returns (exit code, stdout, stderr)."""

    def run(*arguments):
        return run_main("report", "--catalogue", catalogue, "-o", here / "site", "--jobs", "1", *arguments)

    return run


@pytest.fixture
def found(broken, conformance, here):
    """The results file of a run with findings."""
    code, _, _ = conformance(broken, "--driver", "bio", "--results", "results.jsonl")
    assert code == 1
    return here / "results.jsonl"


def data(here, name):
    """What a script of the site defines."""
    _, _, told = (here / "site" / name).read_text().partition("=window.harness||{}).")
    return json.loads(told.partition("=")[2].partition(";\n")[0])


def picture(here):
    """What is told of the only failing cell that was developed first."""
    pictures = sorted((here / "site" / "pictures").glob("*.js"))
    assert pictures
    return [data(here, f"pictures/{path.name}") for path in pictures]


class Tags(HTMLParser):
    """Every element of a page, and the addresses it links to."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.links = []
        self.ids = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.elements.append(tag)
        self.links += [value for name, value in told.items() if name in ("href", "src")]
        self.ids.add(told.get("id"))


def tags(here, page):
    return Tags((here / "site" / page).read_text())


def test_a_site_is_made_and_every_link_leads_somewhere(report, found, here):
    code, out, _ = report(found)
    assert code == 0
    assert "site/index.html" in out
    for page in PAGES:
        read = tags(here, page)
        for link in read.links:
            file, _, fragment = link.partition("#")
            if link == "data:,":
                continue
            assert (here / "site" / (file or page)).is_file(), link
            if file in ("", "requirements.html") and fragment:
                assert unquote(fragment) in tags(here, file or page).ids, link


def test_a_failing_cell_has_its_picture_its_account_and_its_capture(report, found, here):
    report(found)
    straight = next(each for each in picture(here) if ":straight]" in each["cell"])
    assert straight["did"] == "subject read(100)"
    assert straight["expected"] == "raises ragged EOF"
    assert straight["came"] == "b''"
    assert straight["reached"][1] == "it had been told that the wire had ended"
    assert straight["agrees"] is True
    assert straight["svg"].count("failing") >= 3
    assert "client_hello" in straight["svg"]
    assert (here / "site" / straight["capture"]).read_bytes()[:4] == bytes.fromhex("0a0d0d0a")


def test_cells_are_told_column_by_column(report, found, here):
    report(found)
    table = data(here, "data/cells.js")
    names = table["texts"]["scenario"]
    rows = [names[number] for number in table["columns"]["scenario"]]
    recorded = [json.loads(line) for line in found.read_text().splitlines()[1:-1]]
    assert rows == [cell["scenario"] for cell in recorded]
    fates = [table["fates"][number] for number in table["columns"]["fate"]]
    assert fates == ["passed" if cell["verdict"] == "pass" else "failed" for cell in recorded]
    assert {len(column) for column in table["columns"].values()} == {len(rows)}


def test_no_picture_says_why(report, make_result, write, here):
    lost = make_result(
        scenario="talk/notices_the_cut", verdict=Verdict.CRASH, origin="any: crash", reason="gone"
    )
    gone = make_result(scenario="talk/no_more", verdict=Verdict.FAIL, origin="a", reason="b")
    missing = make_result(implementation="no_such_module", verdict=Verdict.FAIL, origin="c", reason="d")
    sound = make_result(verdict=Verdict.FAIL, origin="e", reason="f")
    report(write("r.jsonl", [lost, gone, missing, sound]))
    told = {each["cell"]: each for each in picture(here)}
    assert "the process was lost" in told[lost.cell]["why"]
    assert "no such scenario" in told[gone.cell]["why"]
    assert "there is no implementation 'no_such_module'" in told[missing.cell]["why"]
    assert told[sound.cell]["agrees"] is False
    assert told[sound.cell]["verdict"] == "pass"


def test_whatever_is_written_in_results_is_only_text(report, make_result, write, here):
    hostile = make_result(
        implementation=HOSTILE,
        scenario=f"talk/{HOSTILE}",
        verdict=Verdict.FAIL,
        requirement=f"doc:{HOSTILE}",
        origin=f"{HOSTILE}\"'`",
        reason="\ud800 \x00 ]]> &lt; \u2028 " + HOSTILE,
        details=(HOSTILE,),
        others=((HOSTILE, HOSTILE, HOSTILE),),
    )
    known = make_result(
        implementation=HOSTILE, verdict=Verdict.FAIL, known=HOSTILE, origin=HOSTILE, reason=HOSTILE
    )
    results = write("r.jsonl", [hostile, known], facts={HOSTILE: {"library": HOSTILE, "python": "\udcff"}})
    code, out, _ = report(results, "--markdown", "--against", write("b.jsonl", [known]))
    assert code == 0
    assert HOSTILE not in re.sub(r"(`+).*?\1(?!`)", "", out)  # code is shown as it is
    for page in (*PAGES, "compare.html"):
        read = tags(here, page)
        text = (here / "site" / page).read_text(encoding="utf-8")
        assert HOSTILE not in text
        ours = [link for link in read.links if re.fullmatch(r"(assets|data)/[a-z]+\.js", link)]
        assert read.elements.count("script") == len(ours)
    for script in (here / "site").rglob("*.js"):
        if script.parent.name != "assets":
            assert "<" not in script.read_text(encoding="ascii")


def test_hostile_names_stay_out_of_markdown(report, make_result, write):
    told = "@team [x](http://evil) ![x](y) `code` | cell\n# head"
    results = write(
        "r.jsonl", [make_result(verdict=Verdict.FAIL, origin=told, reason="r", requirement="<b>")]
    )
    _, out, _ = report(results, "--markdown", "--pictures", "0")
    line = next(line for line in out.splitlines() if "evil" in line and "replay" not in line)
    assert "&#64;team" in line
    assert "\\[x\\](http://evil)" in line
    assert "\\<b\\>" in line
    assert "\\# head" in line


def test_a_summary_is_appended_to_the_job_summary(report, found, here, monkeypatch):
    (here / "summary.md").write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    _, out, err = report(found, "--markdown")
    told = (here / "summary.md").read_text(encoding="utf-8")
    assert told.startswith("before\n### tls-harness: 1 finding in ")
    assert told.removeprefix("before\n") in out
    assert "tls-harness replay" in out
    assert "site:" in err
    assert len(out) < 4000


def test_the_comparison_page_tells_what_got_worse(report, make_result, write, here):
    good, bad = make_result(), make_result(verdict=Verdict.FAIL, origin="open: cut", reason="it was cut")
    _, out, _ = report(write("after.jsonl", [bad]), "--against", write("before.jsonl", [good]), "--markdown")
    page = (here / "site" / "compare.html").read_text(encoding="utf-8")
    assert "Something got worse" in page
    assert "open: cut" in page
    assert "something got worse" in out
    assert 'href="compare.html"' in (here / "site" / "index.html").read_text(encoding="utf-8")


def test_findings_are_sarif_with_the_scenario_as_their_place(report, found, here, catalogue):
    report(found)
    log = json.loads((here / "site" / "findings.sarif").read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "scenarios/talk.py"
    source = (catalogue / "talk.py").read_text(encoding="utf-8").splitlines()
    assert source[place["region"]["startLine"] - 1].startswith('@scenario("doc:2:truncation"')
    assert result["ruleId"] == "doc:2:truncation"
    assert result["level"] == "warning"
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["doc:2:truncation"]["shortDescription"]["text"] == "A cut wire is told."


def test_known_failures_are_suppressed_results(report, make_result, write, here):
    report(write("r.jsonl", [make_result(verdict=Verdict.FAIL, known="as ever", origin="o", reason="r")]))
    log = json.loads((here / "site" / "findings.sarif").read_text(encoding="utf-8"))
    (result,) = log["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "as ever"}]


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([Verdict.PASS, Verdict.PASS], "2 passed"),
        ([Verdict.PASS, Verdict.FAIL], "1 of 2 failed"),
        ([Verdict.UNSUPPORTED], "nothing tested"),
    ],
)
def test_a_badge_says_how_it_went(report, make_result, write, here, verdicts, told):
    results = [make_result(verdict=verdict, seed=seed) for seed, verdict in enumerate(verdicts)]
    report(write("r.jsonl", results), "--pictures", "0")
    assert f"<title>tls-harness: {told}</title>" in (here / "site" / "badge.svg").read_text(encoding="utf-8")


def test_requirements_show_their_holes(report, found, here):
    report(found)
    page = (here / "site" / "requirements.html").read_text(encoding="utf-8")
    assert 'id="doc:3:weather" data-state="out of scope"' in page
    assert "Why: nobody can see it from here" in page
    assert 'id="doc:4:silence" data-state="uncovered"' in page
    assert 'id="doc:1:bytes" data-state="covered"' in page


# -- what is not ours, and what does not read


def test_a_folder_of_somebody_else_is_left_alone(report, found, here):
    (here / "site").mkdir()
    (here / "site" / "thesis.tex").write_text("years of work", encoding="utf-8")
    code, _, err = report(found)
    assert code == 2
    assert "holds files of somebody else" in err
    assert [path.name for path in (here / "site").iterdir()] == ["thesis.tex"]


def test_the_next_site_takes_the_place_of_the_last_and_nothing_else(report, found, make_result, write, here):
    report(found)
    before = {path.name for path in (here / "site" / "pictures").iterdir()}
    (here / "site" / "notes.txt").write_text("mine", encoding="utf-8")
    code, _, _ = report(write("good.jsonl", [make_result()]))
    assert code == 0
    assert before
    assert not (here / "site" / "pictures").exists()
    assert (here / "site" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_came_to_stand_where_ours_would_is_not_replaced(report, found, make_result, write, here):
    report(write("good.jsonl", [make_result()]))
    (here / "site" / "compare.html").write_text("mine", encoding="utf-8")
    before = (here / "site" / "index.html").read_bytes()
    code, _, err = report(found, "--against", found)
    assert code == 2
    assert "was not written by tls-harness" in err
    assert (here / "site" / "compare.html").read_text(encoding="utf-8") == "mine"
    assert (here / "site" / "index.html").read_bytes() == before


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/hostname", ""])
def test_a_manifest_that_leads_outside_is_not_followed(report, found, here, name):
    (here / "outside.txt").write_text("mine", encoding="utf-8")
    (here / "site").mkdir()
    (here / "site" / MANIFEST).write_text(json.dumps({"schema": 1, "files": [name]}), encoding="utf-8")
    code, _, err = report(found)
    assert code == 2
    assert "lies outside" in err
    assert (here / "outside.txt").exists()


def test_a_link_in_a_site_is_not_followed(report, found, here):
    report(found)
    elsewhere = here / "elsewhere"
    (here / "site" / "pictures").rename(elsewhere)
    (here / "site" / "pictures").symlink_to(elsewhere)
    code, _, err = report(found)
    assert code == 2
    assert "has become a link" in err
    assert any(elsewhere.iterdir())


def test_a_file_in_place_of_the_folder_is_told(report, found, here):
    (here / "site").write_text("mine", encoding="utf-8")
    code, _, err = report(found)
    assert code == 2
    assert "is no folder" in err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"schema":99,"kind":"run"}\n', "schema version 99"),
        (b"\xff\xfe\n", "not UTF-8"),
        (b"", "the file is empty"),
        (b'{"schema":1,"kind":"run","facts":{}}\n{"kind":"cell","cell":"x', "truncated"),
        (b'{"schema":1,"kind":"run","facts":{}}\n', "no cell in these results"),
    ],
)
def test_results_that_do_not_read_cost_no_site(report, here, content, told):
    (here / "r.jsonl").write_bytes(content)
    code, _, err = report("r.jsonl")
    assert code == 2
    assert told in err
    assert err.count("\n") == 1
    assert not (here / "site").exists()


def test_two_runs_of_one_cell_are_not_mixed(report, make_result, write, here):
    one, other = write("one.jsonl", [make_result()]), write("other.jsonl", [make_result()])
    code, _, err = report(one, other)
    assert code == 2
    assert "--against" in err
    assert not (here / "site").exists()


def test_runs_that_share_nothing_cannot_be_compared(report, make_result, write, here):
    one, other = write("one.jsonl", [make_result()]), write("other.jsonl", [make_result(seed=5)])
    code, _, err = report(one, "--against", other)
    assert code == 2
    assert "no cell in common" in err
    assert not (here / "site").exists()


def test_mixed_catalogues_and_runs_cut_short_are_told_on_the_page(report, make_result, write, here):
    one = write("one.jsonl", [make_result()], "d1", whole=False)
    other = write("other.jsonl", [make_result(seed=5)], "d2")
    assert report(one, other)[0] == 0
    page = (here / "site" / "index.html").read_text(encoding="utf-8")
    assert "of different catalogues" in page
    assert "one.jsonl: the run was killed before its end" in page
