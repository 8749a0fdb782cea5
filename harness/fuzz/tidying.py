"""The parent's side of tidying finds: which child does it, and what is done about finds that kill one.

What a child survives it tidies itself (`harness.fuzz.tidy`). Every try at a crash or a hang costs a
process, so there are few.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from harness.fuzz.finds import REPEATS, REPEATS_NOT, SUFFIX
from harness.fuzz.minimise import smaller_bytes
from harness.fuzz.post import Death, Post
from harness.fuzz.target import Finding
from harness.fuzz.terms import Find
from harness.written import read_written

#: How many processes may be lost to make one crash small, or one hang.
MOST_CRASHES, MOST_HANGS = 48, 6
_HANG = "hang"


def tidy_all(post: Post) -> None:
    """Try every find that is new twice more and make it small; the files on disk are replaced one by one."""
    fresh = [find for find in post.summary.finds if find.fresh]
    for find in fresh:
        if _is_deadly(find):
            _tidy_deadly(post, find)
        else:
            order = replace(post.order, deed="tidy", loose=((find.key, find.execution),))
            death = post.watch(replace(order, files=(str(_input(post, find.data)),)))
            if death is not None:  # a candidate was deadlier than the find
                post.bury(death)


def _is_deadly(find: Find) -> bool:
    return find.key.startswith(_HANG) or (find.key.startswith("crash: ") and find.key != "crash: SystemExit")


def _input(post: Post, data: bytes) -> Path:
    path = post.scratch / "input"
    path.write_bytes(data)
    return path


def _tidy_deadly(post: Post, find: Find) -> None:
    deaths: list[Death] = []

    def keeps(data: bytes) -> bool:
        order = replace(post.order, deed="try", files=(str(_input(post, data)),))
        death = post.watch(order)
        if death is None or death.key != find.key:
            return False
        deaths.append(death)
        return True

    came = [keeps(find.data) for _ in range(2)]
    if not all(came):
        told = f"{REPEATS_NOT}: tried twice more, it came {sum(came)} times"
        _write(post, find, find.data, (), {"repeats": told})
        return
    _write(post, find, find.data, deaths[-1].words, {"repeats": REPEATS})
    small = smaller_bytes(find.data, keeps, MOST_HANGS if find.key.startswith(_HANG) else MOST_CRASHES)
    notes = {"repeats": REPEATS, "minimised": f"from {len(find.data)} bytes to {len(small)}"}
    _write(post, find, small, deaths[-1].words, notes)


def _write(post: Post, find: Find, data: bytes, words: tuple[str, ...], notes: dict[str, str]) -> None:
    """Replace the file of a deadly find: by a scenario, where the target had one in mind when it died."""
    finding = Finding(find.key, find.told, words)
    if notes["repeats"] == REPEATS:
        file = _input(post, data)
        scenario = file.with_suffix(SUFFIX)
        scenario.unlink(missing_ok=True)
        post.watch(replace(post.order, deed="describe", files=(str(file),)))
        if scenario.is_file():
            finding = replace(finding, written=read_written(scenario))
    more = {"executions": str(find.execution), **notes}
    post.cabinet.write(post.cabinet.find(finding, data, more), find.key)
