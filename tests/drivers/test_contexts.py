"""Contexts are shared by connections of the same options, and by no others."""

import ssl
import types

import pytest

from harness.drivers.contexts import Contexts
from harness.endpoint import EndpointRaised
from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls
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


class Refusing(ssl.SSLContext):
    """Refuses whatever it is told, without a reason that says why."""

    def set_ciphers(self, _ciphers):
        raise ssl.SSLError("no reason")


@pytest.mark.parametrize(
    ("cipher", "raised"),
    [("ECDHE-ECDSA-AES128-GCM-SHA256", EndpointRaised), ("ECDHE-ECDSA-CAMELLIA128-SHA256", Unsupported)],
)
def test_a_suite_that_the_library_does_not_have_is_unsupported_and_no_other(pki, cipher, raised):
    module = types.ModuleType("refusing")
    vars(module).update({**vars(ssl), "SSLContext": Refusing})
    setup = Setup(Role.SERVER, Tls.V12, Options(cipher=cipher), pki)
    with pytest.raises(raised) as caught:
        Contexts().get(Implementation("refusing", module), setup)
    if raised is EndpointRaised:
        assert caught.value.doing == "SSLContext.set_ciphers"
        assert caught.value.outcome.kind is Kind.PROTOCOL_ERROR
