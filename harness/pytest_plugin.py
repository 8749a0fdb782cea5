"""The pytest plugin: every scenario in every setting is a test item, and a fixture for tests of one's own.

    pytest --tls-subject NAME [--tls-profile quick]

It is registered as an entry point, so every pytest run that has the package imports this module, asked
for or not: nothing of the house is imported before it is needed.
"""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.pki import Pki
    from harness.run.pair import Pairs

_PROFILES = ("quick", "standard", "exhaustive")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `tls-harness run` that a gate needs; `-k` chooses drivers, roles and versions."""
    group = parser.getgroup("tls-harness", "conformance of TLS implementations")
    option = group.addoption
    option(
        "--tls-subject", action="append", default=[], metavar="NAME",
        help="Put this implementation on trial: a name, a module or a .py file, as for `tls-harness run`.",
    )  # fmt: skip
    option("--tls-profile", choices=_PROFILES, default="standard", help="How many schedules (standard).")
    option("--tls-seed", type=int, default=0, metavar="N", help="Decides every sample (0).")
    option(
        "--tls-scenario", action="append", default=[], metavar="GLOB", help="Collect only these scenarios.",
    )  # fmt: skip
    option(
        "--tls-known", action="append", default=[], type=Path, metavar="FILE",
        help="Known failures, in place of the file beside the implementation.",
    )  # fmt: skip
    option("--tls-catalogue", type=Path, metavar="FOLDER", help="Other scenarios than the house's own.")
    option("--tls-watchdog", type=float, default=20.0, help=SUPPRESS)
    option("--tls-jobs", type=int, metavar="N", help="Worker processes (one for each CPU; under xdist one).")


def pytest_configure(config: pytest.Config) -> None:
    """Where a subject is named, collect its scenarios besides whatever else there is."""
    if config.getoption("tls_subject"):
        from harness.gate.session import gate

        config.pluginmanager.register(gate(config), "tls-harness-gate")


@pytest.fixture(scope="session")
def tls_keys(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """The certificates of the session, for "localhost" and a CA of their own; see `harness.pki`."""
    from harness.pki import mint

    return mint(str(tmp_path_factory.mktemp("tls-keys")))


@pytest.fixture
def tls_pair(request: pytest.FixtureRequest, tls_keys: Pki) -> Iterator[Pairs]:
    """Makes pairs: an implementation and the reference peer, with a channel and a schedule between them.

        def test_a_greeting_survives_any_cut(tls_pair):
            pair = tls_pair("my_ssl", role="client", tls="1.3", schedule="cut(1)")
            pair.handshake()
            pair.peer.write(b"ping")
            assert pair.subject.read_exactly(4) == b"ping"

    Without a name it is the first `--tls-subject`, or stdlib. See `harness.run.pair`. What a test leaves
    open is closed behind it.
    """
    from harness.run.pair import Pairs

    subjects = request.config.getoption("tls_subject")
    with Pairs(tls_keys, subjects[0] if subjects else "stdlib") as pairs:
        yield pairs
