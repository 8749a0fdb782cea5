"""Files of lines: what a killed run leaves of them, compressed or not."""

from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.report.lines import LINES_A_BLOCK, LinesOut, lines_in, zstd

LINES = [
    b'{"line":%d,"text":"%s"}' % (number, bytes(64 + number % 26 for _ in range(99))) for number in range(60)
]


@pytest.fixture(params=["lines.jsonl", "lines.jsonl.zst"])
def path(request, tmp_path):
    return tmp_path / "deep" / request.param


def put(path, lines=LINES, **options):
    out = LinesOut(path, "lines", **options)
    for line in lines:
        out.write(line + b"\n")
    return out


def test_lines_come_back(path):
    put(path).close()
    assert list(lines_in(path)) == LINES


def test_what_is_compressed_is_known_by_its_first_bytes(tmp_path):
    put(tmp_path / "a.zst").close()
    (tmp_path / "a.zst").rename(tmp_path / "a.jsonl")
    assert list(lines_in(tmp_path / "a.jsonl")) == LINES
    assert (tmp_path / "a.jsonl").stat().st_size < sum(map(len, LINES)) / 5


def test_a_killed_run_leaves_whole_lines(path):
    """Nothing is ended or closed; the lines of the last block at most are not there."""
    out = put(path, LINES[:50])
    kept = 50 - 50 % LINES_A_BLOCK if path.suffix == ".zst" else 50
    assert list(lines_in(path)) == LINES[:kept]
    assert out.kept == kept
    out.close()


def test_a_compressed_file_cut_off_anywhere_yields_the_whole_lines_before(tmp_path):
    path = tmp_path / "lines.zst"
    put(path).close()
    data, seen = path.read_bytes(), []
    for cut in range(len(data), 3, -1):
        path.write_bytes(data[:cut])
        seen.append(len(read := list(lines_in(path))))
        assert read == LINES[: len(read)]
    assert seen == sorted(seen, reverse=True)
    assert (seen[0], seen[-1]) == (len(LINES), 0)
    assert {1, *range(LINES_A_BLOCK, len(LINES), LINES_A_BLOCK)} <= set(seen)


def test_frames_behind_each_other_are_one_file(tmp_path):
    parts = [zstd.compress(b"one\ntw"), zstd.compress(b""), zstd.compress(b"o\nthree")]
    (tmp_path / "f").write_bytes(b"".join(parts))
    assert list(lines_in(tmp_path / "f")) == [b"one", b"two", b"three"]


def test_damaged_data_is_told(tmp_path):
    path = tmp_path / "lines.zst"
    put(path).close()
    data = bytearray(path.read_bytes())
    data[4:] = bytes(each ^ 0x5A for each in data[4:])
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"cannot read results from .*: the compressed data is damaged"):
        list(lines_in(path))


def test_the_file_before_stays_until_the_new_one_is_settled(path):
    put(path).close()
    out = put(path, [b"new"], beside=True)
    assert list(lines_in(path)) == LINES
    out.settle()
    assert list(lines_in(path)) == [b"new"]
    out.write(b"more\n")
    out.close()
    assert list(lines_in(path)) == [b"new", b"more"]
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_was_not_settled_leaves_no_trace(path):
    put(path).close()
    put(path, [b"new"], beside=True).close()
    assert list(lines_in(path)) == LINES
    assert list(path.parent.iterdir()) == [path]


def test_a_device_is_never_replaced():
    out = LinesOut(Path("/dev/null"), "lines", beside=True)
    out.write(b"x\n")
    out.settle()
    out.close()
    assert not Path("/dev/null.new").exists()
