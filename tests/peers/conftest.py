"""The certificates of the peers' tests, minted once."""

import pytest

from harness.pki import mint


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return mint(str(tmp_path_factory.mktemp("pki")))
