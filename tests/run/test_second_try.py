"""Correct servers that differ are green, and a server that fails is not saved by another share."""

from pathlib import Path

import pytest

from harness.collection import collect
from harness.names import Role, Tls, Verdict
from harness.run.cell import Cell
from harness.run.worker import Bench

ROOT = Path(__file__).parents[2]
CONTROLS = ROOT / "tests" / "planted"


@pytest.fixture(scope="module")
def bench(pki):
    return Bench(collect(ROOT / "scenarios", linted=True), pki)


def test_a_server_of_one_group_is_tried_again_with_a_share_in_it(bench):
    server = str(CONTROLS / "_correct_modest.py")
    cell = Cell("handshake/tls13_takes_one_round_trip", server, "bio", Role.SERVER, Tls.V13, "tlslite")
    assert bench.run(cell).result.verdict is Verdict.PASS


def test_a_server_that_takes_the_usual_share_has_no_second_try(bench):
    server = str(CONTROLS / "alpn_is_never_told.py")
    cell = Cell("negotiation/server_prefers_the_protocol", server, "bio", Role.SERVER, Tls.V13, "tlslite")
    assert bench.run(cell).result.verdict is Verdict.FAIL


def test_who_takes_little_in_a_call_is_called_again(bench):
    sips = str(CONTROLS / "_correct_sipping.py")
    cell = Cell("negotiation/tls12_aes_gcm", sips, "socket-nonblocking", Role.CLIENT, Tls.V12, "tlslite")
    assert bench.run(cell).result.verdict is Verdict.PASS
