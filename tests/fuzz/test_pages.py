"""The page on fuzzing is true: its example is a find, and its table says what guides each target."""

import re
from pathlib import Path

import pytest
from fuzzing import ONE_FIND

import harness
from harness.fuzz.campaign import replay
from harness.fuzz.finds import read_find
from harness.fuzz.target import NAMES
from harness.fuzz.terms import Terms

PAGE = (Path(harness.__file__).parents[1] / "docs" / "fuzzing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_guides_a_target(name):
    (guide,) = re.findall(rf"^\| `{name}` \| ((?:Python coverage|looks)[^|]*) \|", PAGE, re.MULTILINE)
    assert guide.startswith("Python coverage") == bool(NAMES[name])
    for package in NAMES[name]:
        assert f"`{package}`" in guide


@ONE_FIND
def test_the_example_is_a_find_of_two_steps(tmp_path):
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module, input_file = tmp_path / "my_tls.py", tmp_path / "input"
    module.write_text(program, encoding="utf-8")
    input_file.write_bytes(b"twelve bytes")
    summary = replay("client_hello", [input_file], Terms(str(module), finds=tmp_path / "f"), lambda _: None)
    (found,) = summary.finds
    assert f"client_hello: {found.key}\n" in PAGE
    assert f"    {found.told}\n" in PAGE
    assert read_find(found.path).steps == (
        "peer.sends_raw(bytes.fromhex('000000000000000000000000'))",
        "subject.handshakes().anything()",
    )
