"""A campaign: Atheris tries a target until time or runs are used up; or a replay: files are tried once."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from harness.errors import UsageError
from harness.fuzz.child import Order
from harness.fuzz.corpus import Corpus, corpus, name_of
from harness.fuzz.post import Post
from harness.fuzz.terms import Summary, Terms

#: How many deaths of its child a target may cost before it is given up.
MOST_DEATHS = 20


def fuzz(name: str, terms: Terms, tell: Callable[[Summary], None]) -> Summary:
    """Have Atheris try a target within `terms`.

    `tell` gets the summary at the end, also when Ctrl-C (`KeyboardInterrupt`) makes it early. Raises
    `UsageError` without Atheris or when the implementation cannot be tried, `Fault` for a fault of ours.
    """
    if importlib.util.find_spec("atheris") is None:
        raise UsageError(
            "fuzzing needs Atheris, which this Python does not have: python -m pip install "
            "'tls-harness[fuzz]' (it exists for CPython 3.11 to 3.13; replaying works without)"
        )
    kept = Corpus(terms.keep / name) if terms.keep is not None else None
    with Post(name, terms) as post:
        working = Corpus(post.scratch / "corpus")
        for source in (corpus(name), kept) if kept is not None else (corpus(name),):
            for _, data in source.load():
                working.save(data)
        working.folder.mkdir(exist_ok=True)
        try:
            _fuzz(post, working, replace(post.order, seconds=terms.seconds, runs=terms.runs))
        finally:
            inputs = [path.read_bytes() for path in working.folder.iterdir()]
            post.summary.corpus = len(inputs)
            if kept is not None:
                for data in inputs:
                    kept.save(data)
            tell(post.summary)
    return post.summary


def replay(name: str, files: Iterable[Path], terms: Terms, tell: Callable[[Summary], None]) -> Summary:
    """Try each file once, without Atheris; finds are kept and told as in a campaign.

    Raises `UsageError` when a file cannot be read or the implementation cannot be tried, `Fault`.
    """
    left = [str(file) for file in files]
    with Post(name, terms) as post:
        post.summary.corpus = len(left)
        try:
            while left and post.employ(replace(post.order, files=tuple(left))) is not None:
                left = left[post.tried :]
        finally:
            tell(post.summary)
    return post.summary


def _fuzz(post: Post, working: Corpus, order: Order) -> None:
    """One child after another: each death costs its input, and the bounds go down by what was used."""
    order = replace(order, corpus=str(working.folder))
    while (deadly := post.employ(order)) is not None:
        for path in working.folder.iterdir():
            if name_of(path.read_bytes()) == name_of(deadly):
                path.unlink()
        seconds = order.seconds and int(order.seconds - post.took)
        runs = order.runs and order.runs - post.tried
        if seconds < 0 or runs < 0 or (order.seconds and not seconds) or (order.runs and not runs):
            return
        if post.deaths == MOST_DEATHS:
            post.summary.cut_short = f"given up after {MOST_DEATHS} deaths"
            return
        order = replace(order, seconds=seconds, runs=runs, seed=order.seed + 1)
