"""Contexts: what a setup makes of an SSLContext, and what two connections share."""

import ssl
from types import SimpleNamespace

import pytest

from harness.drivers.contexts import Contexts, wrap_arguments
from harness.endpoint import EndpointRaised
from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.setup import Setup

STDLIB = load("stdlib")


def made(pki, role=Role.CLIENT, tls=Tls.V13, **options):
    setup = Setup(role, tls, Options(**options), pki)
    return Contexts().get(STDLIB, setup).ssl_context


def test_a_context_is_an_ordinary_verifying_client(pki):
    context = made(pki)
    assert context.protocol == ssl.PROTOCOL_TLS_CLIENT
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(context.get_ca_certs()) == 1


def test_a_context_is_an_ordinary_server(pki):
    context = made(pki, Role.SERVER)
    assert context.protocol == ssl.PROTOCOL_TLS_SERVER
    assert context.verify_mode == ssl.CERT_NONE


@pytest.mark.parametrize(
    ("tls", "version"), [(Tls.V12, ssl.TLSVersion.TLSv1_2), (Tls.V13, ssl.TLSVersion.TLSv1_3)]
)
def test_one_version_is_allowed(pki, tls, version):
    context = made(pki, tls=tls)
    assert (context.minimum_version, context.maximum_version) == (version, version)
    pinned = Setup(Role.CLIENT, Tls.V13, Options(tls=tls), pki)
    assert Contexts().get(STDLIB, pinned).ssl_context.minimum_version == version


@pytest.mark.parametrize(
    ("verify", "mode"),
    [("required", ssl.CERT_REQUIRED), ("optional", ssl.CERT_OPTIONAL), ("no", ssl.CERT_NONE)],
)
@pytest.mark.parametrize("role", Role)
def test_what_is_asked_of_the_other_end(pki, role, verify, mode):
    context = made(pki, role, verify=verify)
    assert context.verify_mode == mode
    assert context.check_hostname is (role is Role.CLIENT and verify != "no")


def test_no_name_to_check_is_not_checked(pki):
    assert made(pki, server_name=None).check_hostname is False


def test_trust_in_nothing_loads_no_anchor(pki):
    assert made(pki, trust="nothing").get_ca_certs() == []
    assert made(pki, trust="ca").get_ca_certs() != made(pki, trust="other-ca").get_ca_certs()


def test_features_reach_the_context(pki):
    context = made(
        pki, Role.SERVER, Tls.V12, cipher="ECDHE-ECDSA-AES128-GCM-SHA256", tickets=3, notes_name=True
    )
    assert [c["name"] for c in context.get_ciphers() if c["protocol"] == "TLSv1.2"] == [
        "ECDHE-ECDSA-AES128-GCM-SHA256"
    ]
    assert context.num_tickets == 3
    assert context.sni_callback is not None


def test_a_context_is_kept_for_its_setup_whatever_the_session(pki):
    contexts = Contexts()
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    again = Setup(Role.CLIENT, Tls.V13, Options(), pki, session=object())
    assert contexts.get(STDLIB, setup) is contexts.get(STDLIB, again)
    assert contexts.get(STDLIB, setup) is not contexts.get(
        STDLIB, Setup(Role.CLIENT, Tls.V12, Options(), pki)
    )
    assert contexts.get(STDLIB, setup) is not Contexts().get(STDLIB, setup)


def test_wrapping_says_the_role_the_name_and_the_session(pki):
    session = object()
    client = Setup(Role.CLIENT, Tls.V13, Options(server_name="example"), pki, session)
    assert wrap_arguments(client) == {"server_side": False, "server_hostname": "example", "session": session}
    assert wrap_arguments(Setup(Role.CLIENT, Tls.V13, Options(), pki)) == {
        "server_side": False, "server_hostname": "localhost",
    }  # fmt: skip
    assert wrap_arguments(Setup(Role.SERVER, Tls.V13, Options(), pki, session)) == {"server_side": True}


# -- implementations that lack something or raise


def like_ssl(**changes):
    """An implementation with the names of ssl, some of them changed; None takes one away."""
    names = {**vars(ssl), **changes}
    return Implementation("odd", SimpleNamespace(**{n: v for n, v in names.items() if v is not None}))


class Bare:
    """A context that has nothing."""

    def __init__(self, protocol):
        self.protocol = protocol


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"PROTOCOL_TLS_CLIENT": None}, "odd has no PROTOCOL_TLS_CLIENT"),
        ({"TLSVersion": None}, "odd has no TLSVersion"),
        ({"TLSVersion": SimpleNamespace()}, "odd has no TLS 1.3"),
        ({"SSLContext": Bare}, "odd has no SSLContext.minimum_version"),
        ({"CERT_REQUIRED": None}, "odd has no CERT_REQUIRED"),
    ],
)
def test_what_is_missing_is_named(pki, changes, told):
    with pytest.raises(Unsupported) as caught:
        Contexts().get(like_ssl(**changes), Setup(Role.CLIENT, Tls.V13, Options(), pki))
    assert str(caught.value) == told


def test_an_exception_while_a_context_is_made_is_told_with_its_meaning(pki):
    def refuse(_protocol):
        raise KeyError("no")

    with pytest.raises(EndpointRaised, match="making an SSLContext: KeyError") as caught:
        Contexts().get(like_ssl(SSLContext=refuse), Setup(Role.CLIENT, Tls.V13, Options(), pki))
    assert caught.value.outcome.kind is Kind.FOREIGN


def test_a_cipher_nobody_knows_is_unsupported(pki):
    with pytest.raises(Unsupported, match=r"OpenSSL .* has no cipher suite NO-SUCH-CIPHER"):
        made(pki, tls=Tls.V12, cipher="NO-SUCH-CIPHER")
