"""The model of MemoryBIO says what CPython's own does, and what its documentation says."""

from __future__ import annotations

import random
import ssl

import pytest

from harness.models import MemoryBioModel, Refused


def test_a_new_one_is_empty_and_open() -> None:
    model = MemoryBioModel()
    assert (model.pending, model.eof, model.ended, model.read()) == (0, False, False, b"")


def test_reads_take_from_the_front_and_never_more_than_there_is() -> None:
    model = MemoryBioModel()
    assert (model.write(b"abc"), model.write(b"def"), model.pending) == (3, 3, 6)
    assert [model.read(size) for size in (0, 2, 100, 1)] == [b"", b"ab", b"cdef", b""]


def test_any_negative_size_means_everything() -> None:
    for size in (-1, -5):
        model = MemoryBioModel()
        model.write(b"abc")
        assert model.read(size) == b"abc"


def test_the_end_is_seen_behind_the_last_byte() -> None:
    model = MemoryBioModel()
    model.write(b"ab")
    model.write_eof()
    assert (model.ended, model.eof) == (True, False)
    model.read(1)
    assert not model.eof
    model.read(1)
    assert model.eof


def test_a_write_behind_the_end_is_refused_and_changes_nothing() -> None:
    model = MemoryBioModel()
    model.write(b"ab")
    model.write_eof()
    for data in (b"c", b""):
        with pytest.raises(Refused):
            model.write(data)
    assert model.read() == b"ab"


def test_what_was_read_does_not_change_later() -> None:
    model = MemoryBioModel()
    model.write(b"abcd")
    first = model.read(2)
    model.write(b"efgh")
    model.read()
    assert (first, type(first)) == (b"ab", bytes)


@pytest.mark.parametrize("seed", range(10))
def test_it_agrees_with_cpython_over_long_sequences(seed: int) -> None:
    dice, model, real = random.Random(seed), MemoryBioModel(), ssl.MemoryBIO()
    for _ in range(300):
        if dice.random() < 0.5 and not model.ended:
            data = dice.randbytes(dice.choice((0, 1, 7, 5000)))
            assert model.write(data) == real.write(data)
        elif dice.random() < 0.01:
            model.write_eof()
            real.write_eof()
        else:
            size = dice.choice((-1, 0, 1, 3, 6000))
            assert model.read(size) == real.read(size)
        assert (model.pending, model.eof) == (real.pending, real.eof)
