"""Which groups a subject is held to: what it names, or what its client offers, and what all must have."""

import ssl
import types

import pytest

from harness.errors import Unsupported
from harness.implementation import Implementation, load
from harness.names import Role, Tls
from harness.options import Options
from harness.run.groups import Groups, asked_instead, groups_of, with_a_share
from harness.setup import Setup


class FewGroups(ssl.SSLContext):
    """Offers a single curve, as a client does that was told so."""

    def wrap_bio(self, *args, **kwargs):
        self.set_ecdh_curve("secp384r1")
        return super().wrap_bio(*args, **kwargs)


def module(**names):
    made = types.ModuleType("made")
    vars(made).update({**vars(ssl), **names})
    return Implementation("made", made)


def test_openssl_has_all_that_scenarios_ask_for(pki):
    assert groups_of(load("stdlib"), pki) >= {"x25519", "secp256r1", "secp384r1", "secp521r1", "x448"}


def test_a_client_tells_what_it_has_and_what_is_mandatory_is_asked_of_all(pki):
    assert groups_of(module(SSLContext=FewGroups), pki) == {"secp384r1", "secp256r1", "x25519"}


def test_a_module_may_say_so_itself(pki):
    assert groups_of(module(GROUPS=("x25519",)), pki) == {"x25519"}


def test_who_makes_no_hello_is_held_to_everything(pki):
    def fails(*_args, **_kwargs):
        raise OSError("no such thing")

    assert groups_of(module(MemoryBIO=fails), pki) is None
    assert groups_of(load("tlslite"), pki) is None


class FewGroupsForServers(ssl.SSLContext):
    """A server's only curve is the one that is mandatory."""

    def __init__(self, protocol):
        if protocol == ssl.PROTOCOL_TLS_SERVER:
            self.set_ecdh_curve("prime256v1")


def test_a_server_tells_what_it_would_rather_have(pki):
    few = module(SSLContext=FewGroupsForServers)
    assert asked_instead(few, pki, "x25519") == "secp256r1"
    assert asked_instead(few, pki, "secp256r1") is None
    assert asked_instead(load("stdlib"), pki, "x25519") is None


def test_a_server_that_fails_with_a_group_is_not_excused(pki):
    class Failing(ssl.SSLObject):
        def do_handshake(self):
            raise OSError("no such curve, it seems")

    class Context(ssl.SSLContext):
        sslobject_class = Failing

    assert asked_instead(module(SSLContext=Context), pki, "x25519") is None


def test_a_peer_is_held_to_groups_that_its_subject_has(pki):
    groups, few = Groups(pki), module(SSLContext=FewGroupsForServers)
    with pytest.raises(Unsupported, match="a server of made asks for another group than x25519 or secp384r1"):
        groups.refuse(few, Role.SERVER, ("x25519", "secp384r1"))
    groups.refuse(few, Role.SERVER, ("x25519", "secp256r1"))
    groups.refuse(few, Role.CLIENT, ("x25519",))
    groups.refuse(few, Role.SERVER, ())


def test_a_client_may_bring_another_share(pki):
    usual = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    assert with_a_share(usual, "secp256r1").options.shares == ("secp256r1",)
    told = Setup(Role.CLIENT, Tls.V13, Options(groups=("x25519",)), pki)
    assert with_a_share(told, "secp256r1") is told
    older = Setup(Role.CLIENT, Tls.V12, Options(), pki)
    assert with_a_share(older, "secp256r1") is older
