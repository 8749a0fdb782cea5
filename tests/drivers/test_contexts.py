"""Contexts are shared by connections of the same options, and by no others."""

import pytest

from harness.drivers.contexts import Contexts
from harness.implementation import load
from harness.names import Role, Tls
from harness.options import Options
from harness.setup import Setup


def get(contexts, pki, **options):
    return contexts.get(load("stdlib"), Setup(Role.SERVER, Tls.V12, Options(**options), pki))


@pytest.mark.parametrize(
    "changed",
    [
        {"also": Tls.V13},
        {"post_handshake_auth": True},
        {"alpn": ("h2",)},
        {"verify": "required"},
        {"tickets": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_other_options_are_another_context(pki, changed):
    contexts = Contexts()
    assert get(contexts, pki, **changed) is not get(contexts, pki)
    assert get(contexts, pki, **changed) is get(contexts, pki, **changed)
