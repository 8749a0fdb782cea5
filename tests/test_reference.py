"""The generated reference has everything there is, and says it in Markdown that is safe."""

from pathlib import Path

import pytest

from docs.reference import anchor, pages, prose
from harness.cli import COMMANDS
from harness.collection import collect
from harness.rules import RULES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def made():
    return dict(pages())


@pytest.fixture(scope="module")
def whole():
    return collect(ROOT / "scenarios")


def test_every_scenario_has_its_place(made, whole):
    for scenario in whole.scenarios.values():
        page = made[f"reference/scenarios/{scenario.theme}.md"]
        assert f"## {scenario.name.partition('/')[2]} {{#{anchor(scenario.name)}}}\n" in page
        assert prose(scenario.page) in page
    assert f"{len(whole.scenarios)} scenarios" in made["reference/scenarios/index.md"]


def test_every_requirement_has_its_place_and_a_hole_its_reason(made, whole):
    covered = whole.coverage()
    for name, requirement in whole.requirements.items():
        page = made[f"reference/requirements/{name.partition(':')[0]}.md"]
        section = page.partition(f"{{#{anchor(name)}}}\n")[2].partition("\n## ")[0]
        assert prose(requirement.text) in section
        assert ("Proved by" in section) is bool(covered[name])
        assert covered[name] or prose(requirement.why or "") in section


def test_no_two_headings_of_a_page_share_an_anchor(made):
    for path, page in made.items():
        anchors = [
            line.rpartition("{#")[2] for line in page.splitlines() if line.startswith("## ") and "{#" in line
        ]
        assert len(anchors) == len(set(anchors)), path


def test_commands_rules_and_messages_are_all_there(made):
    assert all(f"## tls-harness {name}\n" in made["reference/commands.md"] for name in COMMANDS)
    assert all(f"## {rule.name}\n" in made["reference/rules.md"] for rule in RULES)
    assert "| `flip(" in made["reference/schedules.md"]
    assert (
        "`cipher_suite`"
        in made["reference/messages.md"].partition("## server_hello\n")[2].partition("\n## ")[0]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain words", "plain words"),
        ("a*b_c [d] <e> | f\n  g", r"a\*b\_c \[d\] &lt;e&gt; \| f g"),
        ("call `a*b` now", "call `a*b` now"),
        ("a stray ` here*", r"a stray ' here\*"),
    ],
)
def test_prose_is_safe(text, told):
    assert prose(text) == told
