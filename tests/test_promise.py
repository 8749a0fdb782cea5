"""What was promised is there, or the CHANGELOG says that it is not any more."""

import pytest

from docs import promised


def test_nothing_promised_has_vanished_in_silence():
    gone = promised.vanished()
    assert not gone, f"promised, and gone without a word under Breaking in CHANGELOG.md: {gone}"


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """A list with one promise too many, and a CHANGELOG; returns a way to write the latter."""
    monkeypatch.setattr(promised, "FILE", tmp_path / "promise.txt")
    monkeypatch.setattr(promised, "present", lambda: {"scenario theme/stays", "exit code 0 OK"})
    lines = ("# head", "exit code 0 OK", "scenario theme/gone", "scenario theme/stays")
    (tmp_path / "promise.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("", encoding="utf-8")
    monkeypatch.setattr(promised, "ROOT", tmp_path)
    return (tmp_path / "CHANGELOG.md").write_text


def test_what_vanished_is_named_and_stays_on_the_list(moved):
    assert promised.vanished() == ["scenario theme/gone"]
    assert "scenario theme/gone\n" in promised.page()


@pytest.mark.parametrize(
    ("changelog", "told"),
    [
        ("## 2.0\n\n### Breaking\n- `theme/gone` is `theme/came`\n", True),
        ("## 2.0\n\n### Breaking\n- the scenario `theme/other` is gone\n", False),
        ("## 2.0\n\n### Breaking\n- nothing\n\n### Added\n- `theme/gone`\n", False),
    ],
)
def test_what_the_changelog_calls_breaking_may_go(moved, changelog, told):
    moved(changelog, encoding="utf-8")
    assert promised.vanished() == ([] if told else ["scenario theme/gone"])
    assert ("theme/gone" in promised.page()) is not told


def test_the_promise_is_about_all_it_should_be():
    kinds = {line.split()[0] for line in promised.present()}
    assert kinds == {"scenario", "requirement", "results", "verdict", "grade", "profile", "exit"}
    assert "results schema 1 run.digest" in promised.present()
    assert "results schema 1 cell.verdict" in promised.present()
    assert "exit code 3 FAULT" in promised.present()
